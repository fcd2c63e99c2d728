/** Each message in each of its encodings: one change, judged for JSON, Protobuf and Avro alike. */
import type { Diagnostics } from '../../diagnostics/index.js';
import { jsonSchema } from '../../formats/json-schema/index.js';
import { protobuf } from '../../formats/protobuf/index.js';
import type { Encoding } from '../../model/model.js';
import type { Declaration } from '../../model/types.js';
import { reachable } from '../../model/walk.js';
import { namespaceOf } from '../../plan/names.js';
import type { SourceText, Span } from '../../source/text.js';
import { memoryWorkspace } from '../../source/workspace.js';
import { avroFindings } from '../avro/findings.js';
import type { Question } from '../comparator.js';
import type { Finding } from '../finding.js';
import { jsonSchemaComparator } from '../json-schema/index.js';
import { openProtobuf } from '../protobuf/descriptor.js';
import { wireFindings } from '../protobuf/findings.js';
import type { Project } from './open.js';
import { spanOfMember } from './places.js';

export interface Sides {
  readonly old: Project;
  readonly fresh: Project;
}

/** What travels by itself, on both sides. */
export interface Travelling {
  readonly old: Declaration;
  readonly fresh: Declaration;
  readonly encodings: ReadonlySet<Encoding>;
}

export function messageFindings(
  sides: Sides,
  { old, fresh, encodings }: Travelling,
  question: Question,
  diagnostics: Diagnostics,
): readonly Finding[] {
  return [
    ...(encodings.has('json') ? inJson(sides, old, fresh, question, diagnostics) : []),
    ...(encodings.has('protobuf') ? inProtobuf(sides, old, fresh, question, diagnostics) : []),
    ...(encodings.has('avro') ? inAvro(sides, old, fresh, question) : []),
  ];
}

function inAvro(
  { old, fresh }: Sides,
  before: Declaration,
  after: Declaration,
  { directions }: Question,
): readonly Finding[] {
  const [was, is] = [old.plan.avro.schemaOf.get(before), fresh.plan.avro.schemaOf.get(after)];
  if (was === undefined || is === undefined) return [];
  return directions.flatMap((direction) => avroFindings(was, is, direction));
}

function inProtobuf(
  { old, fresh }: Sides,
  before: Declaration,
  after: Declaration,
  { directions }: Question,
  diagnostics: Diagnostics,
): readonly Finding[] {
  const open = (project: Project, root: Declaration): ReturnType<typeof openProtobuf> => {
    const text = protobuf.print(root, {
      namespace: namespaceOf(project.model.protocol?.name),
      lock: project.plan.lock,
    });
    const source: SourceText = { path: 'derived.proto', text };
    return openProtobuf(new Map([['', source]]), memoryWorkspace({ [source.path]: text }), diagnostics);
  };
  const [was, is] = [open(old, before), open(fresh, after)];
  if (diagnostics.hasErrors) return [];
  const place = (root: Declaration, subject: string): Span => {
    const [head = '', ...names] = subject.split('.');
    const start = [...reachable([root])].find(({ name }) => name === head);
    return start === undefined ? root.span : spanOfMember(start, names);
  };
  // The lines of a derived text are nowhere to be seen.
  return directions.flatMap((direction) =>
    wireFindings(was, is, direction).map((one) => ({
      ...one,
      old: place(before, one.subject),
      new: place(after, one.subject),
    })),
  );
}

function inJson(
  { old, fresh }: Sides,
  before: Declaration,
  after: Declaration,
  question: Question,
  diagnostics: Diagnostics,
): readonly Finding[] {
  const authored = before.origin.format === 'json-schema' && after.origin.format === 'json-schema';
  if (authored) {
    const key = before.origin.name.slice(1) === after.origin.name.slice(1) ? `#${before.origin.name.slice(1)}` : '';
    const batch = (project: Project, { origin }: Declaration) => {
      const source = project.workspace.read(origin.path, undefined, diagnostics);
      return { files: new Map(source === undefined ? [] : [[key, source]]), workspace: project.workspace };
    };
    return jsonSchemaComparator.compare(batch(old, before), batch(fresh, after), question, diagnostics);
  }
  const printed = (root: Declaration) => {
    const text = jsonSchema.print(root, { namespace: '' });
    return { files: new Map([['', { path: 'derived.schema.json', text }]]), workspace: memoryWorkspace({}) };
  };
  const names = (subject: string): readonly string[] =>
    subject.split('/').filter((name) => name !== '' && name !== '*');
  return jsonSchemaComparator.compare(printed(before), printed(after), question, diagnostics).map((one) => ({
    ...one,
    old: spanOfMember(before, names(one.subject)),
    new: spanOfMember(after, names(one.subject)),
  }));
}
