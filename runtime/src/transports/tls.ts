/** TLS 1.3 or later, on both sides (Transport Protocols, 1: "HTTPS with TLS 1.3 minimum"). */
import type { SecureContextOptions, TlsOptions as NodeServerTls } from 'node:tls';

/** PEM text or bytes. Listening takes `cert` and `key`; dialling takes `ca`, and both for mutual TLS. */
export interface TlsOptions {
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
  /** Who may have signed the other side's certificate (default: the system's authorities). */
  readonly ca?: string | Uint8Array;
  /** Listening: refuse clients without a certificate of `ca`. */
  readonly mutual?: boolean;
  /** Dialling: the name that the certificate must be for (default: the address's). */
  readonly servername?: string;
}

const minVersion = 'TLSv1.3';

/**
 * @param name of the transport, for its errors.
 * @throws {TypeError} without certificate and key, or where mutual TLS has no authority to ask.
 */
export function serverTls(name: string, tls: TlsOptions): NodeServerTls {
  if (tls.cert === undefined || tls.key === undefined)
    throw new TypeError(`${name}: tls needs cert and key to listen with`);
  if (tls.mutual === true && tls.ca === undefined)
    throw new TypeError(`${name}: tls.mutual needs the ca of the clients`);
  return {
    ...material(tls),
    minVersion,
    ...(tls.mutual === true ? { requestCert: true, rejectUnauthorized: true } : {}),
  };
}

export function clientTls(tls: TlsOptions | undefined): SecureContextOptions & { servername?: string } {
  return {
    ...(tls === undefined ? {} : material(tls)),
    ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
    minVersion,
  };
}

function material({ cert, key, ca }: TlsOptions): SecureContextOptions {
  return {
    ...(cert === undefined ? {} : { cert: pem(cert) }),
    ...(key === undefined ? {} : { key: pem(key) }),
    ...(ca === undefined ? {} : { ca: pem(ca) }),
  };
}

function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength);
}
