/** What things are called on the broker (Transport Protocols, 5, and its rulings). `docs/amqp.md` lists them for peers. */

export interface Names {
  readonly direct: string;
  readonly topic: string;
  readonly fanout: string;
  /** An exchange and its queue. */
  readonly deadLetters: string;
  /** Shared by the instances of a type. */
  typeQueue(type: string, of: 'tasks' | 'events'): string;
  ownQueue(id: string, of: 'tasks' | 'commands' | 'broadcasts' | 'inbox', unique?: string): string;
  /** Any instance of a type. */
  typeKey(type: string): string;
  instanceKey(type: string, id: string): string;
  /** Callers that no longer want an answer, told to all instances: the one that works on the call stops. */
  cancelKey(type: string): string;
  exchange(name: string): string;
}

/** @param namespace stands before all names of exchanges and queues, so that several systems may share a virtual host. */
export function namesIn(namespace: string): Names {
  const name = (...parts: string[]): string => namespace + parts.join('.');
  return {
    direct: name('agent.direct'),
    topic: name('agent.topic'),
    fanout: name('agent.fanout'),
    deadLetters: name('agent.dead-letters'),
    typeQueue: (type, of) => name('agent', word(type), of),
    ownQueue: (id, of, unique) => name('agent', word(id), of, ...(unique === undefined ? [] : [unique])),
    typeKey: (type) => `task.${word(type)}`,
    instanceKey: (type, id) => `task.${word(type)}.${word(id)}`,
    cancelKey: (type) => `cancel.${word(type)}`,
    exchange: (own) => name(own),
  };
}

/** One word of a routing key: without the dot that parts words, without the `*` and `#` of patterns. */
export function word(text: string): string {
  return words(text).replaceAll('.', '%2E');
}

/** Text that may itself be several words, as an event's type is. */
export function words(text: string): string {
  return encodeURIComponent(text).replaceAll('*', '%2A');
}
