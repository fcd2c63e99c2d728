/** Six agents, one workflow: an analysis with progress, the assessment that follows, an event, a cancelled task. */
import { connect, identity } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { IncidentReporter } from 'dora-protocol/agents/incident-reporter/index';
import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/index';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/index';
import { protocol } from 'dora-protocol/protocol';
import { setTimeout as sleep } from 'node:timers/promises';
import { gapAssessment } from './agents/gap-assessment.js';
import { ictRiskManager, incidentReporter, reportManager, riskCalculator } from './agents/listeners.js';
import { policyAnalyzer } from './agents/policy-analyzer.js';
import { chapter, heading } from './story.js';
import { watched } from './watched.js';

const started = performance.now();
const broker = createBroker();
const bus = memory({ broker });
const heard = (id: string, what: string): void => console.log(`  ${' '.repeat(23)}${id} heard of ${what}`);
const reading = (signal: AbortSignal): Promise<void> => sleep(60, undefined, { signal });

const analyzer = await policyAnalyzer(http({ port: 0 }), reading);
const reporter = await incidentReporter(http({ port: 0 }), heard);
const others = await Promise.all([
  gapAssessment(bus),
  riskCalculator('risk-calculator-001', bus, heard),
  riskCalculator('risk-calculator-002', bus, heard),
  reportManager(bus),
  ictRiskManager(bus),
]);

console.log(`${protocol.name} ${protocol.version}`);
for (const { party, addresses } of [analyzer, reporter, ...others]) {
  console.log(`  ${party.agent_id.padEnd(23)}${Object.values(addresses).join(', ')}`);
}

const engine = identity({ type: 'workflow_engine', id: 'workflow-engine' });
const overHttp = (served: { readonly addresses: Readonly<Record<string, string>> }): ReturnType<typeof watched> =>
  watched(http(served.addresses['http'] ?? ''));

chapter('1. The policy analyzer reads two documents and reports its progress.');
heading();
const policies = connect(PolicyAnalyzer, { from: engine, to: analyzer.party.agent_id, over: overHttp(analyzer) });
const analysis = policies.sendTask(
  {
    task_type: 'document_analysis',
    workflow_id: 'workflow-1',
    parameters: { documents: ['policy_framework.pdf', 'backup_policy.pdf'], analysis_type: 'comprehensive' },
    requirements: { cpu: '2', memory: '4Gi', timeout: 900 },
  },
  { deadline: '1m', priority: 'high', metadata: { created_by: 'workflow-engine', organization: 'bank-xyz' } },
);
for await (const update of analysis.updates) {
  console.log(`  ${' '.repeat(47)}${update.status} ${Math.round((update.progress ?? 0) * 100)} %`);
}
const analysed = await analysis.result;
if (!analysed.ok) throw analysed.error;
console.log(`  ${' '.repeat(47)}${analysed.value.status}: score ${analysed.value.result?.compliance_score}`);

chapter('2. The gap assessment follows from it: same correlation and trace, the analysis as its cause.');
const gap = connect(GapAssessment, {
  from: engine,
  over: watched(memory({ broker, encoding: 'protobuf' })),
  ...(analysed.header === undefined ? {} : { cause: analysed.header }),
});
const assessment = gap.sendTask({ task_type: 'gap_analysis', workflow_id: 'workflow-1', parameters: {} });
const assessed = await assessment;
const [finding] = assessed.result?.critical_findings ?? [];
console.log(`  ${' '.repeat(47)}${finding?.finding_id}: ${finding?.description}`);
console.log(
  `  ${' '.repeat(47)}trace ${assessment.header.tracing.trace_id} as before: ${assessment.header.tracing.trace_id === analysis.header.tracing.trace_id}`,
);

chapter('3. A second assessment of the same workflow is a conflict, declared and typed.');
const conflict = await gap.sendTask({ task_type: 'gap_analysis', workflow_id: 'workflow-1', parameters: {} }).result;
console.log(`  ${' '.repeat(47)}${conflict.ok ? 'no conflict' : `${conflict.error.code} / ${conflict.error.reason}`}`);

chapter('4. An event is broadcast to every risk calculator and reported as an incident.');
const violation = { event_type: 'compliance_violation_detected', severity: 'high', action_required: true } as const;
const risks = connect(RiskCalculator, { from: engine, over: watched(memory({ broker, encoding: 'avro' })) });
await risks.broadcastEvent(violation);
const incidents = connect(IncidentReporter, { from: engine, to: reporter.party.agent_id, over: overHttp(reporter) });
await incidents.publishEvent(violation);

chapter('5. A cancel command ends a task that is under way.');
const long = policies.sendTask({
  task_type: 'document_analysis',
  parameters: { documents: Array.from({ length: 100 }, (_, index) => `annex_${index}.pdf`) },
});
await long.accepted;
const task = await firstUpdate(long.updates);
await policies.executeCommand({
  command: 'cancel_task',
  target_task_id: task?.task_id ?? '',
  reason: 'workflow_cancelled',
});
const ended = await long.result;
console.log(`  ${' '.repeat(47)}${ended.ok ? 'finished' : `${ended.error.code}: ${ended.error.message}`}`);

chapter('6. The policy analyzer says how it is.');
const status = await policies.getStatus({});
console.log(`  ${' '.repeat(47)}${status.agent_status}, ${status.active_tasks} active tasks, load ${status.load}`);

await Promise.all([policies, gap, risks, incidents].map((client) => client.close()));
await Promise.all([analyzer, reporter, ...others].map((served) => served.close()));
console.log(`\nDone in ${Math.round(performance.now() - started)} ms.`);

async function firstUpdate<T>(updates: AsyncIterable<T>): Promise<T | undefined> {
  for await (const update of updates) return update;
  return undefined;
}
