import type { CommunicationManager, Served, Transport } from '@agentwire/runtime';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';

/** Turns the analysis into findings; two assessments of one workflow at once are a conflict. */
export function gapAssessment(manager: CommunicationManager, id: string, on: Transport): Promise<Served> {
  const workflows = new Set<string>();
  return manager.serve(GapAssessment, {
    id,
    on,
    handlers: {
      sendTask(task, ctx) {
        const workflow = task.workflow_id ?? task.task_id;
        if (workflows.has(workflow)) throw ctx.fail('task_conflict', { with: task.task_id });
        workflows.add(workflow);
        const critical_findings = [
          { finding_id: 'DORA-001', severity: 'high', description: 'Missing incident response automation' },
        ];
        return { status: 'success', result: { gaps_identified: critical_findings.length, critical_findings } };
      },
      // Says of each event that it has been looked at.
      async *streamEvents(events) {
        for await (const event of events) yield { ...event, action_required: false };
      },
    },
  });
}
