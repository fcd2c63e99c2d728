/** `grpc: Service.Method` of an operation: a method of an authored service, or a derived one. */
import { didYouMean } from '../../diagnostics/index.js';
import type { GrpcBinding, Method, Service } from '../../model/model.js';
import type { RecordDeclaration } from '../../model/types.js';
import type { Node, StringNode } from '../../source/node.js';
import { type Context, needEncoding, type Subject } from '../context.js';
import { found, readText } from '../read.js';
import { deriveService } from './derived-service.js';

export function readGrpc(node: Node, subject: Subject, context: Context): GrpcBinding | undefined {
  const { diagnostics } = context;
  const text = readText(node, `grpc of ${subject.key}`, diagnostics);
  if (text === undefined) return undefined;
  const [, serviceName, methodName] = /^((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\.([A-Za-z_]\w*)$/.exec(text.value) ?? [];
  if (serviceName === undefined || methodName === undefined) {
    const expected = 'Service.Method';
    diagnostics.report('AW2307', text.span, { what: `grpc of ${subject.key}`, found: found(text), expected });
    return undefined;
  }
  needEncoding(subject, 'protobuf', 'grpc', text, diagnostics);
  claim(text, serviceName, methodName, subject, context);
  const service = context.resolver.service(serviceName, text.span);
  if (service === undefined) return derived(text, serviceName, methodName, subject, context);
  const method = service.methods.find((candidate) => candidate.name === methodName);
  if (method === undefined) {
    const names = service.methods.map((candidate) => candidate.name);
    const hint = didYouMean(methodName, names);
    diagnostics.report('AW2308', text.span, { kind: `method of ${service.name}`, name: methodName }, { hint });
    return undefined;
  }
  checkMethod(method, text, subject, context);
  return { service, method, span: text.span };
}

function derived(
  node: StringNode,
  serviceName: string,
  methodName: string,
  subject: Subject,
  context: Context,
): GrpcBinding | undefined {
  if (context.authoredServices) {
    const known = context.resolver.services.flatMap((name) => [name, name.slice(name.lastIndexOf('.') + 1)]);
    const hint = didYouMean(serviceName, known);
    // A .proto that could not be read has its finding; without any service the name cannot be judged.
    if (known.length > 0) {
      context.diagnostics.report('AW2308', node.span, { kind: 'service', name: serviceName }, { hint });
    }
    return undefined;
  }
  const service: Service = deriveService(serviceName, methodName, node.span, subject, context);
  const [method] = service.methods;
  return method === undefined ? undefined : { service, method, span: node.span };
}

function claim(node: StringNode, service: string, method: string, subject: Subject, context: Context): void {
  const address = `grpc ${service.slice(service.lastIndexOf('.') + 1)}.${method}`;
  const other = context.claimed.get(address);
  if (other === undefined) {
    context.claimed.set(address, { operation: subject.key, text: node.value, span: node.span });
    return;
  }
  const related = [{ span: other.span, message: `the method of ${other.operation}` }];
  context.diagnostics.report('AW2312', node.span, { found: node.value, operation: other.operation }, { related });
}

/** Streams as the operation says, and messages that the runtime's frames are. */
function checkMethod(method: Method, node: StringNode, subject: Subject, { diagnostics }: Context): void {
  const report = (found: string, expected: string): void =>
    diagnostics.report(
      'AW2309',
      node.span,
      { method: method.name, found, expected },
      { related: [{ span: method.span, message: 'the method' }] },
    );
  const up = subject.stream === 'client' || subject.stream === 'both';
  const down = subject.stream === 'server' || subject.stream === 'both';
  if (method.clientStreaming !== up) {
    report(method.clientStreaming ? 'takes a stream' : 'takes one message', up ? 'a stream' : 'one message');
  }
  // Updates may stream before the reply; a unary method then gives the reply alone.
  if (method.serverStreaming !== down && !(method.serverStreaming && subject.updates !== undefined)) {
    report(method.serverStreaming ? 'returns a stream' : 'returns one message', down ? 'a stream' : 'one message');
  }
  const wrong = [method.input, method.output].find((message) => !isComposed(message));
  if (wrong !== undefined) report(`has the message ${wrong.name}`, 'header = 1 and payload = 2 { data = 1 } in it');
}

function isComposed(message: RecordDeclaration): boolean {
  const numberOf = (record: RecordDeclaration, name: string): number | undefined =>
    record.members.find((member) => member.name === name)?.proto?.number;
  const payload = message.members.find((member) => member.name === 'payload');
  const sealed = numberOf(message, 'sealed');
  const inner = payload?.type.kind === 'ref' && payload.type.target.kind === 'record' ? payload.type.target : undefined;
  const metadata = inner === undefined ? undefined : numberOf(inner, 'metadata');
  return (
    numberOf(message, 'header') === 1 &&
    payload?.proto?.number === 2 &&
    (sealed === undefined || sealed === 3) &&
    inner !== undefined &&
    numberOf(inner, 'data') === 1 &&
    (metadata === undefined || metadata === 2)
  );
}
