/** W3C Trace Context: ids in the header, `traceparent` beside it on every transport. */
import type { Random } from './clock.js';
import type { Tracing } from './header.js';

/** The first span of a trace, or a child of `parent`. */
export function nextSpan(random: Random, parent?: Tracing): Tracing {
  const span_id = random.hex(8);
  if (parent === undefined) return { trace_id: random.hex(16), span_id };
  return { trace_id: parent.trace_id, span_id, parent_span_id: parent.span_id };
}

/** `00-{trace_id}-{span_id}-01` (Trace Context 3.2): sampled, since whoever sends has recorded it. */
export function traceparent(tracing: Tracing): string {
  return `00-${tracing.trace_id}-${tracing.span_id}-01`;
}

// Version 00 ends after the flags; a later version may go on (3.2.2).
const form = /^(?!ff|00.{54})[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/;

/** The ids of a `traceparent`, or undefined where it is not valid (Trace Context 3.2.2: then it is ignored). */
export function parseTraceparent(text: string | undefined): { trace_id: string; span_id: string } | undefined {
  const match = text === undefined ? null : form.exec(text);
  const [, trace_id = '', span_id = ''] = match ?? [];
  if (match === null || /^0+$/.test(trace_id) || /^0+$/.test(span_id)) return undefined;
  return { trace_id, span_id };
}
