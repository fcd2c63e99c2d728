import type { Diagnostic } from '../diagnostics/index.js';

export interface TopologyOptions {
  readonly cwd: string;
  readonly config?: string;
  /** By transport: where its brokers are. One that is not named is left alone. */
  readonly brokers: Readonly<Record<string, string | undefined>>;
  /** Stands before every name. */
  readonly prefix: string;
  /** True: with the system's authorities. */
  readonly tls?: { readonly ca: string } | true;
  readonly login?: Login;
  /** Make what is missing; else only look. */
  readonly apply: boolean;
}

export interface Login {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** `made`: by this run. `differs`: it is there and otherwise; making it so is left to people, since data hangs on it. */
export type State = 'fine' | 'made' | 'missing' | 'differs';

export interface TopologyRow {
  readonly name: string;
  readonly state: State;
  /** Found against expected, where it differs. */
  readonly difference?: string;
}

export interface TransportTopology {
  readonly transport: string;
  readonly rows: readonly TopologyRow[];
  /** Why its brokers could not be asked. */
  readonly failure?: string;
}

export interface TopologyResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly transports: readonly TransportTopology[];
}
