/** The workflow, chapter by chapter. The manager finds the way to each agent: no address stands here. */
import type { CommunicationManager } from '@agentwire/runtime';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { IctRiskManager } from 'dora-protocol/agents/ict-risk-manager/index';
import { IncidentReporter } from 'dora-protocol/agents/incident-reporter/index';
import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/index';
import { ReportManager } from 'dora-protocol/agents/report-manager/index';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/index';
import type { Cast } from './cast.js';
import { aside, chapter, heading } from './story.js';

const violation = { event_type: 'compliance_violation_detected', severity: 'high', action_required: true } as const;

export async function workflow(manager: CommunicationManager, { firstAssessment, allHeard }: Cast): Promise<void> {
  chapter('The policy analyzer reads two documents and reports its progress.');
  heading();
  const policies = manager.connect(PolicyAnalyzer);
  const analysis = policies.sendTask(
    {
      task_type: 'document_analysis',
      workflow_id: 'workflow-1',
      parameters: { documents: ['policy_framework.pdf', 'backup_policy.pdf'], analysis_type: 'comprehensive' },
      requirements: { cpu: '2', memory: '4Gi', timeout: 900 },
    },
    { deadline: '1m', priority: 'high', metadata: { created_by: 'workflow-engine', organization: 'bank-xyz' } },
  );
  for await (const { status, progress } of analysis.updates) aside(`${status} ${Math.round((progress ?? 0) * 100)} %`);
  const analysed = await analysis.result;
  if (!analysed.ok) throw analysed.error;
  aside(`${analysed.value.status}: score ${analysed.value.result?.compliance_score}`);

  chapter('The gap assessment follows from it: same correlation and trace, the analysis as its cause.');
  const gap = manager.connect(GapAssessment, analysed.header === undefined ? {} : { cause: analysed.header });
  const assessment = gap.sendTask({ task_type: 'gap_analysis', workflow_id: 'workflow-1', parameters: {} });
  const [finding] = (await assessment).result?.critical_findings ?? [];
  aside(`${finding?.finding_id}: ${finding?.description}`);
  const sameTrace = assessment.header.tracing.trace_id === analysis.header.tracing.trace_id;
  aside(`trace ${assessment.header.tracing.trace_id}, ${sameTrace ? 'the same' : 'another'}`);

  chapter('A second assessment of the same workflow is a conflict, declared and typed.');
  const conflict = await gap.sendTask({ task_type: 'gap_analysis', workflow_id: 'workflow-1', parameters: {} }).result;
  aside(conflict.ok ? 'no conflict' : `${conflict.error.code} / ${conflict.error.reason}`);

  chapter('One of two risk calculators weighs the gaps; an event reaches both.');
  const risks = manager.connect(RiskCalculator);
  const weighed = await risks.sendTask({ task_type: 'risk_scoring', workflow_id: 'workflow-1', parameters: {} });
  aside(`${weighed.status}: score ${weighed.result?.compliance_score}`);
  await risks.broadcastEvent(violation);
  await allHeard;

  chapter('The register of ICT risks is kept, the incident reported.');
  const register = manager.connect(IctRiskManager);
  await register.sendTask({ task_type: 'risk_register', workflow_id: 'workflow-1', parameters: {} });
  await register.publishEvent(violation);
  await manager.connect(IncidentReporter).publishEvent(violation);

  chapter('The report is written; events flow both ways over one connection.');
  const reports = manager.connect(ReportManager);
  const report = reports.sendTask({ task_type: 'report', workflow_id: 'workflow-1', parameters: {} });
  for await (const { status, progress } of report.updates) aside(`${status} ${Math.round((progress ?? 0) * 100)} %`);
  for await (const event of reports.streamEvents([violation, { ...violation, severity: 'low' }]))
    aside(`in the report: ${event.event_type} (${event.severity})`);

  chapter('A cancel command ends a task that is under way.');
  const annexes = Array.from({ length: 100 }, (_, index) => `annex_${index}.pdf`);
  const long = policies.sendTask({ task_type: 'document_analysis', parameters: { documents: annexes } });
  await long.accepted;
  const task = await first(long.updates);
  const target_task_id = task?.task_id ?? '';
  await policies.executeCommand({ command: 'cancel_task', target_task_id, reason: 'workflow_cancelled' });
  const ended = await long.result;
  aside(ended.ok ? 'finished' : `${ended.error.code}: ${ended.error.message}`);

  chapter('The assessment on gRPC goes away; the call goes on over HTTP, to the other one.');
  await firstAssessment.close();
  await gap.sendTask({ task_type: 'gap_analysis', workflow_id: 'workflow-2', parameters: {} });

  chapter('The policy analyzer says how it is.');
  const status = await policies.getStatus({});
  aside(`${status.agent_status}, ${status.active_tasks} active tasks, load ${status.load}`);
}

async function first<T>(updates: AsyncIterable<T>): Promise<T | undefined> {
  for await (const update of updates) return update;
  return undefined;
}
