/** TLS 1.3 or later (Core Principles: encrypted in transit). */
import type { SecureContextOptions } from 'node:tls';
import type { TlsOptions } from './options.js';

export function clientTls({ ca, cert, key, servername }: TlsOptions): SecureContextOptions & { servername?: string } {
  return {
    ...(ca === undefined ? {} : { ca: pem(ca) }),
    ...(cert === undefined ? {} : { cert: pem(cert) }),
    ...(key === undefined ? {} : { key: pem(key) }),
    ...(servername === undefined ? {} : { servername }),
    minVersion: 'TLSv1.3',
  };
}

function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength);
}
