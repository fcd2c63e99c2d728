/** `@agentwire/runtime/http` */
export { http, type HttpTransport } from './http.js';
export type { TlsOptions } from '../tls.js';
export type { HttpOptions, PoolOptions } from './options.js';
