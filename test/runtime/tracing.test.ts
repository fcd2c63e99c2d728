import { expect, test } from 'vitest';
import { nextSpan, parseTraceparent, traceparent } from '../../runtime/src/tracing.js';
import { systemRandom } from '../../runtime/src/clock.js';
import { seededRandom } from '@agentwire/runtime/testing';

const trace_id = '4bf92f3577b34da6a3ce929d0e0e4736';
const span_id = '00f067aa0ba902b7';

test('a first span opens a trace, a child stays in it', () => {
  for (const random of [seededRandom(1), systemRandom]) {
    const root = nextSpan(random);
    expect(root).toEqual({
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const child = nextSpan(random, root);
    expect(child).toMatchObject({ trace_id: root.trace_id, parent_span_id: root.span_id });
    expect(child.span_id).not.toBe(root.span_id);
  }
});

test('a traceparent is read as it is written, and in the forms of later versions', () => {
  expect(traceparent({ trace_id, span_id })).toBe(`00-${trace_id}-${span_id}-01`);
  expect(parseTraceparent(traceparent({ trace_id, span_id }))).toEqual({ trace_id, span_id });
  expect(parseTraceparent(`cc-${trace_id}-${span_id}-01-what-the-future-will-be-like`)).toEqual({ trace_id, span_id });
});

test.each([
  undefined,
  '',
  `ff-${trace_id}-${span_id}-01`,
  `00-${'0'.repeat(32)}-${span_id}-01`,
  `00-${trace_id}-${'0'.repeat(16)}-01`,
  `00-${trace_id.toUpperCase()}-${span_id}-01`,
  `00-${trace_id}-${span_id}`,
  `00-${trace_id.slice(1)}-${span_id}-01`,
  `00-${trace_id}-${span_id}-01\n`,
  `00-${trace_id}-${span_id}-01-extra`,
])('%j is ignored', (text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});
