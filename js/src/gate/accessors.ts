/**
 * Puts a getter of ours in the place of a prototype's own, which it may ask;
 * gives what puts that back. Nothing happens where there is no such getter.
 */
export function overrideGetter<T extends object, V>(
  prototype: T,
  name: string,
  get: (self: T, original: () => V) => V,
): () => void {
  const before = Object.getOwnPropertyDescriptor(prototype, name);
  if (before?.get === undefined || before.configurable !== true) return () => {};
  const original = before.get;
  const patched = function (this: T): V {
    return get(this, () => Reflect.apply(original, this, []) as V);
  };
  Object.defineProperty(prototype, name, { ...before, get: patched });
  return () => {
    // Somebody may have put another in front of ours meanwhile.
    if (Object.getOwnPropertyDescriptor(prototype, name)?.get === patched)
      Object.defineProperty(prototype, name, before);
  };
}
