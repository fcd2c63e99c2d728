/** What a reader's enum makes of the numbers that another one writes. */
import type { EnumDescriptor } from './descriptor.js';
import type { Difference, Make } from './wire.js';

export function compareEnums(wrote: EnumDescriptor, reads: EnumDescriptor, one: Make): readonly Difference[] {
  const numberOf = new Map(reads.entry.words.map((word) => [word.name, word.number]));
  const nameOf = new Map(reads.entry.words.map((word) => [word.number, word.name]));
  const found: Difference[] = [];
  for (const { name, number } of wrote.entry.words) {
    const there = numberOf.get(name);
    const here = nameOf.get(number);
    const alias = wrote.entry.words.some((word) => word.name === here && word.number === number);
    if (there !== undefined && there !== number && !alias) {
      const taken = here === undefined ? 'do not know' : `take for ${here}`;
      const sees = `${taken} what is sent as ${name} (${number}): there ${name} is ${there}`;
      found.push(one('enum-value-number', 'breaking', sees, { word: number }, `keep ${name} = ${number}`));
    } else if (here === undefined) {
      const reserved = reads.entry.reserved.some(({ from, to }) => number >= from && number <= to);
      if (reads.closed)
        found.push(
          one('enum-value', 'breaking', `refuse ${name} (${number}), which their ${reads.name} does not have`, {
            word: number,
          }),
        );
      else if (!reserved)
        found.push(
          one('enum-value', 'warning', `get the number ${number} for ${name}, which their ${reads.name} does not have`),
        );
    } else if (there === undefined && !alias) {
      found.push({
        ...one(
          'enum-value-name',
          'warning',
          `call ${name} (${number}) ${here}, and in JSON they refuse the other word`,
        ),
        encoding: 'json',
      });
    }
  }
  return found;
}
