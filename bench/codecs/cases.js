/**
 * What is encoded and decoded: the protocol's messages as values, sixteen variants of each with ids of their own.
 * `header` and `data` are what agentwire takes (dates are Dates, 64 bits are bigints); `plain` turns them into what the
 * peers take without converting anything (numbers, texts).
 */

const variants = 16;
const start = Date.UTC(2026, 10, 23, 10, 20, 30);

/** A small generator of our own: every run measures the same bytes. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function hex(random, length) {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function uuid(random) {
  const text = hex(random, 30);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(12, 15)}-8${text.slice(15, 18)}-${text.slice(18)}`;
}

function date(random) {
  return new Date(start + Math.floor(random() * 3_600_000));
}

function header(random, type) {
  return {
    message_id: uuid(random),
    correlation_id: uuid(random),
    timestamp: date(random),
    source: { agent_id: 'policy-analyzer-001', agent_type: 'policy_analyzer', instance_id: uuid(random) },
    destination: { agent_id: 'gap-assessment-001', agent_type: 'gap_assessment', broadcast: false },
    security: { encrypted: false, alg: 'Ed25519', kid: 'policy-analyzer-2026-11' },
    version: '1.0.0',
    message_type: type,
    content_type: 'application/json',
    encoding: 'utf-8',
    routing: { priority: 'high', ttl: 300, retry_count: 0, max_retries: 3, reply_to: 'agent.policy_analyzer.replies' },
    tracing: { trace_id: hex(random, 32), span_id: hex(random, 16) },
  };
}

const payloads = {
  task_request: (random) => ({
    task_id: `task-${hex(random, 12)}`,
    task_type: 'gap_analysis',
    workflow_id: `workflow-${hex(random, 12)}`,
    parameters: {
      documents: [`doc-${hex(random, 6)}`, `doc-${hex(random, 6)}`, `doc-${hex(random, 6)}`],
      analysis_type: 'comprehensive',
      priority: 'high',
    },
    requirements: { cpu: '2', memory: '4Gi', timeout: 900 },
    dependencies: [`task-${hex(random, 12)}`],
  }),
  task_status: (random) => ({
    task_id: `task-${hex(random, 12)}`,
    status: 'running',
    progress: Math.round(random() * 100) / 100,
    started_at: date(random),
    estimated_completion: date(random),
    partial_results: { documents_processed: Math.floor(random() * 50), current_document: `doc-${hex(random, 6)}` },
  }),
  heartbeat: (random) => ({
    agent_status: 'healthy',
    load: Math.round(random() * 100) / 100,
    available_capacity: Math.round(random() * 100) / 100,
    active_tasks: Math.floor(random() * 20),
    queued_tasks: Math.floor(random() * 200),
    last_activity: date(random),
    capabilities: ['document_analysis', 'policy_extraction', 'gap_analysis'],
    resource_usage: { cpu_percent: 45.2, memory_percent: 62.8, disk_percent: 23.1 },
  }),
  event: (random) => ({
    event_type: 'compliance_violation',
    severity: 'high',
    event_data: {
      violation_type: 'missing_control',
      affected_system: `payment-${hex(random, 4)}`,
      detection_time: '2026-11-23T10:20:30.000Z',
      compliance_framework: 'DORA',
      article_reference: 'Article 11',
    },
    action_required: true,
    escalation_level: 'immediate',
  }),
  command: (random) => ({
    command: 'cancel_task',
    target_task_id: `task-${hex(random, 12)}`,
    reason: 'workflow_cancelled',
    immediate: true,
    cleanup_required: true,
  }),
  response: (random) => ({
    request_id: uuid(random),
    status: 'success',
    result: {
      compliance_score: 0.78,
      gaps_identified: 12,
      critical_findings: [
        { finding_id: `finding-${hex(random, 6)}`, severity: 'high', description: 'No exit strategy for the provider' },
      ],
    },
    execution_time: 45.7,
    resource_usage: { cpu_seconds: 12.4, memory_peak_mb: 512 },
  }),
};

/** Members that schemas leave open: JSON text inside the binary encodings. */
const open = {
  task_request: 'parameters',
  task_status: 'partial_results',
  event: 'event_data',
  response: 'result',
};

function metrics(random, count) {
  return {
    agent_id: 'gap-assessment-001',
    cpu_usage: 45.25,
    memory_usage: 62.8,
    task_count: BigInt(count),
    tasks: Array.from({ length: count }, () => ({
      task_id: `task-${hex(random, 12)}`,
      execution_time: Math.round(random() * 100_000) / 100,
      status: 'success',
    })),
  };
}

