/** The spellings that one name takes in output. Words are split at `_`, `-`, `.`, spaces and humps. */
import type { Encoding } from '../model/model.js';

const suffix: Readonly<Record<Encoding, string>> = { json: 'Json', protobuf: 'Protobuf', avro: 'Avro' };

/** `TaskStatusJson`, `TaskStatusProtobuf`, `TaskStatusAvro`. */
export function codecName(type: string, encoding: Encoding): string {
  return `${type}${suffix[encoding]}`;
}

function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
}

/** `task_request`, `TaskRequest` -> `task-request`: files and folders. */
export function kebab(name: string): string {
  return words(name)
    .map((word) => word.toLowerCase())
    .join('-');
}

/** `task_request` -> `TaskRequest`: types and agents. */
export function pascal(name: string): string {
  return words(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `send_task` -> `sendTask`: methods and constants. */
export function camel(name: string): string {
  const text = pascal(name);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The Avro namespace and Protobuf package of what is derived: the protocol's name, where there is one. */
export function namespaceOf(protocol: string | undefined): string {
  return (protocol ?? 'schemas')
    .split('.')
    .map((part) => part.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_'))
    .join('.');
}
