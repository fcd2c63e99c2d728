/** `@agentwire/runtime/http` */
export { http, type HttpTransport } from './http.js';
export type { HttpOptions, PoolOptions, TlsOptions } from './options.js';
