/** The nearest known word, where it is near enough that a person would call it a slip. */
export function suggest(found: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(lastName(found).length / 3)) + 1;
  for (const word of known) {
    const distance = editDistance(found.toLowerCase(), word.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** What tells `#/$defs/Foo` from `#/$defs/Bar` and `a/b.proto` from `a/c.proto`: a long common beginning is no likeness. */
function lastName(text: string): string {
  const name = text.replace(/\.(?:proto|json|ya?ml|avsc|avdl|avpr)$/, '');
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.'), name.lastIndexOf('#')) + 1);
}

/** The hint of a diagnostic about an unknown word. */
export function didYouMean(found: string, known: Iterable<string>): string | undefined {
  const word = suggest(found, known);
  return word === undefined ? undefined : `did you mean ${word}?`;
}

function editDistance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same));
    }
    previous = current;
  }
  return previous[b.length] ?? bound;
}
