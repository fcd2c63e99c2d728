/** A gRPC service where no .proto has one: the composed messages of wire.md section 2, made of the operation's own. */
import type { Message, Service } from '../../model/model.js';
import type { Declaration, Member, RecordDeclaration } from '../../model/types.js';
import type { Span } from '../../source/text.js';
import type { Context, Subject } from '../context.js';

/** One method's part of the service; the methods of one name belong together. */
export function deriveService(name: string, method: string, span: Span, subject: Subject, context: Context): Service {
  const fullName = name.includes('.') ? name : `${context.protocol}.${name}`;
  const compose = (suffix: string, message: Message | undefined): RecordDeclaration =>
    composed(`${method}${suffix}`, message, span, context);
  const answers = subject.stream === 'server' || subject.stream === 'both';
  return {
    name: fullName,
    span,
    descriptors: [],
    methods: [
      {
        name: method,
        input: compose('Request', subject.request.message),
        output: compose('Response', subject.reply?.message),
        clientStreaming: subject.stream === 'client' || subject.stream === 'both',
        serverStreaming: answers || subject.updates !== undefined,
        span,
      },
    ],
  };
}

function composed(name: string, message: Message | undefined, span: Span, context: Context): RecordDeclaration {
  const record = (recordName: string, members: readonly Member[]): RecordDeclaration => ({
    kind: 'record',
    name: recordName,
    members,
    unknown: 'keep',
    origin: { format: 'protobuf', path: span.source.path, name: `${context.protocol}.${recordName}` },
    span,
    proto: { reserved: [], reservedNames: [], syntax: 'proto3' },
  });
  const part = (memberName: string, number: number, target: Declaration): Member => ({
    name: memberName,
    type: { kind: 'ref', target },
    presence: 'optional',
    span,
    proto: { number },
  });
  const payload = record(`${name}Payload`, [
    ...(message === undefined ? [] : [part('data', 1, message.data)]),
    ...(message?.metadata === undefined ? [] : [part('metadata', 2, message.metadata)]),
  ]);
  return record(name, [
    part('header', 1, context.header),
    part('payload', 2, payload),
    { name: 'sealed', type: { kind: 'bytes' }, presence: 'optional', span, proto: { number: 3, scalar: 'bytes' } },
  ]);
}
