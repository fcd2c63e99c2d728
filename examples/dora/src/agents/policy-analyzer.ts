import { serve, type Served, type Transport } from '@agentwire/runtime';
import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/index';

/** Reads one document after the other and says how far it is. */
export function policyAnalyzer(on: Transport, pace: (signal: AbortSignal) => Promise<void>): Promise<Served> {
  return serve(PolicyAnalyzer, {
    id: 'policy-analyzer-001',
    on,
    capabilities: ['document_analysis', 'policy_extraction'],
    handlers: {
      async sendTask(task, ctx) {
        const documents = task.parameters.documents ?? [];
        ctx.onCancel(() => console.log(`  ${' '.repeat(47)}policy-analyzer-001 put the open document back`));
        for (const [index, current_document] of documents.entries()) {
          await pace(ctx.signal);
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
