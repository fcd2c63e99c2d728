/** SARIF 2.1.0: the new file is the location, the old one is related, and fingerprints survive lines that move. */
import { codes } from '../../diagnostics/index.js';
import { placeOf } from '../../diagnostics/json.js';
import type { Span } from '../../source/text.js';
import { version } from '../../version.js';
import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';
import { fingerprintOf } from './print.js';

export function renderSarif({ findings }: CheckResult): string {
  const rules = new Map(findings.map((finding) => [finding.rule, finding.code]));
  const driver = {
    name: 'agentwire check',
    version: version(),
    rules: [...rules].map(([id, code]) => ({
      id,
      name: code,
      shortDescription: { text: codes[code].title },
      fullDescription: { text: codes[code].why },
    })),
  };
  const results = findings.map((finding) => resultOf(finding, [...rules.keys()].indexOf(finding.rule)));
  return JSON.stringify(
    {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, results }],
    },
    null,
    2,
  );
}

function resultOf(finding: Finding, ruleIndex: number): object {
  const { rule, severity, message, direction, encoding, witness, fix } = finding;
  const span = finding.new ?? finding.old;
  return {
    ruleId: rule,
    ruleIndex,
    level: severity === 'warning' ? 'warning' : 'error',
    message: { text: fix === undefined ? message : `${message}. Fix: ${fix}` },
    locations: span === undefined ? [] : [locationOf(span)],
    relatedLocations:
      finding.new === undefined || finding.old === undefined
        ? []
        : [{ ...locationOf(finding.old), message: { text: 'the old side' } }],
    partialFingerprints: { 'agentwire/v1': fingerprintOf(finding) },
    properties: { direction: direction ?? 'both', encoding, severity, ...(witness === undefined ? {} : { witness }) },
  };
}

function locationOf(span: Span): object {
  const { file, line, column, endLine, endColumn } = placeOf(span);
  const artifactLocation = { uri: file.split('/').map(encodeURIComponent).join('/') };
  return {
    physicalLocation: {
      artifactLocation,
      region: { startLine: line, startColumn: column, endLine, endColumn: Math.max(endColumn, column) },
    },
  };
}
