import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { command } from '../command.js';
import type { Login, State, TopologyResult } from '../../topology/topology-result.js';
import { UsageError } from '../usage.js';

export const topologyCommand = command({
  usage: 'topology',
  describe: 'Check what stands on brokers against the manifest, or make what is missing',
  options: {
    config: { type: 'string', requiresArg: true, describe: 'The configuration (default: agentwire.yaml, or none)' },
    check: { type: 'boolean', default: false, describe: 'Only look; exit 1 where something is missing or differs' },
    apply: { type: 'boolean', default: false, describe: 'Make what is missing; what differs is told and left' },
    amqp: {
      type: 'string',
      requiresArg: true,
      describe: 'amqp://USER@HOST/VHOST of a broker; the password may be in AGENTWIRE_AMQP_PASSWORD',
    },
    kafka: { type: 'string', requiresArg: true, describe: 'host:port of brokers, joined by commas' },
    tls: { type: 'boolean', default: false, describe: "Over TLS, with the system's authorities" },
    ca: { type: 'string', requiresArg: true, describe: 'Over TLS, with the authorities of this PEM file' },
    login: {
      type: 'string',
      requiresArg: true,
      describe: 'MECHANISM:USER (plain, scram-sha-256, scram-sha-512); the password is in AGENTWIRE_KAFKA_PASSWORD',
    },
    prefix: { type: 'string', requiresArg: true, default: '', describe: 'Stands before every name' },
  },
  positionals: {},
  async run({ config, check, apply, amqp, kafka, tls, ca, login, prefix }, context) {
    if (check === apply) throw new UsageError('Say --check or --apply.');
    if (amqp === undefined && kafka === undefined)
      throw new UsageError('Name the brokers: --amqp amqp://localhost, --kafka localhost:9092.');
    const { cwd, env, services } = context.io;
    const result = await services.topology({
      cwd,
      ...(config === undefined ? {} : { config }),
      brokers: { amqp: amqp && withPassword(amqp, env['AGENTWIRE_AMQP_PASSWORD']), kafka },
      ...(ca !== undefined ? { tls: { ca: readFileSync(resolve(cwd, ca), 'utf8') } } : tls ? { tls } : {}),
      ...(login === undefined ? {} : { login: loginOf(login, env['AGENTWIRE_KAFKA_PASSWORD']) }),
      prefix,
      apply,
    });
    context.report(result.diagnostics);
    if (result.diagnostics.some(({ severity }) => severity === 'error')) return 2;
    if (context.json) context.printJson({ transports: result.transports }, result.diagnostics);
    else print(result, context.print, context.tell);
    if (result.transports.some(({ failure }) => failure !== undefined)) return 2;
    const wrong = result.transports.some(({ rows }) => rows.some(({ state }) => isWrong(state)));
    return wrong ? 1 : 0;
  },
});

/** On a command line, other users of the machine would read it. */
function withPassword(text: string, password: string | undefined): string {
  if (!URL.canParse(text)) throw new UsageError('--amqp takes the URL of a broker: amqp://localhost.');
  const url = new URL(text);
  if (password !== undefined) url.password = encodeURIComponent(password);
  return url.href;
}

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

function loginOf(text: string, password: string | undefined): Login {
  const at = text.indexOf(':');
  const mechanism = mechanisms.find((known) => known === text.slice(0, at));
  const username = text.slice(at + 1);
  if (mechanism === undefined || username === '')
    throw new UsageError(`--login takes MECHANISM:USER, ${mechanisms.join(', ')}.`);
  if (password === undefined) throw new UsageError('--login needs the password in AGENTWIRE_KAFKA_PASSWORD.');
  return { mechanism, username, password };
}

const isWrong = (state: State): boolean => state === 'missing' || state === 'differs';

function print({ transports }: TopologyResult, finding: (text: string) => void, tell: (text: string) => void): void {
  for (const { transport, rows, failure } of transports) {
    if (failure !== undefined) {
      finding(`${transport}  ${failure}`);
      continue;
    }
    for (const { name, state, difference } of rows) {
      const line = `${transport}  ${state.padEnd(7)}  ${name}${difference === undefined ? '' : `: ${difference}`}`;
      if (isWrong(state)) finding(line);
      else if (state === 'made') tell(line);
    }
    const fine = rows.filter(({ state }) => !isWrong(state)).length;
    tell(`${transport}: ${fine} of ${rows.length} are as the manifest says`);
  }
}
