import type { CommunicationManager, Served, Transport } from '@agentwire/runtime';
import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/index';
import { setTimeout as sleep } from 'node:timers/promises';
import { aside } from '../story.js';

/** Milliseconds that it takes to read a document. */
const pace = 60;

/** Reads one document after the other and says how far it is. */
export function policyAnalyzer(manager: CommunicationManager, on: Transport): Promise<Served> {
  return manager.serve(PolicyAnalyzer, {
    id: 'policy-analyzer-001',
    on,
    capabilities: ['document_analysis', 'policy_extraction'],
    handlers: {
      async sendTask(task, ctx) {
        const documents = task.parameters.documents ?? [];
        ctx.onCancel(() => aside('policy-analyzer-001 puts the open document back'));
        for (const [index, current_document] of documents.entries()) {
          await sleep(pace, undefined, { signal: ctx.signal });
          await ctx.update({
            progress: (index + 1) / documents.length,
            partial_results: { documents_processed: index + 1, current_document },
          });
        }
        return { status: 'success', result: { compliance_score: 0.78, gaps_identified: 12 } };
      },
      updateTaskStatus: () => undefined,
      broadcastEvent: () => undefined,
    },
  });
}
