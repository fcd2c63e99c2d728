/** The protocol itself: what peers of the old side call, listen to and rely on. */
import type { Agent, Message, Operation, Protocol } from '../../model/model.js';
import type { Span } from '../../source/text.js';
import type { Direction, Finding, Severity } from '../finding.js';

interface Change {
  readonly rule: string;
  readonly code: 'AW6401' | 'AW6402' | 'AW6403' | 'AW6404' | 'AW6405';
  readonly severity?: Severity;
  readonly subject: string;
  readonly message: string;
  readonly old: Span;
  readonly new?: Span;
  readonly direction?: Direction;
  readonly fix?: string;
}

export function manifestFindings(old: Protocol, fresh: Protocol): readonly Finding[] {
  const changes = [
    ...removed(old.operations, fresh.operations, 'operation'),
    ...removed(old.agents, fresh.agents, 'agent'),
    ...removed(old.messages, fresh.messages, 'message'),
    ...removed(old.errors, fresh.errors, 'error'),
    ...both(old.operations, fresh.operations, operationChanges),
    ...both(old.agents, fresh.agents, agentChanges),
    ...both(old.messages, fresh.messages, requirementChanges),
  ];
  return changes.map(({ severity = 'breaking', ...one }) => ({
    ...one,
    severity,
    rule: `manifest/${one.rule}`,
    encoding: 'json',
  }));
}

interface Keyed {
  readonly key: string;
  readonly span: Span;
}

function removed(old: readonly Keyed[], fresh: readonly Keyed[], what: string): readonly Change[] {
  return old
    .filter(({ key }) => !fresh.some((one) => one.key === key))
    .map(({ key, span }) => ({
      rule: `${what}-removed`,
      code: 'AW6401',
      subject: key,
      message: `the ${what} ${key} is gone, and peers of the old side still use it`,
      old: span,
      direction: 'backward',
      fix: `keep ${key} until no peer uses it`,
    }));
}

function both<T extends Keyed>(
  old: readonly T[],
  fresh: readonly T[],
  changes: (before: T, after: T) => readonly Change[],
): readonly Change[] {
  return old.flatMap((before) => {
    const after = fresh.find(({ key }) => key === before.key);
    return after === undefined ? [] : changes(before, after);
  });
}

function operationChanges(before: Operation, after: Operation): readonly Change[] {
  const at = { subject: before.key, old: before.span, new: after.span };
  const differ = (rule: string, what: string, was: string | undefined, is: string | undefined): readonly Change[] =>
    was === is
      ? []
      : [
          {
            ...at,
            rule,
            code: 'AW6403',
            message: `${before.key}: ${what} was ${was ?? 'none'} and is ${is ?? 'none'}`,
          },
        ];
  return [
    ...differ('request', 'the request', before.request.key, after.request.key),
    ...differ('reply', 'the reply', before.reply?.key, after.reply?.key),
    ...differ('updates', 'the updates', before.updates?.key, after.updates?.key),
    ...differ('stream', 'the streaming', before.stream, after.stream),
    ...routeChanges(before, after),
    ...permissionChanges(before, after),
    ...behaviourChanges(before, after),
  ];
}

/** An address that peers of the old side use has to be served on. */
function routeChanges(before: Operation, after: Operation): readonly Change[] {
  const gone = (rule: string, what: string, fix: string, place: Span): Change => ({
    rule,
    code: 'AW6402',
    subject: before.key,
    message: `${before.key}: ${what} is gone, where peers of the old side send`,
    old: place,
    new: after.span,
    direction: 'backward',
    fix,
  });
  const changes: Change[] = [];
  const shape = (path: string): string => path.replace(/\{[^}]*\}/g, '{}');
  for (const route of before.bindings.http) {
    const kept = after.bindings.http.some(
      ({ method, path }) => method === route.method && shape(path) === shape(route.path),
    );
    if (!kept)
      changes.push(
        gone(
          'route',
          `${route.method} ${route.path}`,
          `keep ${route.method} ${route.path} beside the new route`,
          route.span,
        ),
      );
  }
  const { grpc, kafka, websocket, amqp } = before.bindings;
  const now = after.bindings;
  if (grpc !== undefined && (now.grpc?.service.name !== grpc.service.name || now.grpc.method.name !== grpc.method.name))
    changes.push(gone('rpc', `/${grpc.service.name}/${grpc.method.name}`, 'keep the rpc', grpc.span));
  if (kafka !== undefined && now.kafka?.topic !== kafka.topic)
    changes.push(
      gone('topic', `the topic ${kafka.topic}`, `go on reading ${kafka.topic} until it is empty`, kafka.span),
    );
  if (
    kafka !== undefined &&
    now.kafka !== undefined &&
    now.kafka.topic === kafka.topic &&
    now.kafka.key !== kafka.key
  ) {
    const message = `${before.key}: messages on ${kafka.topic} were keyed by ${kafka.key ?? 'nothing'} and are by ${now.kafka.key ?? 'nothing'}: their order changes`;
    changes.push({
      rule: 'topic-key',
      code: 'AW6402',
      severity: 'warning',
      subject: before.key,
      message,
      old: kafka.span,
      new: now.kafka.span,
    });
  }
  if (websocket !== undefined && now.websocket?.frame !== websocket.frame)
    changes.push(
      gone('frame', `the frame ${websocket.frame}`, `take the frame ${websocket.frame} as well`, websocket.span),
    );
  if (amqp !== undefined && (now.amqp?.exchange !== amqp.exchange || now.amqp.routingKey !== amqp.routingKey))
    changes.push(
      gone('routing-key', `${amqp.exchange} / ${amqp.routingKey}`, 'bind the old routing key as well', amqp.span),
    );
  return [...changes, ...encodingChanges(before, after)];
}

