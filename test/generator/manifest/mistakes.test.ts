/** Every mistake of a manifest gives its code, its place and, where one is likely meant, the word: all in one run. */
import { describe, expect, it } from 'vitest';
import { manifestCodes } from '../../../generator/src/diagnostics/codes/manifest.js';
import { load, protoModule } from './support.js';

interface Case {
  readonly title: string;
  readonly manifest: string;
  readonly findings: readonly string[];
}

const service = protoModule('shop.Orders', [
  { name: 'Place' },
  { name: 'Watch', up: true, down: true },
  { name: 'Odd', payload: 5 },
]);

const cases: readonly Case[] = [
  {
    title: 'a manifest that is no object',
    manifest: `[]
`,
    findings: ['protocol.yaml:1:1 AW2002 the manifest is a list, expected an object'],
  },
  {
    title: 'unknown keys, with the key that was likely meant',
    manifest: `protocol: shop
version: 1.0.0
mesages: {}
messages:
  order: { schema: order.schema.json, metdata: receipt.schema.json }
  receipt: receipt.schema.json
errors:
  sold_out: { code: not_found, details: receipt.schema.json }
retry_policies:
  quick: { max_attempts: 2, initial_dellay: 1 }
operations:
  place: { request: order, permision: write:orders, http: { route: POST /orders, fixd: {} }, kafka: { topic: orders, keys: x }, amqp: { exchange: orders, key: x }, websocket: { frame: message, encodings: json }, fill: { requst: {} } }
agents:
  clerk: { serves: [place], transport: [http] }
`,
    findings: [
      'protocol.yaml:3:1 AW2001 the manifest has no key "mesages" / did you mean messages?',
      'protocol.yaml:5:39 AW2001 the message order has no key "metdata" / did you mean metadata?',
      'protocol.yaml:8:32 AW2001 the error sold_out has no key "details" / did you mean detail?',
      'protocol.yaml:10:29 AW2001 the retry policy quick has no key "initial_dellay" / did you mean initial_delay?',
      'protocol.yaml:12:28 AW2001 the operation place has no key "permision" / did you mean permission?',
      'protocol.yaml:12:82 AW2001 http of place has no key "fixd" / did you mean fixed?',
      'protocol.yaml:12:118 AW2001 kafka of place has no key "keys" / did you mean key?',
      'protocol.yaml:12:155 AW2001 amqp of place has no key "key"',
      'protocol.yaml:12:194 AW2001 websocket of place has no key "encodings" / did you mean encoding?',
      'protocol.yaml:12:221 AW2001 fill of place has no key "requst" / did you mean request?',
      'protocol.yaml:14:10 AW2003 the agent clerk has no transports',
      'protocol.yaml:14:29 AW2001 the agent clerk has no key "transport" / did you mean transports?',
    ],
  },
  {
    title: 'values of the wrong kind',
    manifest: `protocol: 7
version: 1.0
description: []
envelope: {}
services: [1]
encodings: xml
messages: []
errors: { sold_out: 404 }
retry_policies: { quick: { max_attempts: two, jitter: sometimes } }
operations:
  place: nothing
agents:
`,
    findings: [
      'protocol.yaml:1:11 AW2002 protocol is the number 7, expected text',
      'protocol.yaml:2:10 AW2002 version is the number 1.0, expected three numbers, for example 1.0.0',
      'protocol.yaml:3:14 AW2002 description is a list, expected text',
      'protocol.yaml:4:11 AW2002 envelope is an object, expected text',
      'protocol.yaml:5:12 AW2002 an entry of services is the number 1, expected text',
      'protocol.yaml:6:12 AW2004 an entry of encodings is "xml", expected one of json, protobuf, avro',
      'protocol.yaml:7:11 AW2002 messages is a list, expected an object',
      'protocol.yaml:8:21 AW2002 the error sold_out is the number 404, expected an object',
      'protocol.yaml:9:42 AW2002 max_attempts of quick is "two", expected a number',
      'protocol.yaml:9:55 AW2002 jitter of quick is "sometimes", expected true or false',
      'protocol.yaml:11:10 AW2002 the operation place is "nothing", expected an object',
      'protocol.yaml:12:8 AW2002 agents is empty, expected an object',
    ],
  },
  {
    title: 'missing keys',
    manifest: `messages:
  order: {}
errors:
  sold_out: {}
retry_policies:
  quick: {}
operations:
  place: { amqp: {}, kafka: {}, websocket: {}, http: {} }
agents:
  clerk: {}
`,
    findings: [
      'protocol.yaml:1:1 AW2003 the manifest has no protocol',
      'protocol.yaml:1:1 AW2003 the manifest has no version',
      'protocol.yaml:2:10 AW2003 the message order has no schema',
      'protocol.yaml:4:13 AW2003 the error sold_out has no code',
      'protocol.yaml:6:10 AW2003 the retry policy quick has no max_attempts',
      'protocol.yaml:8:10 AW2003 the operation place has no request',
      'protocol.yaml:10:10 AW2003 the agent clerk has no transports',
    ],
  },
  {
    title: 'values out of their range',
    manifest: `protocol: my shop
version: one
messages: { "or der": order.schema.json, agentwire.x: order.schema.json, order: order.schema.json }
errors: { expired: not_found, sold_out: gone }
retry_policies: { quick: { max_attempts: 0, backoff_multiplier: 0.5 }, slow: { max_attempts: 1.5, initial_delay: 90, max_delay: 60 } }
operations:
  place: { request: order, permission: orders, deadline: 15 minutes, stream: up, every: 2y }
  fetch: { request: order, deadline: 9000h, idempotent: yes }
  close: { request: order }
  then: { request: order }
agents:
  Clerk: { serves: [place, place], transports: [] }
  other: { serves: [fetch], transports: [smtp, http, http] }
`,
    findings: [
      'protocol.yaml:1:11 AW2004 protocol is "my shop", expected names joined by dots, for example dora.agent.communication',
      'protocol.yaml:2:10 AW2004 version is "one", expected three numbers, for example 1.0.0',
      'protocol.yaml:3:13 AW2004 the name of a message is "or der", expected up to 100 letters, digits, dots, dashes and underscores, a letter first',
      'protocol.yaml:3:42 AW2106 "agentwire.x" cannot name a message, the runtime uses it',
      'protocol.yaml:4:11 AW2106 "expired" cannot name a declared error, the runtime uses it',
      'protocol.yaml:4:41 AW2004 the code of sold_out is "gone", expected one of cancelled, unknown, invalid_argument, deadline_exceeded, not_found, already_exists, permission_denied, resource_exhausted, failed_precondition, aborted, out_of_range, unimplemented, internal, unavailable, data_loss, unauthenticated',
      'protocol.yaml:5:42 AW2004 max_attempts of quick is 0, expected a whole number of at least 1',
      'protocol.yaml:5:65 AW2004 backoff_multiplier of quick is 0.5, expected a number of at least 1',
      'protocol.yaml:5:94 AW2004 max_attempts of slow is 1.5, expected a whole number of at least 1',
      'protocol.yaml:7:40 AW2004 permission of place is "orders", expected verb:resource, for example write:tasks',
      'protocol.yaml:7:58 AW2006 deadline of place is "15 minutes", expected a duration / write "15m"',
      'protocol.yaml:7:78 AW2004 stream of place is "up", expected one of none, client, server, both',
      'protocol.yaml:7:89 AW2006 every of place is "2y", expected a duration',
      'protocol.yaml:8:38 AW2004 deadline of fetch is "9000h", expected at most a year',
      'protocol.yaml:8:57 AW2002 idempotent of fetch is "yes", expected true or false',
      'protocol.yaml:9:3 AW2106 "close" cannot name an operation, the runtime uses it',
      'protocol.yaml:10:3 AW2106 "then" cannot name an operation, the runtime uses it',
      'protocol.yaml:12:3 AW2004 the name of an agent is "Clerk", expected what the envelope takes as destination.agent_type',
      'protocol.yaml:12:28 AW2005 serves of Clerk names place twice',
      'protocol.yaml:12:48 AW2004 transports of Clerk is an empty list, expected at least one transport',
      'protocol.yaml:13:42 AW2004 an entry of transports of other is "smtp", expected one of http, grpc, kafka, websocket, amqp, memory',
    ],
  },
  {
    title: 'names of nothing, with the name that was likely meant',
    manifest: `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, receipt: receipt.schema.json }
errors: { sold_out: not_found }
retry_policies: { quick: { max_attempts: 2 } }
operations:
  place: { request: ordr, reply: reciept, errors: [soldout], retry: quik }
  cancel: { request: order, errors: [sold_out] }
agents:
  clerk: { serves: [plaice, place], emits: [cancle], transports: [memory] }
`,
    findings: [
      'protocol.yaml:7:21 AW2101 there is no message "ordr" / did you mean order?',
      'protocol.yaml:7:34 AW2101 there is no message "reciept" / did you mean receipt?',
      'protocol.yaml:7:52 AW2101 there is no error "soldout" / did you mean sold_out?',
      'protocol.yaml:7:69 AW2101 there is no retry policy "quik" / did you mean quick?',
      'protocol.yaml:8:37 AW2201 cancel has errors and no reply, expected a reply, in whose place an error comes',
      'protocol.yaml:10:21 AW2101 there is no operation "plaice" / did you mean place?',
      'protocol.yaml:10:45 AW2101 there is no operation "cancle" / did you mean cancel?',
    ],
  },
  {
    title: 'references to types that are not there or are no messages',
    manifest: `protocol: shop
version: 1.0.0
messages:
  order: order.schema.json#/$defs/knd
  kind: order.schema.json#/$defs/kind
  gone: missing.schema.json
`,
    findings: [
      'protocol.yaml:4:10 AW2102 order.schema.json has no type "/$defs/knd" / did you mean /$defs/kind?',
      'protocol.yaml:5:9 AW2104 the message kind is an enum, expected an object with members',
    ],
  },
  {
    title: 'operations whose parts do not fit each other',
    manifest: `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, receipt: receipt.schema.json }
operations:
  place: { request: order, updates: receipt }
  watch: { request: order, stream: server }
  both: { request: order, reply: receipt, updates: receipt, stream: both }
  tick: { request: order, every: 5s, fill: { request: { id: uuid } } }
  fills: { request: order, fill: { reply: { order: uuid } } }
`,
    findings: [
      'protocol.yaml:5:37 AW2201 place has updates and no reply, expected a reply after them',
      'protocol.yaml:6:36 AW2201 watch streams its replies and has no reply, expected `reply:`, the message of the stream',
      'protocol.yaml:7:52 AW2201 both has updates and a stream, expected one of them',
      'protocol.yaml:8:34 AW2201 tick is sent by itself and leaves kind empty, expected a fill rule for every required member',
      'protocol.yaml:9:43 AW2201 fills fills its reply and has none, expected `reply:` beside it',
    ],
  },
  {
    title: 'fill rules that could not work',
    manifest: `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, receipt: receipt.schema.json }
operations:
  place:
    request: order
    reply: receipt
    fill:
      request: { idd: uuid, id: request.id, note: elapsed, amount: presence.lod, kind: bok, urgent: presence.load }
      reply:
        order: request.note
        at: uuid
        seconds: now
        state: [done]
        paid: true
  take:
    request: order
    reply: receipt
    fill: { request: { kind: header., amount: presence.load, note: { literal: now }, limits: presence.resource_usage }, reply: { order: header.causation_id, at: header.timestamp, state: done, seconds: request.limits.secnds } }
`,
    findings: [
      'protocol.yaml:9:18 AW2202 Order has no member "idd" / did you mean id?',
      'protocol.yaml:9:33 AW2203 request.id is no source / a request has no other request to take it from',
      'protocol.yaml:9:51 AW2203 elapsed is no source / only a reply knows how long its handler took',
      'protocol.yaml:9:68 AW2203 presence.lod is no source / did you mean load?',
      'protocol.yaml:9:88 AW2204 bok is no such value, and kind takes one of book, toy',
      'protocol.yaml:9:101 AW2204 presence.load is a number from 0 to 1, and urgent takes true or false',
      'protocol.yaml:11:16 AW2204 request.note is a member that may be absent, and order takes text',
      'protocol.yaml:12:13 AW2204 uuid is text of format uuid, and at takes a time',
      'protocol.yaml:13:18 AW2204 now is a time, and seconds takes a number',
      'protocol.yaml:14:16 AW2204 ["done"] is no such value, and state takes one of done, cancelled',
      'protocol.yaml:15:9 AW2202 Receipt has no member "paid"',
      'protocol.yaml:19:30 AW2203 header. is no source',
      'protocol.yaml:19:137 AW2204 header.causation_id is a member that may be absent, and order takes text',
      'protocol.yaml:19:202 AW2202 limits.secnds leads nowhere: OrderLimits has no member "secnds" / did you mean seconds?',
    ],
  },
  {
    title: 'task and cancel rules that could not work',
    manifest: `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, receipt: receipt.schema.json }
operations:
  place: { request: order, reply: receipt, updates: receipt, task: { id: amount, timeout: note } }
  plain: { request: order, reply: receipt, updates: receipt, task: { id: id, timeout: limits.second } }
  stop: { request: order, cancels: { task: idd, when: { kind: books }, update: { state: canceled } } }
  halt: { request: order, cancels: { task: id, when: { kind: book }, update: { state: canceled, stat: x } } }
`,
    findings: [
      'protocol.yaml:5:74 AW2004 id of task of place is a number, expected a member with text',
      'protocol.yaml:5:91 AW2004 timeout of task of place is text, expected a member with a number',
      'protocol.yaml:6:87 AW2202 limits.second leads nowhere: OrderLimits has no member "second" / did you mean seconds?',
      'protocol.yaml:7:44 AW2202 Order has no member "idd" / did you mean id?',
      'protocol.yaml:7:63 AW2204 books is no such value, and kind takes one of book, toy / did you mean book?',
      'protocol.yaml:8:87 AW2204 "canceled" is no such value, and state takes one of done, cancelled / did you mean cancelled?',
      'protocol.yaml:8:97 AW2202 Receipt has no member "stat" / did you mean state?',
    ],
  },
  {
    title: 'routes',
    manifest: `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, receipt: receipt.schema.json, secret: { schema: order.schema.json, requires: [encrypted] } }
operations:
  a: { request: order, http: /orders }
  b: { request: order, http: post /orders }
  c: { request: order, http: POST orders }
  d: { request: order, http: "POST /orders?x=1" }
  e: { request: order, http: POST /a//b }
  f: { request: order, http: "POST /a/../b" }
  g: { request: order, http: "POST /a/x{id}" }
  h: { request: order, http: "POST /o/{id}" }
  i: { request: order, http: "POST /o/{kind}" }
  j: { request: order, http: "GET /j/{kind}" }
  k: { request: order, http: ["POST /k", "DELETE /k/{id}"] }
  l: { request: order, http: { "DELETE /l/{id}": { kind: bok, urgent: "yes", amount: many } } }
  m: { request: order, http: { "DELETE /m/{it}": { id: "{it}", kind: book }, "POST /m": {} } }
  n: { request: order, http: { "POST /n/{it}": { id: "{that}", kind: "{it}" } } }
  o: { request: order, http: "POST /n/{note}/{lines}/{urgent}/{amount}" }
  p: { request: order, http: "POST /n/{message_id}/{kin}/{header.message_id}/{destination.agent_idd}/{payload.data.limits.seconds}" }
  q: { request: secret, http: ["POST /q", "DELETE /q/{id}/{kind}"] }
  r: { request: order, http: WebSocket /r }
  s: { request: order, reply: order, stream: both, http: GET /s }
`,
    findings: [
      'protocol.yaml:5:30 AW2301 "/orders" is no route, expected a method and a path / write "POST /orders"',
      'protocol.yaml:6:30 AW2301 "post /orders" is no route, expected a method and a path / write POST',
      'protocol.yaml:7:30 AW2301 "POST orders" is no route, expected a method and a path / a path begins with a slash',
      'protocol.yaml:8:30 AW2301 "POST /orders?x=1" is no route, expected a method and a path / members that are not in the path come from the query without being named',
      'protocol.yaml:9:30 AW2301 "POST /a//b" is no route, expected a method and a path / a path has no empty segments',
      'protocol.yaml:10:30 AW2301 "POST /a/../b" is no route, expected a method and a path / a path has no segments of dots',
      'protocol.yaml:11:30 AW2301 "POST /a/x{id}" is no route, expected a method and a path / the segment x{id} has more than a placeholder',
      'protocol.yaml:13:30 AW2302 POST /o/{kind} is also POST /o/{id} of h',
      'protocol.yaml:14:30 AW2303 a GET has no body, and lines is neither in the path nor fixed nor fit for the query',
      'protocol.yaml:14:30 AW2303 a GET has no body, and limits is neither in the path nor fixed nor fit for the query',
      'protocol.yaml:16:32 AW2303 a DELETE has no body, and lines is neither in the path nor fixed nor fit for the query',
      'protocol.yaml:16:32 AW2303 a DELETE has no body, and limits is neither in the path nor fixed nor fit for the query',
      'protocol.yaml:16:58 AW2204 "bok" is no such value, and kind takes one of book, toy',
      'protocol.yaml:16:71 AW2204 "yes" is no such value, and urgent takes true or false',
      'protocol.yaml:16:86 AW2204 "many" is no such value, and amount takes a number',
      'protocol.yaml:18:54 AW2304 {that} of the member id is neither a destination, header nor payload member',
      'protocol.yaml:19:39 AW2305 {note} may be any text, and the path takes up to 200 of A-Z a-z 0-9 _ . -',
      'protocol.yaml:19:39 AW2306 {note} of the path is an optional member',
      'protocol.yaml:19:46 AW2305 {lines} is not text, and the path takes up to 200 of A-Z a-z 0-9 _ . -',
      'protocol.yaml:19:46 AW2306 {lines} of the path is an optional member',
      'protocol.yaml:19:54 AW2306 {urgent} of the path is an optional member',
      'protocol.yaml:19:63 AW2305 {amount} is not text, and the path takes up to 200 of A-Z a-z 0-9 _ . -',
      'protocol.yaml:19:63 AW2306 {amount} of the path is an optional member',
      'protocol.yaml:20:39 AW2304 {message_id} of the path is neither a destination, header nor payload member / write {header.message_id}',
      'protocol.yaml:20:52 AW2304 {kin} of the path is neither a destination, header nor payload member / did you mean kind?',
      'protocol.yaml:20:78 AW2202 destination.agent_idd leads nowhere: HeaderDestination has no member "agent_idd" / did you mean agent_id?',
      'protocol.yaml:20:102 AW2305 {payload.data.limits.seconds} is not text, and the path takes up to 200 of A-Z a-z 0-9 _ . -',
      'protocol.yaml:20:102 AW2306 {payload.data.limits.seconds} of the path is an optional member',
      'protocol.yaml:21:43 AW2311 q has a DELETE route, and secret has to be encrypted',
      'protocol.yaml:22:30 AW2201 r has a WebSocket route, expected `stream: both` beside it',
      'protocol.yaml:23:58 AW2201 s has the route GET /s, expected a WebSocket route for a bidirectional stream',
    ],
  },
  {
    title: 'topics, keys, exchanges, routing keys and frames',
    manifest: `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, json_only: { schema: order.schema.json, encodings: [json] } }
operations:
  a: { request: order, kafka: "orders {kind}" }
  b: { request: order, kafka: "orders-{kind" }
  c: { request: order, kafka: { topic: "orders-{note}", key: note } }
  d: { request: order, kafka: { topic: "orders-{kind}", key: payload.data.nte } }
  e: { request: order, amqp: { exchange: amq.direct, routing_key: "a.*" } }
  f: { request: order, amqp: { exchange: shop, routing_key: "a.{agent_typ}" } }
  g: { request: json_only, amqp: { exchange: shop, encoding: protobuf } }
  h: { request: json_only, kafka: { topic: orders, encoding: avr } }
  i: { request: order, websocket: ping }
`,
    findings: [
      'protocol.yaml:5:31 AW2307 the topic of a is "orders {kind}", expected up to 200 of A-Z a-z 0-9 _ . -, and {placeholders}',
      'protocol.yaml:6:31 AW2307 the topic of b is "orders-{kind", expected every { closed by a }',
      'protocol.yaml:7:48 AW2305 {note} may be any text, and the topic takes up to 200 of A-Z a-z 0-9 _ . -',
      'protocol.yaml:7:48 AW2306 {note} of the topic is an optional member',
      'protocol.yaml:8:62 AW2202 Order has no member "nte" / did you mean note?',
      'protocol.yaml:9:42 AW2307 the exchange of e is "amq.direct", expected up to 127 of A-Z a-z 0-9 _ . : - and not the broker\'s own amq.*',
      'protocol.yaml:9:67 AW2307 the routing key of e is "a.*", expected up to 200 of A-Z a-z 0-9 _ . -, and {placeholders}',
      'protocol.yaml:10:64 AW2304 {agent_typ} of the routing key is neither a destination, header nor payload member / did you mean agent_type?',
      'protocol.yaml:11:62 AW2310 amqp needs json_only in protobuf, and its encodings do not name it',
      'protocol.yaml:12:62 AW2004 the encoding of kafka of h is "avr", expected one of json, protobuf, avro / did you mean avro?',
      'protocol.yaml:13:35 AW2307 the frame of i is "ping", expected a lower-case word that is none of accepted, ack, auth, cancel, credit, done, end, error, ping, pong, resume, resumed, seq',
    ],
  },
  {
    title: 'gRPC methods',
    manifest: `protocol: shop
version: 1.0.0
services: proto/agents.proto
messages: { order: order.schema.json, receipt: receipt.schema.json, json_only: { schema: order.schema.json, encodings: [json] } }
operations:
  a: { request: order, grpc: Place }
  b: { request: order, grpc: Order.Place }
  c: { request: order, grpc: Orders.Plac }
  d: { request: order, grpc: Orders.Watch }
  e: { request: order, grpc: Orders.Odd }
  f: { request: order, reply: receipt, grpc: Orders.Place }
  g: { request: json_only, grpc: shop.Orders.Place }
`,
    findings: [
      'protocol.yaml:6:30 AW2307 grpc of a is "Place", expected Service.Method',
      'protocol.yaml:7:30 AW2308 there is no service Order / did you mean Orders?',
      'protocol.yaml:8:30 AW2308 there is no method of shop.Orders Plac / did you mean Place?',
      'protocol.yaml:9:30 AW2309 Watch takes a stream, expected one message',
      'protocol.yaml:9:30 AW2309 Watch returns a stream, expected one message',
      'protocol.yaml:10:30 AW2309 Odd has the message OddRequest, expected header = 1 and payload = 2 { data = 1 } in it',
      'protocol.yaml:12:34 AW2310 grpc needs json_only in protobuf, and its encodings do not name it',
      'protocol.yaml:12:34 AW2312 shop.Orders.Place is also the method of f',
    ],
  },
  {
    title: 'agents that could not work',
    manifest: `protocol: shop
version: 1.0.0
messages: { order: order.schema.json, receipt: receipt.schema.json }
operations:
  place: { request: order, websocket: message }
  check: { request: order, websocket: message, http: POST /check }
agents:
  clerk: { serves: [place, check], transports: [http] }
  boss: { serves: [place, check], transports: [http, websocket] }
`,
    findings: [
      'protocol.yaml:8:21 AW2401 clerk has place, which is bound to none of its transports (http)',
      'protocol.yaml:9:27 AW2402 boss serves check and place, which both take order over websocket',
    ],
  },
  {
    title: 'an envelope without a header',
    manifest: `protocol: shop
version: 1.0.0
envelope: order.schema.json
`,
    findings: ['protocol.yaml:3:11 AW2105 the envelope has no header with members of its own'],
  },
  {
    title: 'an envelope that is no object',
    manifest: `protocol: shop
version: 1.0.0
envelope: order.schema.json#/$defs/kind
`,
    findings: ['protocol.yaml:3:11 AW2105 the envelope is not an object'],
  },
  {
    title: 'broken syntax',
    manifest: `protocol: shop
version: [1.0.0
`,
    findings: [
      'protocol.yaml:3:1 AW1002 flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  },
  {
    title: 'a key that stands twice',
    manifest: `protocol: shop
version: 1.0.0
messages:
  order: order.schema.json
  order: receipt.schema.json
`,
    findings: ['protocol.yaml:5:3 AW1002 duplicate key "order"'],
  },
];

describe('mistakes in a manifest', () => {
  for (const { title, manifest, findings } of cases) {
    it(`finds ${title}`, () => {
      const modules = manifest.includes('services: proto') ? [service] : [];
      expect(load(manifest, undefined, { modules }).findings).toEqual(findings);
    });
  }

  it('covers every code of the manifest', () => {
    const seen = new Set(cases.flatMap(({ findings }) => findings.map((finding) => finding.split(' ')[1])));
    // AW2103 needs a file of several types, which only Protobuf and Avro have; references.test.ts shows it.
    expect(Object.keys(manifestCodes).filter((code) => !seen.has(code))).toEqual(['AW2103']);
  });
});
