/** Enums: words in TypeScript, numbers on the wire. */
import type { ProtoEnum } from '../../encodings/proto-layout.js';
import { Code, type FunctionStatement, t } from '../parts.js';
import { rt, rtType, type Symbols } from '../symbols.js';
import { literal } from '../text.js';

/** `writeStatus('running')` is its number. */
export function writeEnum({ declaration, numbers }: ProtoEnum, symbols: Symbols): FunctionStatement {
  const code = new Code();
  code.block(['switch (value) {'], () => {
    declaration.words.forEach((word, index) => {
      code.line(`case ${literal(word.name)}:`);
      code.line(`  return ${numbers[index] ?? 0};`);
    });
    code.line('default:');
    code.line('  return ', rt(declaration.open === 'numbers' ? 'enumNumber' : 'unknownWord'), '(value);');
  });
  return {
    kind: 'function',
    exported: true,
    name: symbols.write(declaration, 'protobuf').name,
    parameters: [{ name: 'value', type: symbols.type(declaration) }],
    returns: 'number',
    body: code,
  };
}

/** Several words may share a number (`allow_alias`): the first one is read. */
export function readEnum({ declaration, numbers }: ProtoEnum, symbols: Symbols): FunctionStatement {
  const code = new Code();
  const seen = new Set<number>();
  code.line('const number = r.int32();');
  code.block(['switch (number) {'], () => {
    declaration.words.forEach((word, index) => {
      const number = numbers[index] ?? 0;
      if (seen.has(number)) return;
      seen.add(number);
      code.line(`case ${number}:`);
      code.line(`  return ${literal(word.name)};`);
    });
    code.line('default:');
    if (declaration.open === 'numbers') code.line('  return number', t(''), ';');
    else code.line(`  throw r.fault(\`\${number} is none of the numbers of ${declaration.name}\`);`);
  });
  return {
    kind: 'function',
    exported: true,
    name: symbols.read(declaration, 'protobuf').name,
    parameters: [{ name: 'r', type: rtType('ProtobufReader') }],
    returns: symbols.type(declaration),
    body: code,
  };
}
