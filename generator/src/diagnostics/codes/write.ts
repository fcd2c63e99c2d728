import { row } from '../row.js';

/** AW50xx: writing the output folder. */
export const writeCodes = {
  AW5001: row<{ path: string; reason: string }>({
    severity: 'error',
    title: 'An output path is not safe',
    message: (p) => `cannot write ${JSON.stringify(p.path)}: ${p.reason}`,
    why: 'Names of files come from names in schemas. A path that leaves the output folder, names a device of Windows, or holds characters that some file system takes otherwise is refused before anything is written.',
  }),
  AW5002: row<{ first: string; second: string }>({
    severity: 'error',
    title: 'Two outputs share a file',
    message: (p) => `${p.first} and ${p.second} are one file where case does not count`,
    why: 'On macOS and Windows one would overwrite the other. Give one of them another name under `names` in agentwire.yaml.',
  }),
  AW5003: row<{ path: string }>({
    severity: 'error',
    title: 'A link in the output folder',
    message: (p) => `${p.path} is a link, and generated files are never written through one`,
    why: 'A link could lead out of the output folder, so that generating would overwrite a file elsewhere. Remove the link, or point `out` at the folder it leads to.',
  }),
  AW5004: row<{ path: string }>({
    severity: 'error',
    title: 'A file of somebody else is in the way',
    message: (p) => `${p.path} exists and was not generated: it is not overwritten`,
    why: 'The file is neither listed in the manifest of outputs (.agentwire.json) nor does it begin with the generated header. Move it out of the output folder, or delete it, and generate again.',
  }),
  AW5005: row<{ path: string }>({
    severity: 'warning',
    title: 'A stale file was edited',
    message: (p) => `${p.path} is no longer generated, but was edited: it is left in place`,
    why: 'A file that is no longer produced is removed, unless its text is not the one that was generated. Delete it by hand when nothing of the edit is needed.',
  }),
  AW5006: row<{ path: string; reason: string }>({
    severity: 'warning',
    title: 'The manifest of outputs is broken',
    message: (p) => `${p.path} ${p.reason}: stale files are not removed this time`,
    why: 'The manifest of outputs says which files agentwire wrote. Conflict markers of a merge are the usual reason; it is written anew, so nothing needs to be done unless a schema was removed at the same time.',
  }),
  AW5007: row<{ path: string; reason: string }>({
    severity: 'error',
    title: 'The output folder cannot be written',
    message: (p) => `cannot write ${p.path}: ${p.reason}`,
    why: 'Nothing was changed, or what was changed is listed in the manifest of outputs, so generating again once the cause is gone repairs it.',
  }),
} as const;
