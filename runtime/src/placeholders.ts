/** `{name}` in paths, topics, keys and routing keys (wire.md section 3, "Placeholders"). */
import { AgentError } from './error.js';
import type { Header } from './header.js';

const pattern = /\{([^{}]+)\}/g;

/**
 * Fills a template. `{agent_id}` and `{agent_type}` are the destination's, `{header.x}` a header member,
 * `{payload.data.x}` or `{x}` a payload member.
 * @throws {AgentError} `payload_invalid` where there is no such value.
 */
export function fillTemplate(
  template: string,
  header: Header,
  data: unknown,
  escape: (value: string) => string,
): string {
  return template.replace(pattern, (_, name: string) => {
    const value = lookUp(name, header, data);
    if (value === undefined || value === '') {
      throw AgentError.of('payload_invalid', `the address needs ${name}, which is not there`, {
        path: pointerOf(name),
      });
    }
    return escape(value);
  });
}

function lookUp(name: string, header: Header, data: unknown): string | undefined {
  const path = name.split('.');
  if (path[0] === 'header') return textAt(header, path.slice(1));
  if (path[0] === 'destination') return textAt(header.destination, path.slice(1));
  if (path[0] === 'payload') return textAt(data, path.slice(2));
  return textAt(header.destination, path) ?? textAt(data, path);
}

export function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = valueAt(value, path);
  switch (typeof found) {
    case 'string':
      return found;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(found);
    default:
      return undefined;
  }
}

/** All members as text, or undefined where one is more than text can hold. */
export function textsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const texts: [string, string][] = [];
  for (const [name, member] of Object.entries((value ?? {}) as object)) {
    if (member === undefined) continue;
    const text = textAt({ member }, ['member']);
    if (text === undefined) return undefined;
    texts.push([name, text]);
  }
  return Object.fromEntries(texts);
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

function pointerOf(name: string): string {
  return `/${name.replace(/^payload\.data\./, 'payload/data/').replaceAll('.', '/')}`;
}

/** A template of a route as a matcher: the values of its placeholders, decoded, or undefined. */
export function routeMatcher(template: string): (path: string) => Readonly<Record<string, string>> | undefined {
  const segments = template.split('/').map((segment) => ({ segment, name: /^\{([^{}]+)\}$/.exec(segment)?.[1] }));
  return (path) => {
    const given = path.split('/');
    if (given.length !== segments.length) return undefined;
    const values: Record<string, string> = {};
    for (const [index, { segment, name }] of segments.entries()) {
      const text = given[index] ?? '';
      if (name === undefined) {
        if (text !== segment) return undefined;
      } else {
        const value = decodeSegment(text);
        if (value === undefined) return undefined;
        values[name] = value;
      }
    }
    return values;
  };
}

function decodeSegment(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
