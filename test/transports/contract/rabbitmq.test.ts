/** The contract over a real broker. */
import { afterEach } from 'vitest';
import { placeAt } from '../../support/amqp.js';
import { withServer } from '../../support/services.js';
import { contract } from './contract.js';

await withServer('rabbitmq', 'over amqp on RabbitMQ', (address) => {
  const place = placeAt(address, 'contract.');
  afterEach(() => place.clean());
  contract({ name: 'amqp', make: () => place.make(), broadcasts: true, bothWays: true });
});
