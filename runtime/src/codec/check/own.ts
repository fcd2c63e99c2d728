/** Reads a declared member of any object, and never takes what Object.prototype has by that name. */

export function ownMember(value: object, name: string): unknown {
  const inherited = name in Object.prototype && !Object.hasOwn(value, name);
  return inherited ? undefined : (value as Readonly<Record<string, unknown>>)[name];
}
