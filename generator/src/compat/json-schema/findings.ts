/** What a reader of the one side refuses of what the other side accepts: searched for, proven, or left open. */
import { compileSchema } from '@agentwire/runtime/inspect';
import type { Direction, Finding } from '../finding.js';
import type { Opened } from './opened.js';
import { type Part, partsOf } from './parts.js';
import { schemas } from './solve/affirm.js';
import { type Doc, fails, holds, objectOf, type Plain } from './solve/doc.js';
import { createSolver, type Solver } from './solve/solve.js';

const mostFindings = 50;

/** `direction` says which side is which: backward, the reader is the new one. */
export function jsonSchemaFindings(
  writer: Opened,
  reader: Opened,
  direction: Direction,
  wanted: (part: Part) => boolean = () => true,
): readonly Finding[] {
  // Wholes last: a part that was refuted says more.
  const parts = partsOf(reader.doc)
    .filter(wanted)
    .toSorted((a, b) => Number(isWhole(a)) - Number(isWhole(b)));
  const judges = { writer: compileSchema(writer.bundled), reader: compileSchema(reader.bundled) };
  const found: Finding[] = [];
  const told = new Set<string>();
  const solver = createSolver();
  for (const part of parts) {
    if (found.length >= mostFindings) break;
    if (isWhole(part) && found.some((one) => one.severity === 'breaking')) continue;
    const finding = findingOf(part, writer, reader, direction, judges, solver);
    const key = finding && `${finding.rule} ${finding.subject} ${finding.severity}`;
    if (finding === undefined || key === undefined || told.has(key)) continue;
    told.add(key);
    found.push(finding);
  }
  return found;
}

function isWhole({ holder, keyword }: Part): boolean {
  return keyword === '' && typeof holder !== 'boolean';
}

interface Judges {
  readonly writer: ReturnType<typeof compileSchema>;
  readonly reader: ReturnType<typeof compileSchema>;
}

function findingOf(
  part: Part,
  writer: Opened,
  reader: Opened,
  direction: Direction,
  judges: Judges,
  solver: Solver,
): Finding | undefined {
  const result = solver.find([holds(writer.doc.root, writer.doc), fails(part.node, reader.doc)]);
  if (result.kind === 'none') return undefined;
  const [reads, wrote] = direction === 'backward' ? ['new', 'old'] : ['old', 'new'];
  const subject = part.path === '' ? '/' : part.path;
  const theirs = alongPath(writer.doc, part.path);
  const counterpart = writer.spanOf(theirs, part.keyword);
  const mine = reader.spanOf(part.holder, part.keyword);
  const common = {
    direction,
    encoding: 'json',
    subject,
    ...(direction === 'backward' ? { old: counterpart, new: mine } : { old: mine, new: counterpart }),
  } as const;
  if (result.kind === 'value' && judges.writer(result.value).length === 0) {
    const [issue] = judges.reader(result.value);
    if (issue !== undefined) {
      const where = issue.path === '' ? '' : `${issue.path}: `;
      return {
        code: 'AW6101',
        rule: `json-schema/${part.keyword === '' ? 'schema' : part.keyword}`,
        severity: 'breaking',
        message: `${subject} (${part.keyword === '' ? 'false' : part.keyword}): ${reads} readers refuse what ${wrote} writers may send: ${issue.message}`,
        ...common,
        witness: { message: result.value, outcome: 'refused', detail: `${where}${issue.message}` },
        ...fixOf(part.keyword, direction === 'backward' ? theirs : part.holder),
      };
    }
  }
  return {
    code: 'AW6102',
    rule: 'json-schema/unproven',
    severity: 'unknown',
    message: `${subject}${part.keyword === '' ? '' : ` (${part.keyword})`}: neither a proof that ${reads} readers take all that ${wrote} writers may send, nor a message that they refuse`,
    ...common,
  };
}

/** What the keyword said on the old side, which is the one that cannot be edited any more. */
function fixOf(keyword: string, old: Plain): { readonly fix?: string } {
  if (keyword === '' || typeof old === 'boolean') return {};
  const value = old[keyword];
  if (value === undefined) return { fix: `leave ${keyword} out` };
  const text = JSON.stringify(value);
  return {
    fix: text.length > 80 || text.includes('"$ref"') ? `keep ${keyword} as it was` : `keep "${keyword}": ${text}`,
  };
}

/** The schema that judges a member, as far as one is easily found. */
function alongPath(doc: Doc, path: string): Plain {
  let node: Plain = doc.root;
  for (const step of path.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = stepInto(doc, node, name, 0);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function stepInto(doc: Doc, node: Plain, name: string, depth: number): Plain | undefined {
  if (typeof node === 'boolean' || depth > 20) return undefined;
  const direct = name === '*' ? node['items'] : objectOf(node['properties'])[name];
  if (direct !== undefined) return direct as Plain;
  const around = [...(node['$ref'] === undefined ? [] : [doc.target(String(node['$ref']))]), ...schemas(node['allOf'])];
  for (const one of around) {
    const found = stepInto(doc, one, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
