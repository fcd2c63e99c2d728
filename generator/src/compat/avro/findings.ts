/** What an Avro reader of the one side makes of the other side's messages, as findings with verified witnesses. */
import { Buffer } from 'node:buffer';
import { avroExchange, type AvroJson } from '@agentwire/runtime/inspect';
import type { Code } from '../../diagnostics/index.js';
import { schemaJson } from '../../encodings/avro/schema-json.js';
import type { AvroSchema } from '../../model/avro-schema.js';
import type { Direction, Finding, Witness } from '../finding.js';
import { type Obstacle, type ObstacleKind, obstacles } from './resolve.js';
import { valueAlong } from './route.js';

const rules: Readonly<Record<ObstacleKind, { readonly code: Code; readonly rule: string }>> = {
  default: { code: 'AW6301', rule: 'avro/missing-default' },
  type: { code: 'AW6302', rule: 'avro/type' },
  name: { code: 'AW6303', rule: 'avro/name' },
  symbol: { code: 'AW6304', rule: 'avro/enum-symbol' },
  branch: { code: 'AW6305', rule: 'avro/union-branch' },
  logical: { code: 'AW6306', rule: 'avro/logical-type' },
  text: { code: 'AW6308', rule: 'avro/bytes-as-text' },
};

export function avroFindings(old: AvroSchema, fresh: AvroSchema, direction: Direction): readonly Finding[] {
  const [writer, reader] = direction === 'backward' ? [old, fresh] : [fresh, old];
  const found = obstacles(writer, reader);
  if (found.length === 0) return [];
  const exchange = avroExchange(jsonOf(writer), jsonOf(reader));
  return found.map((one): Finding => {
    const witness = witnessOf(one, writer, exchange);
    return {
      ...rules[one.kind],
      // What no message runs into is not proven, whatever the rule says.
      severity: one.kind === 'text' ? 'warning' : witness === undefined ? 'unknown' : 'breaking',
      message: sentence(one, direction),
      direction,
      encoding: 'avro',
      subject: one.subject,
      old: direction === 'backward' ? one.writer : one.reader,
      new: direction === 'backward' ? one.reader : one.writer,
      ...(witness === undefined ? {} : { witness }),
      ...fixOf(one, direction),
    };
  });
}

function jsonOf(schema: AvroSchema): AvroJson {
  return schemaJson(schema, new Set());
}

function witnessOf(
  { route }: Obstacle,
  writer: AvroSchema,
  exchange: ReturnType<typeof avroExchange>,
): Witness | undefined {
  const message = valueAlong(writer, route);
  if (message === undefined) return undefined;
  const result = exchange(JSON.stringify(message));
  if (result.kind !== 'refused') return undefined;
  return { message, bytes: Buffer.from(result.bytes).toString('base64'), outcome: 'refused', detail: result.reason };
}

function sentence({ kind, subject, written, wanted }: Obstacle, direction: Direction): string {
  const [reads, wrote] = direction === 'backward' ? ['new', 'old'] : ['old', 'new'];
  const where = subject === '' ? 'the schema' : subject;
  switch (kind) {
    case 'default':
      return `${where} (${wanted}) is not in the ${wrote} schema and has no default, so ${reads} readers refuse every ${wrote} message`;
    case 'type':
      return `${where} is written as ${written} and cannot be read as ${wanted}, so ${reads} readers refuse ${wrote} messages`;
    case 'name':
      return `${where} is written as ${written}, and ${reads} readers know ${wanted} only`;
    case 'symbol':
      return `${where} may be ${written}, which ${reads} readers do not know and have no default for`;
    case 'branch':
      return `${where} may be ${written}, which is no branch of what ${reads} readers take: ${wanted}`;
    case 'logical':
      return `${where} is written as ${written}, and ${reads} readers take ${wanted}`;
    case 'text':
      return `${where} is written as bytes and read as text: ${reads} readers refuse what is not UTF-8`;
  }
}

/** Only the new side can still be edited. */
function fixOf({ kind, subject, written, wanted }: Obstacle, direction: Direction): { readonly fix?: string } {
  const name = subject.slice(subject.lastIndexOf('.') + 1);
  const mend = (fix: string): { readonly fix: string } => ({ fix });
  switch (kind) {
    case 'default':
      return mend(
        direction === 'backward'
          ? `give ${name} a default`
          : `keep ${name} (${wanted}) in the new schema, since old readers have no default for it`,
      );
    case 'symbol':
      return mend(
        direction === 'backward'
          ? `keep ${written}, or give the enum a default`
          : `let readers with a default in the enum go first, then add ${written}`,
      );
    case 'name':
      return direction === 'backward'
        ? mend(`add "aliases": ["${written.split(' ').at(-1)}"] to ${wanted}`)
        : mend(`keep the name ${wanted}`);
    case 'branch':
      return mend(
        direction === 'backward' ? `keep the branch ${written}` : `let readers that take ${written} go first`,
      );
    case 'text':
      return {};
    case 'type':
    case 'logical':
      return mend(
        direction === 'backward'
          ? `keep ${written}, or add a field beside it`
          : `keep ${wanted}, or add a field beside it`,
      );
  }
}
