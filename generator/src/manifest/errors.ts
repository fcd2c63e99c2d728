import type { Diagnostics } from '../diagnostics/index.js';
import type { DeclaredError } from '../model/model.js';
import type { Node } from '../source/node.js';
import { readObject, readRequired, readText, readWord } from './read.js';
import type { SchemaResolver } from './references.js';
import { readTable, type Table } from './table.js';

/** gRPC's status codes without OK, in lower case: the closed list that every error of a call is one of. */
export const statusCodes = [
  'cancelled',
  'unknown',
  'invalid_argument',
  'deadline_exceeded',
  'not_found',
  'already_exists',
  'permission_denied',
  'resource_exhausted',
  'failed_precondition',
  'aborted',
  'out_of_range',
  'unimplemented',
  'internal',
  'unavailable',
  'data_loss',
  'unauthenticated',
] as const;

/** `errors`: each a code, or `{ code, detail, description }`. `reserved` are the runtime's own reasons. */
export function readErrors(
  node: Node | undefined,
  reserved: ReadonlySet<string>,
  resolver: SchemaResolver,
  diagnostics: Diagnostics,
): Table<DeclaredError> {
  return readTable(node, 'errors', 'error', diagnostics, (key, { keySpan, value }) => {
    if (reserved.has(key)) {
      diagnostics.report('AW2106', keySpan, { kind: 'declared error', name: key });
      return undefined;
    }
    const where = `the error ${key}`;
    if (value.kind === 'string') {
      const code = readWord(value, `the code of ${key}`, statusCodes, diagnostics);
      return code === undefined ? undefined : { key, code, span: keySpan };
    }
    const object = readObject(value, where, ['code', 'detail', 'description'], diagnostics);
    if (object === undefined) return undefined;
    const codeNode = readRequired(object, 'code', where, diagnostics);
    const code =
      codeNode === undefined ? undefined : readWord(codeNode, `the code of ${key}`, statusCodes, diagnostics);
    const detailNode = object.get('detail');
    const reference = detailNode === undefined ? undefined : readText(detailNode, `the detail of ${key}`, diagnostics);
    const detail = reference === undefined ? undefined : resolver.resolve(reference.value, reference.span);
    const text = object.get('description');
    const description =
      text === undefined ? undefined : readText(text, `the description of ${key}`, diagnostics)?.value;
    if (code === undefined || (detailNode !== undefined && detail === undefined)) return undefined;
    return {
      key,
      code,
      span: keySpan,
      ...(detail === undefined ? {} : { detail }),
      ...(description === undefined ? {} : { description }),
    };
  });
}
