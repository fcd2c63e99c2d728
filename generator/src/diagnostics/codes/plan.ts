import { row } from '../row.js';

/** AW40xx: from the model to files. */
export const planCodes = {
  AW4001: row<{ path: string }>({
    severity: 'error',
    title: 'Two sources would write one file',
    message: (p) => `${p.path} would be written twice`,
    why: 'Output paths follow from message keys, agent keys and schema file names in kebab-case, so names that differ only in case or punctuation meet. Rename one of them.',
  }),
  AW4002: row<{ path: string }>({
    severity: 'error',
    title: 'A file of no known format',
    message: (p) => `${p.path} is no schema of a format that agentwire reads`,
    why: 'Schemas are JSON Schema (.schema.json, .json, .yaml), Protobuf (.proto) or Avro (.avsc, .avpr, .avdl). Another file in a schema folder is either misnamed or belongs elsewhere.',
  }),
} as const;
