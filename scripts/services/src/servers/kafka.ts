import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeSettings } from '../config-file.js';
import { kafkaPom, librariesFolder } from '../folders.js';
import { programPath, said } from '../machine.js';
import { ask, endpointOf } from '../probe/ask.js';
import { apiVersionsAnswer, apiVersionsQuestion, metadataAnswer, metadataQuestion } from '../probe/kafka.js';
import type { Server } from '../server.js';
import { ServiceError } from '../service-error.js';

/** A small heap and the quick compiler: it starts in seconds and leaves the machine to the tests. */
const jvm = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dlog4j2.level=INFO'];
const classpath = join(librariesFolder, '*');

/** Any id will do for a cluster of one; a constant one lets a kept data folder start again. */
const clusterId = 'YWdlbnR3aXJlLWthZmthLQ';

export const kafka: Server = {
  name: 'kafka',
  title: 'Apache Kafka',
  variable: 'AGENTWIRE_KAFKA',
  usualPort: 9092,
  morePorts: 1,
  address: (port) => `127.0.0.1:${port}`,

  async greet(address) {
    const endpoint = endpointOf(address, 9092);
    await ask(endpoint, apiVersionsQuestion, apiVersionsAnswer);
    if ((await ask(endpoint, metadataQuestion, metadataAnswer)) === 0) {
      throw new ServiceError('unreachable', `${address} answers, but no broker has joined yet`);
    }
    return {};
  },

  missing() {
    const java = programPath('java') === undefined ? ['default-jre-headless'] : [];
    const maven = fetched() || programPath('mvn') !== undefined ? [] : ['maven'];
    return [...java, ...maven];
  },

  async fetch() {
    if (fetched()) return;
    const args = [
      '-q',
      '-B',
      '-f',
      kafkaPom,
      'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies',
      '-DincludeScope=runtime',
    ];
    const maven = spawn('mvn', [...args, `-DoutputDirectory=${librariesFolder}`], { stdio: 'inherit' });
    const [code] = await once(maven, 'exit');
    if (code !== 0) throw new ServiceError('install_failed', 'Maven could not fetch Apache Kafka');
    writeFileSync(stamp, pomDigest());
  },

  ownVersion: () => /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([^<]+)/.exec(pomText())?.[1] ?? '',

  async launch({ folder, ports, settings }) {
    checkJava();
    const [clients, controller] = ports;
    const config = join(folder, 'server.properties');
    const data = join(folder, 'data');
    const own = {
      'process.roles': 'broker,controller',
      'node.id': '1',
      'controller.quorum.voters': `1@127.0.0.1:${controller}`,
      // A caller's own stand beside these, which the runner needs.
      listeners: [`PLAINTEXT://127.0.0.1:${clients},CONTROLLER://127.0.0.1:${controller}`, settings['listeners']]
        .filter((one) => one !== undefined)
        .join(','),
      'controller.listener.names': 'CONTROLLER',
      'log.dirs': data,
      // A topic is created with the partitions and retention that the protocol states, or its absence is an error: a
      // broker that creates what it is asked for by a mistyped name hides both.
      'auto.create.topics.enable': 'false',
      'offsets.topic.replication.factor': '1',
      'offsets.topic.num.partitions': '4',
      'transaction.state.log.replication.factor': '1',
      'transaction.state.log.min.isr': '1',
      'transaction.state.log.num.partitions': '4',
      'share.coordinator.state.topic.replication.factor': '1',
      'share.coordinator.state.topic.min.isr': '1',
      'group.initial.rebalance.delay.ms': '0',
    };
    const { listeners: _, ...others } = settings;
    writeSettings(config, '=', own, others);
    if (!existsSync(join(data, 'meta.properties'))) format(config);
    return { command: 'java', args: [...jvm, '-cp', classpath, 'kafka.Kafka', config] };
  },
};

const stamp = join(librariesFolder, '.fetched');

const pomText = (): string => readFileSync(kafkaPom, 'utf8');

function pomDigest(): string {
  return createHash('sha256').update(pomText()).digest('hex');
}

function fetched(): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === pomDigest();
}

function format(config: string): void {
  const args = ['-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config];
  try {
    execFileSync('java', args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  } catch (cause) {
    throw new ServiceError('start_failed', `Kafka could not format its storage for ${config}`, { cause });
  }
}

function checkJava(): void {
  const text = said('java', ['--version']) ?? '';
  const major = Number(/^\S+ (\d+)/.exec(text)?.[1] ?? 0);
  if (major < 17)
    throw new ServiceError('java_too_old', `Kafka needs Java 17, PATH has ${text.split('\n')[0] || 'none'}`);
}
