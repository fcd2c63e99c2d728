/** Strongly connected components (Tarjan), without recursion. */
export function components(follow: readonly ReadonlySet<number>[]): number[] {
  const index: number[] = [];
  const low: number[] = [];
  const component: number[] = [];
  const stack: number[] = [];
  let count = 0;
  for (let root = 0; root < follow.length; root++) {
    if (index[root] !== undefined) continue;
    const work: { node: number; edges: Iterator<number> }[] = [];
    const enter = (node: number): void => {
      index[node] = low[node] = count++;
      stack.push(node);
      work.push({ node, edges: (follow[node] ?? new Set<number>()).values() });
    };
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { node } = top;
      const edge = top.edges.next();
      if (edge.done !== true) {
        const next = edge.value;
        if (index[next] === undefined) enter(next);
        else if (component[next] === undefined) low[node] = Math.min(low[node] ?? 0, index[next]);
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] !== index[node]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component[member] = node;
        if (member === node) break;
      }
    }
  }
  return component;
}
