/** Avro names: what is legal, full names, and the TypeScript names that they become. */

const simple = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function isName(text: string): boolean {
  return simple.test(text);
}

export function isFullName(text: string): boolean {
  return text.split('.').every(isName);
}

/** `''` is the null namespace. */
export function isNamespace(text: string): boolean {
  return text === '' || isFullName(text);
}

export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

export function shortName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

export function qualify(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

/** `agent_message` is `AgentMessage`; what is PascalCase already stays as it is. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const text = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(text) ? text : `_${text}`;
}
