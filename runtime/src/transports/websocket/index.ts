/** `@agentwire/runtime/websocket` */
export type { TlsOptions } from '../tls.js';
export type { DialOptions, ListenOptions, WebSocketOptions } from './options.js';
export { websocket, type WebSocketTransport } from './websocket.js';
