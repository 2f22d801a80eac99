/// <reference lib="esnext.disposable" preserve="true" />
import { Conversation } from "./conversation.js";
import { checkInTime, checkKeys, checkStrings, checkText, nowSeconds, objectJson, wellFormed, wrongType } from "./options.js";
import type { Names } from "./buffer.js";
import { BlackbarError, type ConversationOptions, type DetectOptions } from "./types.js";
import type { Finding, KnownValues, RedactOptions, Redaction, RedactorOptions, WasmSource } from "./types.js";
import { redactJson, type JsonRedaction } from "./payload.js";
import { randomness, type Random } from "./random.js";
import type { JsonSelection } from "./selection.js";
import { Vault } from "./vault.js";
import { warmInIdleMoments } from "./warm.js";
import type { Wasm } from "./wasm.js";

/** What setTimeout can wait. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Finds personal data and replaces it, on this machine, with no network.
 *
 * ```ts
 * using redactor = await createRedactor();
 * using chat = redactor.openConversation();
 * chat.redact("mail ana@example.com").text;   // "mail (EMAIL_1_KX4T)"
 * ```
 *
 * Make one and share it; it never changes. Free it with `using`, or `dispose()`.
 *
 * Texts may be of any length, up to what 32-bit memory holds (hundreds of
 * millions of characters, beyond which a RangeError says so), and never make
 * it fail. A lone surrogate counts as U+FFFD, and comes out as such.
 */
export class Redactor {
  /** What it can find, sorted. */
  readonly entities: readonly string[];
  /** Package version and rule-set hash, to say in a bug report. */
  readonly version: string;

  readonly #wasm: Wasm;
  readonly #random: Random;
  readonly #names: Names = new Map();
  readonly #expected = new Map<string, number>(); // addresses, by their entities
  readonly #open = new Set<Conversation>();
  readonly #keysExpire: number; // seconds since 1970
  #engine: number; // an address; 0 after dispose()
  #warmed = false;

  /** @internal */
  constructor(wasm: Wasm, random: Random, made: { engine: number; entities: string[] }) {
    this.#wasm = wasm;
    this.#random = random;
    this.#engine = made.engine;
    this.#keysExpire = wasm.keysExpire(0, made.engine);
    this.entities = Object.freeze(made.entities);
    this.version = wasm.version();
  }

  /** What is personal in the text, in order, never overlapping. */
  detect(text: string, options?: DetectOptions): readonly Finding[] {
    checkText(text);
    const engine = this.#alive();
    return this.#wasm.buffer.detect(engine, this.#names, text, this.#expect(options));
  }

