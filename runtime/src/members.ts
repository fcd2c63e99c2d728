/** Payload members that came as text (path and query), typed by the request's shape, then judged like any payload. */
import { CodecError, type Codec } from './codec/codec.js';
import type { Shape } from './codec/shape.js';
import { utf8 } from './envelope/bytes.js';
import { AgentError } from './error.js';

/** @throws {AgentError} `payload_invalid` with the path. */
export function dataFromMembers(codec: Codec<unknown>, members: Readonly<Record<string, string>>): unknown {
  const json: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(members)) {
    const shape = memberShape(codec.shape, name);
    if (shape === undefined)
      throw AgentError.of('payload_invalid', `/payload/data/${name}: not a member`, { path: `/payload/data/${name}` });
    Object.defineProperty(json, name, { value: typed(shape, text), enumerable: true });
  }
  try {
    return codec.decode(utf8(JSON.stringify(json)));
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    const path = `/payload/data${thrown.path}`;
    throw AgentError.of('payload_invalid', `${path}: ${thrown.issues[0]?.message ?? 'invalid'}`, {
      path,
      cause: thrown,
    });
  }
}

function memberShape(shape: Shape, name: string): Shape | undefined {
  if (shape.kind === 'ref') return memberShape(shape.target(), name);
  return shape.kind === 'record' ? shape.members.find((member) => member.name === name)?.shape : undefined;
}

/** Text as the JSON that the shape expects; what does not fit stays text, and the codec says why it is refused. */
function typed(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'ref':
      return typed(shape.target(), text);
    case 'nullable':
      return typed(shape.of, text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'integer':
      // 64-bit integers are text in JSON, and a number would round them.
      return shape.width === 'int64' || shape.width === 'uint64' ? text : numeric(text);
    case 'float':
      return numeric(text);
    default:
      return text;
  }
}

function numeric(text: string): number | string {
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
