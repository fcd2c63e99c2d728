import { http } from '@agentwire/runtime/http';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { day, type Place } from './bakery.js';

const overHttp = (): Place => ({ on: http({ port: 0 }), over: (address) => http(address ?? '') });
const overMemory = (encoding: 'json' | 'protobuf'): Place => {
  const bus = memory({ broker: createBroker(), encoding });
  return { on: bus, over: () => bus };
};

const days = [
  await day('http', [overHttp(), overHttp()]),
  await day('memory json', [overMemory('json'), overMemory('json')]),
  await day('memory protobuf', [overMemory('protobuf'), overMemory('protobuf')]),
];
process.stdout.write(JSON.stringify(days));
