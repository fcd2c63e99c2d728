import type { Diagnostics } from '../diagnostics/index.js';
import type { RecordDeclaration } from '../model/types.js';
import type { Span } from '../source/text.js';
import { findMember, recordOf } from './members.js';
import { builtInEnvelope, type SchemaResolver } from './references.js';

export interface Envelope {
  readonly root: RecordDeclaration;
  readonly header: RecordDeclaration;
}

/** What the runtime routes, signs and traces by. */
const needed = [
  'message_id',
  'correlation_id',
  'timestamp',
  'version',
  'source.agent_id',
  'source.agent_type',
  'destination.agent_type',
  'destination.broadcast',
  'message_type',
  'content_type',
  'encoding',
  'security.encrypted',
  'routing.priority',
  'routing.ttl',
  'tracing.trace_id',
  'tracing.span_id',
];

/** The envelope that the manifest names, or the built-in one. */
export function readEnvelope(
  reference: { readonly value: string; readonly span: Span } | undefined,
  whole: Span,
  resolver: SchemaResolver,
  diagnostics: Diagnostics,
): Envelope | undefined {
  const span = reference?.span ?? whole;
  const declaration = resolver.resolve(reference?.value ?? builtInEnvelope, span);
  if (declaration === undefined) return undefined;
  const report = (found: string): undefined => {
    diagnostics.report('AW2105', span, { found });
    return undefined;
  };
  const root = recordOf(declaration);
  if (root === undefined) return report('is not an object');
  const member = root.members.find((candidate) => candidate.name === 'header');
  const header = member?.type.kind === 'ref' ? recordOf(member.type.target) : undefined;
  if (header === undefined) return report('has no header with members of its own');
  if (!root.members.some((candidate) => candidate.name === 'payload')) return report('has no payload');
  const missing = needed.filter((path) => 'missing' in findMember(header, path.split('.')));
  if (missing.length > 0) return report(`has a header without ${missing.join(', ')}`);
  return { root, header };
}
