import { row } from '../row.js';

/** AW40xx: from the model to files. */
export const planCodes = {
  AW4001: row<{ path: string }>({
    severity: 'error',
    title: 'Two sources would write one file',
    message: (p) => `${p.path} would be written twice`,
    why: 'Output paths follow from message keys, agent keys and schema file names in kebab-case, so names that differ only in case or punctuation meet. Rename one of them.',
  }),
} as const;
