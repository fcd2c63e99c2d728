/** `kafka:` and `amqp:` of an operation: where on the broker its messages go. */
import type { AmqpBinding, Encoding, KafkaBinding } from '../../model/model.js';
import type { Node, ObjectNode, StringNode } from '../../source/node.js';
import { type Place, places } from '../address.js';
import { type Context, needEncoding, type Subject } from '../context.js';
import { encodings } from '../messages.js';
import { placeholderNames, readKey, readPlaceholders } from '../placeholders.js';
import { found, readObject, readRequired, readText, readWord } from '../read.js';

/** A topic, or `{ topic, key, updates, encoding }`. */
export function readKafka(node: Node, subject: Subject, context: Context): KafkaBinding | undefined {
  const { diagnostics } = context;
  const where = `kafka of ${subject.key}`;
  const object =
    node.kind === 'string' ? undefined : readObject(node, where, ['topic', 'key', 'updates', 'encoding'], diagnostics);
  const topicNode = node.kind === 'string' ? node : object && readRequired(object, 'topic', where, diagnostics);
  const topic = topicNode && readAddress(topicNode, `the topic of ${subject.key}`, places.topic, context);
  const encoding = readEncoding(object, 'kafka', node, subject, context);
  const keyNode = object?.get('key');
  const keyText = keyNode && readText(keyNode, `the key of ${subject.key}`, diagnostics);
  const key = keyText && readKey(keyText, subject, context);
  const updatesNode = object?.get('updates');
  const updates = updatesNode && readUpdates(updatesNode, subject, context);
  if (topic === undefined) return undefined;
  const placeholders = readPlaceholders(topic, places.topic, subject, context);
  return {
    topic: topic.value,
    ...(key === undefined ? {} : { key: key.text }),
    ...(updates === undefined ? {} : { updates }),
    placeholders: key === undefined ? placeholders : [...placeholders, key],
    encoding,
    span: node.span,
  };
}

/** `{ exchange, routing_key, encoding }`; a fan-out exchange needs no key. */
export function readAmqp(node: Node, subject: Subject, context: Context): AmqpBinding | undefined {
  const { diagnostics } = context;
  const where = `amqp of ${subject.key}`;
  const object = readObject(node, where, ['exchange', 'routing_key', 'encoding'], diagnostics);
  if (object === undefined) return undefined;
  const encoding = readEncoding(object, 'amqp', node, subject, context);
  const exchangeNode = readRequired(object, 'exchange', where, diagnostics);
  const exchange = exchangeNode && readText(exchangeNode, `the exchange of ${subject.key}`, diagnostics);
  const keyNode = object.get('routing_key');
  const key = keyNode && readAddress(keyNode, `the routing key of ${subject.key}`, places.routingKey, context);
  if (exchange === undefined) return undefined;
  if (!/^(?!amq\.)[A-Za-z0-9_.:-]{1,127}$/.test(exchange.value)) {
    diagnostics.report('AW2307', exchange.span, {
      what: `the exchange of ${subject.key}`,
      found: found(exchange),
      expected: "up to 127 of A-Z a-z 0-9 _ . : - and not the broker's own amq.*",
    });
  }
  return {
    exchange: exchange.value,
    routingKey: key?.value ?? '',
    placeholders: key === undefined ? [] : readPlaceholders(key, places.routingKey, subject, context),
    encoding,
    span: node.span,
  };
}

/** A topic as it stands: whoever watches the updates of many operations looks in one place. */
function readUpdates(node: Node, subject: Subject, context: Context): string | undefined {
  const what = `the topic of updates of ${subject.key}`;
  const text = readAddress(node, what, places.topic, context)?.value;
  if (text === undefined || placeholderNames(text)?.length === 0) return text;
  const parameters = { what, found: JSON.stringify(text), expected: 'a topic without placeholders' };
  context.diagnostics.report('AW2307', node.span, parameters);
  return undefined;
}

/** A template whose literal text keeps to the alphabet of its place. */
function readAddress(node: Node, what: string, place: Place, { diagnostics }: Context): StringNode | undefined {
  const text = readText(node, what, diagnostics);
  if (text === undefined) return undefined;
  const literal = text.value.replace(/\{[^{}]+\}/g, '');
  const braces = placeholderNames(text.value) !== undefined;
  const legal = [...literal].every((character) => place.alphabet.test(character)) && literal.length <= place.longest;
  if (braces && legal && !(place.dots && /^\.{1,2}$/.test(text.value))) return text;
  const expected = braces ? `${place.described}, and {placeholders}` : 'every { closed by a }';
  diagnostics.report('AW2307', text.span, { what, found: found(text), expected });
  return undefined;
}

function readEncoding(
  object: ObjectNode | undefined,
  transport: 'kafka' | 'amqp',
  node: Node,
  subject: Subject,
  { diagnostics }: Context,
): Encoding {
  const encodingNode = object?.get('encoding');
  const what = `the encoding of ${transport} of ${subject.key}`;
  const encoding = (encodingNode && readWord(encodingNode, what, encodings, diagnostics)) ?? 'json';
  needEncoding(subject, encoding, transport, encodingNode ?? node, diagnostics);
  return encoding;
}