  /** Replaces what was found as the policy says, and remembers nothing. */
  redact(text: string, options?: RedactOptions): Redaction {
    checkText(text);
    const engine = this.#alive();
    checkInTime(this.#keysExpire);
    return this.#wasm.buffer.redact(engine, 0, this.#names, text, this.#choose(options));
  }

  /** The same for chosen strings of a payload; numbers, keys and all the rest stay. */
  redactJson<T>(value: T, selection: JsonSelection): JsonRedaction<T> {
    return redactJson(value, selection, (text) => this.redact(text));
  }

  /** One per conversation; it holds the values in clear, so close it. */
  openConversation(options: ConversationOptions = {}): Conversation {
    checkKeys(options, "options", ["id", "knownValues", "recipients", "saved", "tag", "ttl"]);
    const { id, knownValues = {}, recipients, saved, tag = true, ttl } = options;
    if (id !== undefined && typeof id !== "string") throw wrongType("options.id", "a string", id);
    if (saved !== undefined && typeof saved !== "string")
      throw wrongType("options.saved", "a string", saved);
    if (typeof tag !== "boolean") throw wrongType("options.tag", "a boolean", tag);
    if (ttl !== undefined && !(typeof ttl === "number" && ttl > 0 && ttl <= MOST_MS))
      throw new BlackbarError("out-of-range", "options.ttl", `should be from 1 to ${MOST_MS} ms`);
    this.#alive();
    // What a tag and a secret are made of; blackbar.h, Conversation.
    const random = this.#random.getRandomValues(new Uint8Array(tag ? 36 : 32));
    const vault = new Vault(this.#wasm, this.#names, () => this.#alive(), random);
    try {
      if (saved !== undefined && !vault.load(saved))
        throw new BlackbarError("invalid-json", "options.saved", "is not what save() gave");
      this.#know(vault, knownValues);
      vault.sealAs(id ?? "", recipients);
    } catch (error) {
      vault.close();
      throw error;
    }
    const choose = (asked: RedactOptions | undefined): number => this.#choose(asked);
    const chat = new Conversation(id, vault, ttl, choose, () => this.#open.delete(chat));
    this.#open.add(chat);
    return chat;
  }

  /** Compiles in idle moments what first messages need, which then take a few
   *  milliseconds instead of some 60. Call it when somebody begins to type; gates do.
   *  Costs a megabyte or two of memory. */
  warm(): void {
    this.#alive();
    if (this.#warmed) return;
    this.#warmed = true;
    warmInIdleMoments((text) => {
      if (this.#engine === 0) return false;
      this.detect(text);
      return true;
    });
  }

  /** Frees the engine and closes every conversation. Safe to call twice. */
  dispose(): void {
    if (this.#engine === 0) return;
    for (const chat of this.#open) chat.close();
    for (const expected of this.#expected.values()) this.#wasm.dropExpectation(expected);
    this.#expected.clear();
    this.#wasm.closeEngine(this.#engine);
    this.#engine = 0;
  }

  #choose(options: RedactOptions | undefined): number {
    return this.#expect(options, ["expects", "override"]);
  }

  /** The address of what is expected and chosen, 0 for nothing. */
  #expect(options: RedactOptions | undefined, keys = ["expects"]): number {
    if (options === undefined) return 0;
    checkKeys(options, "options", keys);
    const { expects = [], override = {} } = options;
    checkStrings(expects, "options.expects");
    checkKeys(override, "options.override", Object.keys(Object(override)));
    const choices = Object.entries(override).filter(([, operator]) => operator !== undefined);
    if (expects.length === 0 && choices.length === 0) return 0;
    const key = JSON.stringify([expects, choices]);
    const known = this.#expected.get(key);
    if (known !== undefined) return known;

    const engine = this.#alive();
    const made = this.#wasm.expect(engine, expects.map(wellFormed).join(","));
    if (made.expectation === undefined)
      throw new BlackbarError(made.code, `options.${made.where}`, made.message);
    for (const [entity, operator] of choices) {
      const name = wellFormed(String(operator));
      const wrong = this.#wasm.choose(engine, made.expectation, wellFormed(entity), name);
      if (wrong === undefined) continue;
      this.#wasm.dropExpectation(made.expectation);
      throw new BlackbarError(wrong.code, `options.${wrong.where}`, wrong.message);
    }
    this.#expected.set(key, made.expectation);
    return made.expectation;
  }

  #know(vault: Vault, known: KnownValues): void {
    checkKeys(known, "options.knownValues", Object.keys(Object(known)));
    for (const [entity, values] of Object.entries(known)) {
      const where = `options.knownValues.${entity}`;
      checkStrings(values, where);
      values.forEach((value, index) => {
        const wrong = vault.know(entity, value);
        if (wrong === undefined) return;
        const at = wrong.code === "unknown-entity" ? where : `${where}[${index}]`;
        throw new BlackbarError(wrong.code, at, wrong.message);
      });
    }
  }

  #alive(): number {
    if (this.#engine === 0) throw new BlackbarError("disposed", "", "this redactor was disposed");
    return this.#engine;
  }
}

export interface Redactor extends Disposable {}

// Node 18 has no Symbol.dispose.
if (typeof Symbol.dispose === "symbol")
  Redactor.prototype[Symbol.dispose] = Redactor.prototype.dispose;

/** Checks the options, starts the wasm, makes the engine. What starts it is handed
 *  over, so that the build without WebAssembly holds nothing of the other. */
export async function makeRedactor<Source>(
  options: RedactorOptions,
  load: (source: WasmSource | Source) => Promise<Wasm>,
  fallback: WasmSource | NoInfer<Source>,
): Promise<Redactor> {
  checkKeys(options, "options", ["policy", "countries", "wasm"]);
  const { policy = "default", countries = [], wasm: source = fallback } = options;
  const json = policyJson(policy);
  checkStrings(countries, "options.countries");
  countries.forEach((country, index) => {
    if (/^[A-Z]{2}$/.test(country)) return;
    const message = "should be an ISO 3166-1 alpha-2 code, in capitals";
    throw new BlackbarError("unknown-country", `options.countries[${index}]`, message);
  });

  const wasm = await load(await awaited<WasmSource | Source>(source));
  const made = wasm.create(json, countries.join(","), nowSeconds());
  if (made.engine === undefined) throw new BlackbarError(made.code, made.where, made.message);
  if (policy !== null && typeof policy === "object" && "recipients" in policy) wasm.scrub(); // of keys
  return new Redactor(wasm, await randomness(), made);
}

/** A promise, as of fetch(), that fails gives no bytes. */
async function awaited<T>(source: T | PromiseLike<T>): Promise<T> {
  try {
    return await source;
  } catch (cause) {
    const message = "the promise of it was rejected";
    throw new BlackbarError("wasm-fetch", "options.wasm", message, { cause });
  }
}

function policyJson(policy: unknown): string {
  if (typeof policy === "string") return JSON.stringify(wellFormed(policy));
  return objectJson(policy, "options.policy");
}
