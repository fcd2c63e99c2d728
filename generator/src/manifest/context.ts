import type { Diagnostics } from '../diagnostics/index.js';
import type { DeclaredError, Encoding, Message, RetryPolicy } from '../model/model.js';
import type { RecordDeclaration } from '../model/types.js';
import type { Node } from '../source/node.js';
import type { Span } from '../source/text.js';
import type { SchemaResolver } from './references.js';
import type { Table } from './table.js';

/** A message while operations are being linked: their bindings add the encodings that they need. */
export interface MessageDraft {
  readonly message: Message;
  /** Adds an encoding; false where the message lists its own and this is not among them. */
  readonly need: (encoding: Encoding) => boolean;
}

/** What the sections of the manifest that stand first give to the later ones. */
export interface Context {
  readonly protocol: string;
  readonly diagnostics: Diagnostics;
  readonly resolver: SchemaResolver;
  readonly header: RecordDeclaration;
  readonly messages: Table<MessageDraft>;
  readonly errors: Table<DeclaredError>;
  readonly retry: Table<RetryPolicy>;
  /** Whether gRPC services stand in .proto files; else they are derived. */
  readonly authoredServices: boolean;
  /** Addresses that only one operation may have, with the place of the first one. */
  readonly claimed: Map<string, Claim>;
}

export interface Claim {
  readonly operation: string;
  readonly text: string;
  readonly span: Span;
}

/** An operation's messages by role, and where it stands: what its bindings are checked against. */
export interface Subject {
  readonly key: string;
  readonly request: MessageDraft;
  readonly reply: MessageDraft | undefined;
  readonly updates: MessageDraft | undefined;
  readonly stream: 'none' | 'client' | 'server' | 'both';
}

/** Notes that a binding carries all messages of an operation in an encoding. */
export function needEncoding(
  subject: Subject,
  encoding: Encoding,
  transport: string,
  node: Node,
  diagnostics: Diagnostics,
): void {
  for (const draft of [subject.request, subject.reply, subject.updates]) {
    if (draft === undefined || draft.need(encoding)) continue;
    diagnostics.report('AW2310', node.span, { message: draft.message.key, encoding, transport });
  }
}
