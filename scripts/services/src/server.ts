/** What the runner has to know about a server: one file per server in `servers/` says it. */

export type ServerName = 'rabbitmq' | 'kafka' | 'redis' | 'postgres';

/** What a server said of itself once it was ready to be used. */
export interface Greeting {
  /** Absent where the protocol does not tell. */
  readonly version?: string;
}

/** Lines of the server's own configuration file, over those that the runner writes. */
export type Settings = Readonly<Record<string, string>>;

/** Where an own server runs. */
export interface Place {
  /** Data, configuration, log and pid; nobody else's. */
  readonly folder: string;
  /** Ports of loopback: the one for clients, then as many as `Server.morePorts` says. */
  readonly ports: readonly number[];
  readonly settings: Settings;
}

/** How its process is started, after all files that it reads were written. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** For servers that refuse to run as root. */
  readonly user?: User;
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface Server {
  readonly name: ServerName;
  readonly title: string;
  /** The environment variable with the address of a server that stands elsewhere. */
  readonly variable: string;
  /** The port where clients look for it. */
  readonly usualPort: number;
  /** How many more it listens on; any free ones will do. */
  readonly morePorts: number;
  /** The address of an own server, or of one that listens on its usual port. */
  readonly address: (port: number) => string;
  /** Speaks the protocol until the server answers as a ready one does; rejects with a `ServiceError` otherwise. */
  readonly greet: (address: string) => Promise<Greeting>;
  /** The Debian packages that this machine lacks to run it. */
  readonly missing: () => readonly string[];
  /** Brings what no Debian package has; called before every start, quick when there is nothing to bring. */
  readonly fetch?: () => Promise<void>;
  /** The version that `launch` starts, where the protocol does not tell it. */
  readonly ownVersion?: () => string;
  readonly launch: (place: Place) => Promise<Launch>;
  /** The signal that ends it in good order; TERM where it is not given. */
  readonly stopSignal?: NodeJS.Signals;
  /** What is left to end when the process has ended. */
  readonly sweep?: (place: Place) => void;
}
