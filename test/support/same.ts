/**
 * Whether two values are the same to a program: prototypes aside, key by own key. (`toEqual` passes over `undefined`,
 * and reads `__proto__` through the prototype.)
 */
export function same(one: unknown, two: unknown): boolean {
  if (Object.is(one, two)) return true;
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) return false;
  if (one instanceof Date || two instanceof Date)
    return one instanceof Date && two instanceof Date && one.getTime() === two.getTime();
  if (Array.isArray(one) !== Array.isArray(two) || one instanceof Uint8Array !== two instanceof Uint8Array)
    return false;
  const keys = Reflect.ownKeys(one);
  const get = (value: object, key: PropertyKey): unknown => Object.getOwnPropertyDescriptor(value, key)?.value;
  return (
    keys.length === Reflect.ownKeys(two).length &&
    keys.every((key) => Object.hasOwn(two, key) && same(get(one, key), get(two, key)))
  );
}
