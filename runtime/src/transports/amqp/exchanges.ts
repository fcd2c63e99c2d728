/** Exchanges as the embedded broker has them: what is bound to each, and which queues a key leads to. */
import type { Exchange, TopologyBinding } from './topology.js';

export interface Exchanges {
  declare(exchange: Exchange): void;
  bind(binding: TopologyBinding): void;
  unbind(binding: TopologyBinding): void;
  /** Undefined where there is no such exchange. */
  route(exchange: string, routingKey: string): readonly string[] | undefined;
}

interface Declared extends Exchange {
  readonly bindings: TopologyBinding[];
}

export function createExchanges(): Exchanges {
  const exchanges = new Map<string, Declared>();
  const at = (bindings: readonly TopologyBinding[], { queue, routingKey }: TopologyBinding): number =>
    bindings.findIndex((one) => one.queue === queue && one.routingKey === routingKey);
  return {
    declare({ name, type }) {
      if (!exchanges.has(name)) exchanges.set(name, { name, type, bindings: [] });
    },
    bind(binding) {
      const bindings = exchanges.get(binding.exchange)?.bindings;
      if (bindings !== undefined && at(bindings, binding) === -1) bindings.push(binding);
    },
    unbind(binding) {
      const bindings = exchanges.get(binding.exchange)?.bindings ?? [];
      const index = at(bindings, binding);
      if (index !== -1) bindings.splice(index, 1);
    },
    route(name, routingKey) {
      const exchange = exchanges.get(name);
      if (exchange === undefined) return undefined;
      const matching = exchange.bindings.filter((binding) => matches(exchange, binding.routingKey, routingKey));
      return [...new Set(matching.map(({ queue }) => queue))];
    },
  };
}

function matches({ type }: Exchange, pattern: string, key: string): boolean {
  switch (type) {
    case 'direct':
      return pattern === key;
    case 'fanout':
      return true;
    case 'topic':
      return matchesWords(pattern.split('.'), key.split('.'));
  }
}

/** AMQP 0-9-1, 3.1.3.3: `*` is one word, `#` any number of them. */
function matchesWords([first, ...rest]: readonly string[], key: readonly string[]): boolean {
  if (first === undefined) return key.length === 0;
  if (first === '#') return key.some((_, index) => matchesWords(rest, key.slice(index))) || matchesWords(rest, []);
  return key.length > 0 && (first === '*' || first === key[0]) && matchesWords(rest, key.slice(1));
}
