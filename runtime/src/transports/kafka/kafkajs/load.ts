/** The one door to kafkajs, an optional peer: loaded by the first connection. */
import type * as KafkaJs from 'kafkajs';
import { clientTls } from '../../tls.js';
import type { DriverSettings } from '../driver.js';
import type { SaslOptions } from '../options.js';
import { missing } from './missing.js';
import { useSnappy } from './snappy.js';

export type Library = (typeof KafkaJs)['default'];

export async function load(settings: DriverSettings): Promise<Library> {
  const library = await loadKafkajs();
  await useSnappy(library, settings.compression === 'snappy');
  return library;
}

async function loadKafkajs(): Promise<Library> {
  try {
    return (await import('kafkajs')).default;
  } catch (cause) {
    throw missing('kafkajs', cause);
  }
}

/** How often kafkajs tries by itself. A producer's tries are counted by us: it makes one. */
export interface Tries {
  readonly retries: number;
}

export function clientOf(library: Library, settings: DriverSettings, { retries }: Tries): KafkaJs.Kafka {
  const { brokers, clientId, connectTimeout, requestTimeout, tls, sasl } = settings;
  return new library.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: connectTimeout,
    authenticationTimeout: connectTimeout,
    requestTimeout,
    ...(tls === undefined ? {} : { ssl: clientTls(tls === true ? undefined : tls) }),
    ...(sasl === undefined ? {} : { sasl: loginOf(sasl) }),
    // A consumer that crashes is made anew by us: kafkajs does so for some crashes only.
    retry: { retries, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(false) },
    // Its log repeats what its errors say.
    logLevel: library.logLevel.NOTHING,
  });
}

function loginOf({ mechanism, username, password }: SaslOptions): KafkaJs.SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}
