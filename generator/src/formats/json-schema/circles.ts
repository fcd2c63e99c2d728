/** Finds schemas that apply themselves to the same value again: no validator could end, and no type describes them. */
import type { Node } from '../../source/node.js';
import { isSchema, schemasOf } from './lowering.js';
import type { Follow } from './merge.js';
import type { Registry, SchemaNode } from './schema-node.js';

interface Step {
  readonly node: SchemaNode;
  /** The reference that led here, where one did. */
  readonly by?: Node;
}

/** Reports AW3112 at a reference of each circle, and returns the schemas on them. */
export function reportCircles(registry: Registry, follow: Follow): ReadonlySet<Node> {
  const circular = new Set<Node>();
  const done = new Set<SchemaNode>();
  for (const { node } of registry.places.values()) {
    if (done.has(node)) continue;
    // Depth first without recursion: chains of definitions may be longer than the stack.
    const path: { step: Step; rest: Step[] }[] = [{ step: { node }, rest: next(node, follow) }];
    const onPath = new Set<SchemaNode>([node]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = top.rest.shift();
      if (step === undefined) {
        path.pop();
        onPath.delete(top.step.node);
        done.add(top.step.node);
        continue;
      }
      if (onPath.has(step.node)) {
        const start = path.findIndex((one) => one.step.node === step.node);
        const circle = path.slice(start).map((one) => one.step);
        for (const one of circle) circular.add(one.node);
        report([step, ...circle.slice(1)], registry);
        continue;
      }
      if (done.has(step.node)) continue;
      onPath.add(step.node);
      path.push({ step, rest: next(step.node, follow) });
    }
  }
  return circular;
}

/** Schemas that judge the same value as `node` does. */
function next(node: SchemaNode, follow: Follow): Step[] {
  if (node.kind === 'boolean') return [];
  const reference = node.get('$ref');
  const target = reference === undefined ? undefined : follow(node);
  const steps: Step[] = target === undefined || reference === undefined ? [] : [{ node: target.node, by: reference }];
  for (const keyword of ['allOf', 'anyOf', 'oneOf'])
    steps.push(...schemasOf(node, keyword).map((branch) => ({ node: branch })));
  for (const keyword of ['not', 'if', 'then', 'else']) {
    const branch = node.get(keyword);
    if (isSchema(branch)) steps.push({ node: branch });
  }
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    const map = node.get(keyword);
    if (map?.kind === 'object')
      steps.push(...map.entries.flatMap(({ value }) => (isSchema(value) ? [{ node: value }] : [])));
  }
  return steps;
}

function report(circle: readonly Step[], registry: Registry): void {
  const [by] = circle.flatMap((step) => (step.by === undefined ? [] : [step.by]));
  if (by?.kind === 'string') registry.diagnostics.report('AW3112', by.span, { ref: by.value });
}
