/** The least value that a shape takes: what a mock agent answers when nobody told it what to say. */
import type { MemberShape, Shape } from '../codec/shape.js';

/**
 * @param given members of the same name are copied from it where they are text: an answer that names its request.
 * @param filled members that somebody else fills.
 */
export function sampleReply(shape: Shape, given: unknown, filled: readonly string[]): unknown {
  if (shape.kind === 'ref') return sampleReply(shape.target(), given, filled);
  if (shape.kind !== 'record') return sampleOf(shape);
  const request = (given ?? {}) as Readonly<Record<string, unknown>>;
  const reply: Record<string, unknown> = {};
  for (const member of shape.members) {
    if (filled.includes(member.name)) continue;
    const copied = Object.hasOwn(request, member.name) ? request[member.name] : undefined;
    if (typeof copied === 'string' && isPlainText(member.shape)) reply[member.name] = copied;
    else if (member.presence === 'required') reply[member.name] = sampleOf(member.shape);
  }
  return reply;
}

function isPlainText(shape: Shape): boolean {
  return shape.kind === 'string' && shape.pattern === undefined && shape.format === undefined;
}

function sampleOf(shape: Shape): unknown {
  switch (shape.kind) {
    case 'boolean':
      return false;
    case 'string':
      return formats[shape.format ?? ''] ?? 'x'.repeat(shape.minLength ?? 0);
    case 'literal':
      return shape.value;
    case 'enum':
      return shape.words[0];
    case 'integer':
      return shape.width === 'int64' || shape.width === 'uint64'
        ? BigInt(shape.minimum ?? 0)
        : Number(shape.minimum ?? Math.min(0, Number(shape.maximum ?? 0)));
    case 'float':
      return shape.minimum ?? Math.min(0, shape.maximum ?? 0);
    case 'decimal':
      return '0';
    case 'bytes':
      return new Uint8Array(shape.minLength ?? 0);
    case 'timestamp':
      return epochs[shape.unit];
    case 'duration':
      return shape.unit === 'proto' ? { seconds: 0n, nanos: 0 } : { months: 0, days: 0, millis: 0 };
    case 'time-of-day':
      return shape.unit === 'millis' ? 0 : 0n;
    case 'list':
      return Array.from({ length: shape.minItems ?? 0 }, () => sampleOf(shape.items));
    case 'map':
      return {};
    case 'json':
      return shape.of === 'array' ? [] : {};
    case 'nullable':
      return null;
    case 'union':
      return sampleOf(shape.branches[0]?.shape ?? { kind: 'literal', value: null });
    case 'record':
      return Object.fromEntries(shape.members.filter(isRequired).map((one) => [one.name, sampleOf(one.shape)]));
    case 'ref':
      return sampleOf(shape.target());
  }
}

const isRequired = ({ presence }: MemberShape): boolean => presence === 'required';

const formats: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  date: '1970-01-01',
  email: 'somebody@example.org',
  uri: 'https://example.org/',
};

const epochs = { millis: new Date(0), micros: 0n, nanos: 0n, proto: { seconds: 0n, nanos: 0 } } as const;
