import { row } from '../row.js';

/** AW10xx: files and their syntax. */
export const sourceCodes = {
  AW1001: row<{ path: string; reason: string }>({
    severity: 'error',
    title: 'A file cannot be read',
    message: (p) => `cannot read ${p.path}: ${p.reason}`,
    why: 'The file is named by a manifest, a configuration or a reference, and is missing or unreadable. Names are relative to the file that holds them.',
  }),
  AW1002: row<{ found: string }>({
    severity: 'error',
    title: 'JSON or YAML syntax',
    message: (p) => p.found,
    why: 'The text does not parse, so nothing in it was looked at. JSON files take neither comments nor trailing commas; duplicate keys are errors in both, since readers disagree on which one counts.',
    wrong: '{ "type": "object", "type": "string" }',
    right: '{ "type": "object" }',
  }),
  AW1003: row<{ size: number; limit: number }>({
    severity: 'error',
    title: 'A file is too large',
    message: (p) => `the file has ${p.size} bytes, the limit is ${p.limit}`,
    why: 'Schemas are read whole; the limit keeps a mistaken path (a data dump, a binary) from taking the memory of the build.',
  }),
  AW1004: row<{ path: string }>({
    severity: 'error',
    title: 'A reference leaves the project',
    message: (p) => `${p.path} is outside the project, and references may not leave it`,
    why: 'Schema text may come from strangers. A reference to a network address, an absolute path or a folder above the project could read what the build can read, so it is refused. Copy the schema into the project.',
  }),
} as const;
