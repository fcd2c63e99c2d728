/** What can go wrong with a server, and what a person does about it. */
const cures = {
  unknown_service: 'name some of rabbitmq, kafka, redis, postgres, or none for all',
  unreachable: 'start that server, correct the address, or unset the variable to let the runner find or start one',
  port_taken: 'stop what listens there, or give the address of the right server in the environment',
  login_needed: 'give the address with user and password in the environment',
  consent_needed: 'answer yes, or run `npm run services up -- --yes`, or set CI=true',
  no_packages: 'install a Docker engine, or start the server yourself and give its address in the environment',
  no_root: 'run as root, install sudo, or install the packages yourself',
  install_failed: 'read the output above; `apt-get update` and a look at the network often help',
  java_too_old: 'install Java 17 or newer (Debian: default-jre-headless) and put it first in PATH',
  start_failed: 'read its log',
  not_ready: 'read its log; a loaded machine may need a second try',
  not_ours: 'use the tool that started it; the runner stops only what it started',
  docker_failed: 'read the output above, or run `npm run services up -- --packages` to do without Docker',
} as const;

export type ServiceCode = keyof typeof cures;

export class ServiceError extends Error {
  readonly code: ServiceCode;
  readonly cure: string;

  constructor(code: ServiceCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServiceError';
    this.code = code;
    this.cure = cures[code];
  }
}
