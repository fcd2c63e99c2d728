/** The agents that follow what the first two have found. */
import type { CommunicationManager, Served, Transport } from '@agentwire/runtime';
import { IctRiskManager } from 'dora-protocol/agents/ict-risk-manager/index';
import { IncidentReporter } from 'dora-protocol/agents/incident-reporter/index';
import { ReportManager } from 'dora-protocol/agents/report-manager/index';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/index';
import { aside } from '../story.js';

interface Event {
  readonly event_type: string;
  readonly severity?: string | undefined;
}

const hears =
  (id: string) =>
  ({ event_type, severity }: Event): void =>
    aside(`${id} hears of ${event_type} (${severity})`);

export function riskCalculator(
  manager: CommunicationManager,
  id: string,
  on: Transport,
  heard: () => void,
): Promise<Served> {
  return manager.serve(RiskCalculator, {
    id,
    on,
    handlers: {
      sendTask: () => ({ status: 'success', result: { compliance_score: 0.62 } }),
      shareResult: () => undefined,
      broadcastEvent(event) {
        hears(id)(event);
        heard();
      },
    },
  });
}

export function reportManager(manager: CommunicationManager, on: Transport): Promise<Served> {
  return manager.serve(ReportManager, {
    id: 'report-manager-001',
    on,
    handlers: {
      async sendTask(_, ctx) {
        for (const progress of [0.5, 1]) await ctx.update({ progress });
        return { status: 'success' };
      },
      shareStatus: () => undefined,
      shareResult: () => undefined,
      reportMetrics: () => undefined,
      // Every event comes back with a note that it stands in the report.
      async *streamEvents(events) {
        for await (const event of events) yield { ...event, action_required: false };
      },
    },
  });
}

export function ictRiskManager(manager: CommunicationManager, on: Transport): Promise<Served> {
  const id = 'ict-risk-manager-001';
  return manager.serve(IctRiskManager, {
    id,
    on,
    handlers: {
      sendTask: () => ({ status: 'success', result: { gaps_identified: 3 } }),
      publishEvent: hears(id),
      reportMetrics: () => undefined,
    },
  });
}

export function incidentReporter(manager: CommunicationManager, on: Transport): Promise<Served> {
  const id = 'incident-reporter-001';
  return manager.serve(IncidentReporter, {
    id,
    on,
    handlers: { sendTask: () => ({ status: 'success' }), publishEvent: hears(id) },
  });
}
