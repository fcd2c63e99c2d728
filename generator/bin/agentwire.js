#!/usr/bin/env node
// npm links this file before anything is built, so it stays plain and takes the place of a stack trace on an old Node.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`agentwire needs Node 20.19 or newer; this is Node ${process.versions.node}.\n`);
  process.exit(2);
}
const { main } = await import('../dist/cli/main.js');
await main(process.argv.slice(2));