function encodingChanges(before: Operation, after: Operation): readonly Change[] {
  const pairs = [
    [before.bindings.kafka, after.bindings.kafka, 'kafka'],
    [before.bindings.amqp, after.bindings.amqp, 'amqp'],
    [before.bindings.websocket, after.bindings.websocket, 'websocket'],
  ] as const;
  return pairs.flatMap(([was, is, name]): readonly Change[] =>
    was === undefined || is === undefined || was.encoding === is.encoding
      ? []
      : [
          {
            rule: 'encoding',
            code: 'AW6402',
            subject: before.key,
            message: `${before.key}: on ${name} the encoding was ${was.encoding} and is ${is.encoding}`,
            old: was.span,
            new: is.span,
          },
        ],
  );
}

function permissionChanges(before: Operation, after: Operation): readonly Change[] {
  if (after.permission === undefined || after.permission === before.permission) return [];
  const message = `${before.key} asks for the permission ${after.permission} now (before: ${before.permission ?? 'none'}); peers of the old side may not have it`;
  return [
    {
      rule: 'permission',
      code: 'AW6404',
      subject: before.key,
      message,
      old: before.span,
      new: after.span,
      direction: 'backward',
      fix: `grant ${after.permission} first`,
    },
  ];
}

function behaviourChanges(before: Operation, after: Operation): readonly Change[] {
  const at = { code: 'AW6405', subject: before.key, old: before.span, new: after.span } as const;
  const shorter = after.deadline !== undefined && (before.deadline ?? Infinity) > after.deadline;
  return [
    ...(before.idempotent && !after.idempotent
      ? [
          {
            ...at,
            rule: 'idempotent',
            message: `${before.key} is no longer idempotent, and peers of the old side repeat calls`,
          },
        ]
      : []),
    ...(shorter
      ? [
          {
            ...at,
            rule: 'deadline',
            severity: 'warning' as const,
            message: `${before.key}: the deadline was ${before.deadline === undefined ? 'none' : `${before.deadline} ms`} and is ${after.deadline} ms`,
          },
        ]
      : []),
    ...after.errors
      .filter(({ key }) => !before.errors.some((one) => one.key === key))
      .map(({ key }) => ({
        ...at,
        rule: 'error-added',
        severity: 'warning' as const,
        message: `${before.key} may fail with ${key}, which callers of the old side take for an unknown error`,
      })),
  ];
}

function agentChanges(before: Agent, after: Agent): readonly Change[] {
  const gone = (rule: string, what: string, name: string): Change => ({
    rule,
    code: 'AW6401',
    subject: before.key,
    message: `${before.key} no longer ${what} ${name}`,
    old: before.span,
    new: after.span,
    direction: 'backward',
  });
  return [
    ...before.transports
      .filter((one) => !after.transports.includes(one))
      .map((one) => gone('transport', 'speaks', one)),
    ...before.serves
      .filter(({ key }) => !after.serves.some((one) => one.key === key))
      .map(({ key }) => gone('serves', 'serves', key)),
    ...before.emits
      .filter(({ key }) => !after.emits.some((one) => one.key === key))
      .map(({ key }) => gone('emits', 'emits', key)),
  ];
}

function requirementChanges(before: Message, after: Message): readonly Change[] {
  return after.requires
    .filter((one) => !before.requires.includes(one))
    .map((one) => ({
      rule: 'requires',
      code: 'AW6404',
      subject: before.key,
      message: `${before.key} has to be ${one.replace('_', ' ')} now, and peers of the old side send it without`,
      old: before.span,
      new: after.span,
      direction: 'backward',
      fix: `let senders do so first, then require it`,
    }));
}