/** The members of a heartbeat that it must have. */
function required({ agent_status, load, available_capacity, active_tasks, queued_tasks, last_activity }) {
  return { agent_status, load, available_capacity, active_tasks, queued_tasks, last_activity };
}

/** The document's Avro record with a payload of 1 KiB. */
function agentMessage(random) {
  return {
    id: uuid(random),
    timestamp: BigInt(date(random).getTime()),
    agent_id: 'gap-assessment-001',
    message_type: 'task_request',
    payload: Buffer.from(Uint8Array.from({ length: 1024 }, () => Math.floor(random() * 256))),
    version: '1.0.0',
  };
}

/** A request whose open member lists a thousand documents. */
function manyDocuments(random) {
  const documents = Array.from({ length: 1000 }, () => `documents/2026/policy-${hex(random, 12)}-v2.pdf`);
  const request = payloads.task_request(random);
  return { ...request, parameters: { ...request.parameters, documents } };
}

/** Text beyond ASCII, and with what JSON escapes, in half of the members. */
function textOf(random) {
  const command = payloads.command(random);
  return { ...command, reason: `Abgebrochen: Prüfung „${hex(random, 6)}“ fällt aus\n中文, ελληνικά, "quoted"` };
}

/** Agents that nobody heard of before: what repeats from message to message elsewhere differs here. */
function strangers(random, type) {
  const one = header(random, type);
  return {
    ...one,
    source: { ...one.source, agent_id: `analyzer-${hex(random, 10)}`, agent_type: `type_${hex(random, 10)}` },
    destination: { ...one.destination, agent_id: `assessor-${hex(random, 9)}`, agent_type: `kind_${hex(random, 9)}` },
    security: { ...one.security, kid: `key-${hex(random, 19)}` },
    routing: { ...one.routing, reply_to: `agent.type_${hex(random, 10)}.replies` },
  };
}

function variantsOf(make, count = variants) {
  const random = randomOf(7);
  return Array.from({ length: count }, () => make(random));
}

/** @returns every case: `messages` by variant; `header` is missing where there is no envelope. */
export function cases() {
  const envelopes = Object.entries(payloads).map(([type, payload]) => ({
    name: type,
    message: type,
    open: open[type],
    messages: variantsOf((random) => ({ header: header(random, type), data: payload(random) })),
  }));
  return [
    ...envelopes,
    {
      name: 'metrics_100',
      message: 'performance_metrics',
      messages: variantsOf((random) => ({ data: metrics(random, 100) })),
    },
    {
      name: 'task_request_1000',
      message: 'task_request',
      open: 'parameters',
      messages: variantsOf((random) => ({ header: header(random, 'task_request'), data: manyDocuments(random) }), 4),
    },
    {
      name: 'heartbeat_tiny',
      message: 'heartbeat',
      messages: variantsOf((random) => ({ data: required(payloads.heartbeat(random)) })),
    },
    {
      name: 'agent_message_1k',
      message: 'agent_message',
      // JSON's peers would leave the bytes as text.
      formats: ['avro'],
      messages: variantsOf((random) => ({ data: agentMessage(random) })),
    },
    {
      name: 'command_strangers',
      message: 'command',
      messages: variantsOf((random) => ({ header: strangers(random, 'command'), data: payloads.command(random) })),
    },
    {
      name: 'command_text',
      message: 'command',
      messages: variantsOf((random) => ({ header: header(random, 'command'), data: textOf(random) })),
    },
    {
      // Beyond 2^53: avsc takes bigints too; the Protobuf peers take numbers and lose the last digits.
      name: 'metrics_bigint',
      message: 'performance_metrics',
      wide: true,
      messages: variantsOf((random) => ({ data: { ...metrics(random, 4), task_count: 2n ** 60n + 1n } })),
    },
  ];
}

/** A deep copy in which dates and bigints are numbers, or texts as in JSON. */
export function plain(value, as) {
  if (value instanceof Date) return as === 'json' ? value.toISOString() : value.getTime();
  if (typeof value === 'bigint') return as === 'json' ? String(value) : Number(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, as));
  if (value instanceof Uint8Array) return as === 'json' ? Buffer.from(value).toString('base64') : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, as)]));
}

/** What peers of the binary encodings take: enums are numbers there, and bigints only where they are `wide`. */
export function binary(value, wide = false) {
  const out = wide ? { ...plain(value), task_count: value.task_count } : plain(value);
  for (const task of out.tasks ?? []) task.status = 3;
  return out;
}
