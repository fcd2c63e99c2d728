/**
 * Reasons that the runtime gives in every protocol. The generator does not load the runtime for a list of words; a test
 * holds this one against the runtime's registry.
 */
export const runtimeReasons: ReadonlySet<string> = new Set([
  'malformed',
  'header_invalid',
  'header_mismatch',
  'payload_invalid',
  'content_type_unsupported',
  'too_large',
  'version_unsupported',
  'message_type_unknown',
  'operation_unsupported',
  'wrong_destination',
  'agent_unknown',
  'task_unknown',
  'schema_unknown',
  'clock_skew',
  'expired',
  'deadline_exceeded',
  'cancelled',
  'token_missing',
  'authentication_failed',
  'permission_denied',
  'unreachable',
  'connection_lost',
  'overloaded',
  'shutting_down',
  'duplicate',
  'protocol_violation',
  'handler_failed',
  'reply_invalid',
]);
