import type { PermissionRow } from '../../permissions.js';
import { command } from '../command.js';

export const permissionsCommand = command({
  usage: 'permissions',
  describe: 'Say which permission each operation needs, and which agents take and send it',
  options: {
    config: { type: 'string', requiresArg: true, describe: 'The configuration (default: agentwire.yaml, or none)' },
  },
  positionals: {},
  async run({ config }, { io, json, print, printJson, report }) {
    const { rows, diagnostics } = await io.services.permissions({
      cwd: io.cwd,
      ...(config === undefined ? {} : { config }),
    });
    report(diagnostics);
    if (json) printJson({ operations: rows }, diagnostics);
    if (diagnostics.some(({ severity }) => severity === 'error')) return 2;
    if (!json) print(table(rows));
    return 0;
  },
});

const heads = ['OPERATION', 'PERMISSION', 'SERVED BY', 'EMITTED BY'] as const;

function table(rows: readonly PermissionRow[]): string {
  const cells = rows.map(({ operation, permission, servedBy, emittedBy }) => [
    operation,
    permission ?? '-',
    names(servedBy),
    names(emittedBy),
  ]);
  const lines = [[...heads], ...cells];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const names = (agents: readonly string[]): string => (agents.length === 0 ? '-' : agents.join(', '));
