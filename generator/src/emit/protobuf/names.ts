/** `xNames`: what stands behind the numbers of a message, for the paths of errors. */
import type { ProtoContent, ProtoMessage, ProtoValue } from '../../encodings/proto-layout.js';
import { type Group, group, layOut, type Layout, textWidth } from '../layout.js';
import type { ConstantStatement, Part } from '../parts.js';
import { rtType, type Symbols } from '../symbols.js';
import { literal } from '../text.js';
import { namesOf } from './scope.js';

export function namesConstant(message: ProtoMessage, symbols: Symbols): ConstantStatement {
  const { name } = namesOf(message, symbols);
  const fields =
    message.of.kind === 'record'
      ? message.of.slots.flatMap(({ member, content }) => fieldsOf(content, member.name, symbols))
      : fieldsOf(message.of.slot, undefined, symbols);
  const head = `export const ${name}: ProtobufNames = `;
  return {
    kind: 'constant',
    exported: true,
    name,
    type: rtType('ProtobufNames'),
    value: layOut(object('', [`name: ${literal(message.name)}`, object('fields: ', fields)]), head.length),
  };
}

/** An object literal: with spaces inside its braces where it stands on one line. */
function object(before: string, items: readonly Layout[]): Layout {
  if (items.length === 0) return `${before}{}`;
  const width = items.reduce((sum: number, item) => sum + widthOf(item) + 2, before.length);
  return width > 60 ? group(`${before}{`, items, '}') : group(`${before}{ `, items, ' }');
}

function widthOf(item: Layout): number {
  return isGroup(item) ? item.items.reduce((sum: number, one) => sum + widthOf(one) + 2, 8) : textWidth(item);
}

function isGroup(item: Layout): item is Group {
  return typeof item === 'object' && 'kind' in item && item.kind === 'group';
}

function fieldsOf(content: ProtoContent, name: string | undefined, symbols: Symbols): Layout[] {
  switch (content.kind) {
    case 'single':
      return [entry(content.number, name, undefined, content.value, symbols)];
    case 'list':
      return [entry(content.number, name, 'list', content.item, symbols)];
    case 'map':
      return [entry(content.number, name, 'map', content.value, symbols)];
    case 'oneof':
      return content.branches.map((branch) =>
        // Flat in JSON: the path of a oneof's branch is the branch's own name.
        entry(
          branch.number,
          content.union.style === 'oneof' ? branch.branch.name : name,
          undefined,
          branch.value,
          symbols,
        ),
      );
  }
}

function entry(
  number: number,
  name: string | undefined,
  repeats: 'list' | 'map' | undefined,
  value: ProtoValue,
  symbols: Symbols,
): Layout {
  const facts: Part[][] = [];
  if (name !== undefined) facts.push([`name: ${literal(name)}`]);
  if (repeats !== undefined) facts.push([`repeats: '${repeats}'`]);
  if (value.kind === 'message') facts.push(['of: () => ', namesOf(value.message(), symbols)]);
  const inside = facts.flatMap((fact, index): Part[] => (index === 0 ? fact : [', ', ...fact]));
  return facts.length === 0 ? `${number}: {}` : [`${number}: { `, ...inside, ' }'];
}
