/** `@agentwire/runtime/grpc` */
export { grpc } from './grpc.js';
export type { GrpcOptions, KeepAliveOptions } from './options.js';
export type { TlsOptions } from '../tls.js';
