import { BlackbarError } from "./types.js";

// Checks what callers without TypeScript pass. A mistake that is let through
// in silence here would be a guard that does not guard.

/** The kind of a value as an error message names it. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

export function wrongType(where: string, wanted: string, value: unknown): BlackbarError {
  return new BlackbarError("wrong-type", where, `should be ${wanted}, not ${kindOf(value)}`);
}

/** @throws {BlackbarError} if `options` is no object or has another key. */
export function checkKeys(options: unknown, where: string, keys: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw wrongType(where, "an object", options);
  for (const key of Object.keys(options)) {
    if (!keys.includes(key)) {
      const message = `no such key; there are ${keys.join(", ")}`;
      throw new BlackbarError("unknown-key", `${where}.${key}`, message);
    }
  }
}

/** @throws {BlackbarError} if `value` is no array of strings. */
export function checkStrings(value: unknown, where: string): asserts value is readonly string[] {
  if (!Array.isArray(value)) throw wrongType(where, "an array", value);
  value.forEach((item, index) => {
    if (typeof item !== "string") throw wrongType(`${where}[${index}]`, "a string", item);
  });
}

/** @throws {TypeError} if a text is none. */
export function checkText(text: unknown): asserts text is string {
  if (typeof text !== "string") throw new TypeError(`text must be a string, not ${kindOf(text)}`);
}

/** Lone surrogates become U+FFFD; String.toWellFormed came with Node 20. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** @throws {BlackbarError} if `value` is no object, or has no JSON. */
export function objectJson(value: unknown, where: string): string {
  checkKeys(value, where, Object.keys(Object(value)));
  try {
    return JSON.stringify(value);
  } catch (cause) {
    // A cycle or a BigInt.
    throw new BlackbarError("invalid-json", where, "is no JSON", { cause });
  }
}

/** @throws {BlackbarError} at or after `end`, in seconds since 1970: a page may stay open
 *  for longer than its keys are good. */
export function checkInTime(end: number): void {
  if (end === Infinity || nowSeconds() < end) return;
  throw new BlackbarError("expired-key", "$.recipients", "a key has expired since the start");
}

/** The engine has no clock; keys expire by this one. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
