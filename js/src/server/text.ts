import { unbase58 } from "../coding.js";
import { fits, openBytes, openNumber as numberOf, pseudonymInfo, SUITES } from "../crypto.js";
import { checkText } from "../options.js";
import { subtle, wasm } from "./engine.js";
import { type Keyring, keyringOf, type KeyringSource } from "./keyring.js";
import { kindOf, known, type OpenOptions } from "./open.js";

/** A place of a text that says it is sealed. */
interface Place {
  readonly entity: string;
  readonly kid: string;
  /** UTF-16 code units into the text you passed. */
  readonly start: number;
  readonly end: number;
}

type Outcome =
  | { readonly value: string; readonly code?: undefined }
  | { readonly value?: undefined; readonly code: "no-key" | "not-opened" | "pseudonym" };

/** Its value, or why there is none: no key; another conversation, another key of that name,
 *  changed or made up; a pseudonym, which `isPseudonym` alone can tell. */
export type OpenedPlace = Place & Outcome;

export interface OpenedText {
  /** The text with the values in it; what does not open stays as it is. */
  readonly text: string;
  /** In order, never overlapping. */
  readonly places: readonly OpenedPlace[];
}

const INLINE = /\(bb1:([A-Z][A-Z0-9_]*):([\w.-]{1,64}):([1-9A-HJ-NP-Za-km-z]+)\)/g;
const PSEUDONYM = 16; // bytes of the HMAC
const LONGEST = 16384; // signs: reading takes their square, and no value is as long

/** Opens `(bb1:...)` wherever it stands in a text. Anybody can write such a place, so none
 *  makes it fail. */
export function openText(
  source: string,
  keyring: Keyring | KeyringSource,
  options: OpenOptions,
): OpenedText {
  checkText(source);
  const ring = keyringOf(keyring);
  const ctx = known(options, ["conversation"]);
  const places: OpenedPlace[] = [];
  try {
    const open = (form: string, entity: string, kid: string, sealed: string, start: number): string => {
      const place = { entity, kid, start, end: start + form.length };
      const bytes = sealed.length > LONGEST ? undefined : unbase58(sealed);
      const opened = openPlace(bytes ?? new Uint8Array(0), ring, place, ctx);
      places.push({ ...place, ...opened });
      return opened.value ?? form;
    };
    return { text: source.replace(INLINE, open), places };
  } finally {
    wasm.scrub();
  }
}

function openPlace(bytes: Uint8Array, keyring: Keyring, { kid, entity }: Place, ctx: string): Outcome {
  const suite = bytes[0];
  if (suite === SUITES.hmac) return { code: "pseudonym" };
  const kind = kindOf(suite);
  if (kind === undefined) return { code: "not-opened" };
  const key = keyring.find(kid, kind);
  if (key === undefined) return { code: "no-key" };
  const value = openBytes(wasm, key, { kid, type: entity, ctx, ref: "" }, bytes);
  return value === undefined ? { code: "not-opened" } : { value };
}

export interface NumberOptions extends OpenOptions {
  readonly entity: string;
  /** Of the secret key. */
  readonly kid: string;
}

/** The number that "fpe" made another one of; undefined where there is no such key, or too
 *  few digits. Nothing tells a wrong key or conversation but a card's check digit: what comes
 *  out is then another number. */
export function openNumber(
  number: string,
  keyring: Keyring | KeyringSource,
  options: NumberOptions,
): string | undefined {
  checkText(number);
  const ctx = known(options, ["conversation", "entity", "kid"]);
  const { entity, kid } = options;
  const key = keyringOf(keyring).find(kid, "oct");
  if (key === undefined) return undefined;
  try {
    return numberOf(wasm, key, { kid, type: entity, ctx }, number);
  } finally {
    wasm.scrub();
  }
}

/** Whether a `(bb1:...)` of "pseudonym" stands for this value, spelled as it was in the text. */
export async function isPseudonym(
  form: string,
  value: string,
  keyring: Keyring | KeyringSource,
  options: OpenOptions,
): Promise<boolean> {
  checkText(form);
  checkText(value);
  const ctx = known(options, ["conversation"]);
  const [whole, type = "", kid = "", sealed = ""] = [...form.matchAll(INLINE)][0] ?? [];
  const bytes = whole === form && sealed.length <= 64 ? unbase58(sealed) : undefined;
  const key = keyringOf(keyring).find(kid, "oct");
  if (bytes?.[0] !== SUITES.hmac || bytes.length !== 1 + PSEUDONYM || key === undefined || !fits(type))
    return false;
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const imported = await subtle.importKey("raw", Uint8Array.from(key), hmac, false, ["sign"]);
  const parts = [pseudonymInfo({ kid, type, ctx }), new TextEncoder().encode(value)];
  const message = new Uint8Array(await new Blob(parts).arrayBuffer());
  const own = new Uint8Array(await subtle.sign("HMAC", imported, message), 0, PSEUDONYM);
  // Every byte is looked at, so that the time says nothing of the first that differs.
  return own.reduce((differ, byte, at) => differ | (byte ^ (bytes[at + 1] ?? 0)), 0) === 0;
}
