/** The agents that wait for events in this story. */
import { serve, type Served, type Transport } from '@agentwire/runtime';
import { IctRiskManager } from 'dora-protocol/agents/ict-risk-manager/index';
import { IncidentReporter } from 'dora-protocol/agents/incident-reporter/index';
import { ReportManager } from 'dora-protocol/agents/report-manager/index';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/index';

const done = { status: 'success' };

export function riskCalculator(id: string, on: Transport, heard: (id: string, what: string) => void): Promise<Served> {
  return serve(RiskCalculator, {
    id,
    on,
    handlers: {
      sendTask: () => done,
      shareResult: () => undefined,
      broadcastEvent: (event) => heard(id, `${event.event_type} (${event.severity})`),
    },
  });
}

export function reportManager(on: Transport): Promise<Served> {
  return serve(ReportManager, {
    id: 'report-manager-001',
    on,
    handlers: {
      sendTask: () => done,
      shareStatus: () => undefined,
      shareResult: () => undefined,
      reportMetrics: () => undefined,
      streamEvents: (events) => events,
    },
  });
}

export function ictRiskManager(on: Transport): Promise<Served> {
  return serve(IctRiskManager, {
    id: 'ict-risk-manager-001',
    on,
    handlers: { sendTask: () => done, publishEvent: () => undefined, reportMetrics: () => undefined },
  });
}

export function incidentReporter(on: Transport, heard: (id: string, what: string) => void): Promise<Served> {
  return serve(IncidentReporter, {
    id: 'incident-reporter-001',
    on,
    handlers: {
      sendTask: () => done,
      publishEvent: (event) => heard('incident-reporter-001', `${event.event_type} (${event.severity})`),
    },
  });
}
