/** The keys of `agentwire.yaml`, a row each. */
import type { Diagnostics } from '../diagnostics/index.js';
import type { Encoding } from '../model/model.js';
import type { Node } from '../source/document.js';
import type { Config, Placed, TypeChoices, UnknownChoices, UnknownPolicy, Waiver } from './config.js';
import { fields, list, path, placed, type Reader, table, text, word, wrongType } from './fields.js';

/** What the user wrote, before defaults. */
export interface WrittenConfig {
  readonly manifest: Placed<string>;
  readonly schemas: readonly Placed<string>[];
  readonly out: string;
  readonly lock: string;
  readonly emit: Config['emit'];
  readonly importExtension: Config['importExtension'];
  readonly encodings: readonly Encoding[];
  readonly names: ReadonlyMap<string, Placed<string>>;
  readonly types: Partial<TypeChoices>;
  readonly unknown: UnknownChoices;
  readonly jsonNames: Config['jsonNames'];
  readonly jsonInt64: Config['jsonInt64'];
  readonly waivers: Config['waivers'];
}

const policy = word<UnknownPolicy>('keep', 'drop', 'refuse');

/** One word for all, or `FILE#Name: word` with `default` for the rest. */
const unknown: Reader<UnknownChoices> = (node, key, diagnostics) => {
  if (node.kind !== 'object') {
    const everywhere = policy(node, key, diagnostics);
    return everywhere === undefined ? undefined : { everywhere, of: new Map() };
  }
  const all = new Map(table(placed(policy))(node, key, diagnostics));
  const everywhere = all.get('default')?.value;
  all.delete('default');
  return { ...(everywhere === undefined ? {} : { everywhere }), of: all };
};

const typeName: Reader<string> = (node, key, diagnostics) => {
  const name = text(node, key, diagnostics);
  if (name === undefined || /^[A-Z][A-Za-z0-9]{0,119}$/.test(name)) return name;
  diagnostics.report('AW1108', node.span, { key: key.slice('names.'.length), name });
  return undefined;
};

const waiverFields = fields<Required<Waiver>>({
  rule: ['rule', text],
  subject: ['subject', text],
  reason: ['reason', text],
  expires: ['expires', text],
});

const waiver: Reader<Waiver> = (node, key, diagnostics) => {
  const { rule, subject, reason, expires } = waiverFields(node, key, diagnostics) ?? {};
  if (rule === undefined || reason === undefined || expires === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(expires))
    return wrongType(node, key, 'rule, reason and expires (YYYY-MM-DD), and a subject where it is known', diagnostics);
  return { rule, reason, expires, ...(subject === undefined ? {} : { subject }) };
};

const root = fields<WrittenConfig>({
  manifest: ['manifest', placed(path)],
  schemas: ['schemas', list(placed(path))],
  out: ['out', text],
  lock: ['lock', path],
  emit: ['emit', word('ts', 'js')],
  importExtension: ['import_extension', word('js', 'ts')],
  encodings: ['encodings', list(word<Encoding>('json', 'protobuf', 'avro'))],
  names: ['names', table(placed(typeName))],
  types: [
    'types',
    fields<TypeChoices>({
      dateTime: ['date-time', word('Date', 'string')],
      int64: ['int64', word('bigint', 'number')],
      timestamp: ['timestamp', word('exact', 'Date')],
    }),
  ],
  unknown: ['unknown', unknown],
  jsonNames: ['json_names', word('schema', 'proto3')],
  jsonInt64: ['json_int64', word('text', 'number')],
  waivers: ['waivers', list(placed(waiver))],
});

/** All that could be read; everything else is reported (AW1101 to AW1108). */
export function readConfig(node: Node, diagnostics: Diagnostics): Partial<WrittenConfig> {
  // An empty file is a configuration that leaves everything to the defaults.
  if (node.kind === 'null') return {};
  return root(node, '', diagnostics) ?? {};
}
