/** Records that no handler will ever take: to a topic beside theirs, as they came, with the reason. */
import { deadLetterHeaders } from '../../broker/broker.js';
import { deadLetterSuffix, originHeaders } from './binding.js';
import type { IncomingRecord, OutgoingRecord } from './driver.js';

export interface DeadLetter {
  readonly topic: string;
  readonly record: OutgoingRecord;
}

const noKey = new Uint8Array();

export function deadLetterOf(
  { topic, partition, offset, key, value, headers }: IncomingRecord,
  reason: string,
): DeadLetter {
  return {
    topic: `${topic}${deadLetterSuffix}`,
    record: {
      key: key ?? noKey,
      value,
      headers: {
        ...headers,
        [deadLetterHeaders.reason]: reason,
        [deadLetterHeaders.topic]: topic,
        [originHeaders.partition]: String(partition),
        [originHeaders.offset]: String(offset),
      },
    },
  };
}
