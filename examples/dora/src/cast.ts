/** Who plays: the six agents, each on its transport of the document's diagram, two of them twice. */
import type { CommunicationManager, Served } from '@agentwire/runtime';
import { gapAssessment } from './agents/gap-assessment.js';
import { ictRiskManager, incidentReporter, reportManager, riskCalculator } from './agents/listeners.js';
import { policyAnalyzer } from './agents/policy-analyzer.js';
import type { Transports } from './transports.js';

export interface Cast {
  /** In the order of the document's diagram. */
  readonly all: readonly Served[];
  /** The assessment on gRPC, which leaves before the end; another one is on HTTP. */
  readonly firstAssessment: Served;
  /** Resolves when both risk calculators have heard of an event: a broadcast is over for its sender before that. */
  readonly allHeard: Promise<void>;
}

export async function assemble(manager: CommunicationManager, on: Transports): Promise<Cast> {
  let waiting = 2;
  let heard = (): void => undefined;
  const allHeard = new Promise<void>((resolve) => {
    heard = () => void (--waiting === 0 && resolve());
  });
  const analyzer = await policyAnalyzer(manager, on.http());
  const firstAssessment = await gapAssessment(manager, 'gap-assessment-001', on.grpc());
  const others = await Promise.all([
    gapAssessment(manager, 'gap-assessment-002', on.http()),
    riskCalculator(manager, 'risk-calculator-001', on.kafka, () => heard()),
    riskCalculator(manager, 'risk-calculator-002', on.kafka, () => heard()),
    reportManager(manager, on.websocket()),
    ictRiskManager(manager, on.amqp),
    incidentReporter(manager, on.http()),
  ]);
  return { all: [analyzer, firstAssessment, ...others], firstAssessment, allHeard };
}
