import type { Edit } from "../json.js";
import type { Selects } from "../selection.js";
import { BlackbarError, type SealedEnvelope } from "../types.js";

/** What is done to one request: guard.ts makes it, body.ts and the like use it. */
export interface Editor {
  /** Which strings of JSON, forms and queries are text. */
  readonly selects: Selects;
  readonly edit: Edit;
  /** Asks whether a file that is no text may leave as it is; a promise where the
   *  page decides. @throws {BlackbarError} unsupported-body where it may not. */
  readonly upload: (type: string, bytes: number) => void | Promise<void>;
  /** What `edit` has sealed in this request so far. */
  readonly sealed?: () => SealedEnvelope | undefined;
}

export function unsupported(what: string): BlackbarError {
  return new BlackbarError("unsupported-body", "", `${what} cannot be read, so it is not sent`);
}

/** By tag, as objects of another frame are no instances of this one's classes. */
export function isA(value: unknown, tag: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${tag}]`;
}

/** UTF-8 without NUL is text, undefined anything else: that may hide what it will. */
export function textOf(bytes: ArrayBuffer | ArrayBufferView): string | undefined {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const text = decoder.decode(bytes as BufferSource);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** `after` now, or when `value` is there. */
export function then<T, R>(
  value: T | Promise<T>,
  after: (value: T) => R | Promise<R>,
): R | Promise<R> {
  return value instanceof Promise ? value.then(after) : after(value);
}
