/** Where names lead: first within their file, then to the other Avro files. */
import { didYouMean, type Diagnostics } from '../../diagnostics/index.js';
import { toJson } from '../../source/node.js';
import type { Span } from '../../source/text.js';
import type { Collected, Definition } from './collect.js';
import { constructors, primitives } from './primitives.js';
import { qualify, shortName } from './names.js';

/** The definition that `name` means in a file where `namespace` holds, or undefined after reporting. */
export function findType(
  name: string,
  namespace: string,
  file: Collected,
  files: readonly Collected[],
  span: Span,
  diagnostics: Diagnostics,
): Definition | undefined {
  const full = qualify(name, namespace);
  for (const candidate of full === name ? [name] : [full, name]) {
    const here = file.byName.get(candidate);
    if (here !== undefined) return here;
    const there = files.flatMap((other) => other.byName.get(candidate) ?? []);
    const [first] = there;
    if (first === undefined) continue;
    if (!there.every((one) => one === first || sameText(one, first))) {
      const related = there.map((one) => ({ span: one.node.span, message: 'a definition' }));
      diagnostics.report('AW3419', span, { name: candidate }, { related });
    }
    return first;
  }
  const known = files.flatMap((other) => [...other.byName.keys()]);
  diagnostics.report('AW3402', span, { name }, { hint: typeHint(name, namespace, known) });
  return undefined;
}

function typeHint(name: string, namespace: string, known: readonly string[]): string | undefined {
  const elsewhere = known.find((full) => shortName(full) === shortName(name));
  if (elsewhere === undefined)
    return didYouMean(name, [...primitives, ...constructors, ...known, ...known.map(shortName)]);
  const here = namespace === '' ? 'no namespace' : `the namespace ${namespace}`;
  return `${elsewhere} is defined; the name here belongs to ${name.includes('.') ? 'another namespace' : here}`;
}

function sameText(a: Definition, b: Definition): boolean {
  return JSON.stringify(toJson(a.node)) === JSON.stringify(toJson(b.node));
}
