/** The envelope's header (wire.md section 2): the same members in all three encodings. Generated codecs carry it. */

export interface Party {
  agent_id: string;
  agent_type: string;
  instance_id?: string | undefined;
}

export interface Destination {
  /** Absent: any instance of the type. */
  agent_id?: string | undefined;
  agent_type: string;
  /** To every instance of the type. */
  broadcast: boolean;
}

export interface Security {
  encrypted: boolean;
  alg?: string | undefined;
  kid?: string | undefined;
  digest?: string | undefined;
  signature?: string | undefined;
  epoch?: string | undefined;
  epk?: string | undefined;
  nonce?: string | undefined;
  opener?: string | undefined;
  auth_token?: string | undefined;
}

export interface Routing {
  priority: string;
  /** Seconds until a handler must have started. */
  ttl: number;
  retry_count: number;
  max_retries: number;
  reply_to?: string | undefined;
  /** Absolute end of the call. */
  deadline?: Date | undefined;
}

/** W3C Trace Context: 32 and 16 lower-case hex digits. */
export interface Tracing {
  trace_id: string;
  span_id: string;
  parent_span_id?: string | undefined;
}

export interface Header {
  message_id: string;
  correlation_id: string;
  causation_id?: string | undefined;
  timestamp: Date;
  version: string;
  source: Party;
  destination: Destination;
  message_type: string;
  content_type: string;
  encoding: string;
  security: Security;
  routing: Routing;
  tracing: Tracing;
  extensions?: Record<string, string> | undefined;
}
