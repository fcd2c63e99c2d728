/** The public API: about a dozen names. */
export type { Call, Result } from './call.js';
export type { CallOptions, Client } from './client.js';
export { CodecError, type Codec, type DecodeOptions, type Encoding, type Issue } from './codec/codec.js';
export { CommunicationManager, type ManagerConfig, type SendOptions } from './communication-manager.js';
export { connect, type ClientInterceptor, type ConnectOptions } from './connect.js';
export { AgentError, type Code, type Outcome, type Reason } from './error.js';
export type { Context, Handlers } from './handlers.js';
export type { Header, Party } from './header.js';
export { identity } from './identity.js';
export type { KnownAgent } from './known-agents.js';
export { messageFactory, type Message, type MessageFactory } from './message-factory.js';
export type { PresenceEntry, PresenceTable } from './presence.js';
export type { StreamCall, StreamResult } from './stream-call.js';
export type { RouteEvent } from './directory.js';
export type { RouteFigures } from './route-figures.js';
export { serve, type Served, type ServeOptions } from './serve.js';
export type { Transport } from './transport.js';
