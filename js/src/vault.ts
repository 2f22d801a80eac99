import type { Names } from "./buffer.js";
import { BlackbarError } from "./types.js";
import type { Entry, Recipients, Redaction, RestoreOptions } from "./types.js";
import { checkInTime, checkKeys, checkStrings, nowSeconds, objectJson, wellFormed, wrongType } from "./options.js";
import type { Failure, Wasm } from "./wasm.js";

/** Where a restored text may go, in the order of Restoration::Sink in blackbar.h. */
const SINKS = ["text", "json", "html", "url"] as const;

/** A step of a stream: what comes out, and what is to be done with the message. */
export interface Step {
  readonly text: string;
  readonly action: Redaction["action"];
}

/** One direction of a stream. `end` frees it; so does `close` before that. */
export interface Steps {
  write(piece: string): Step;
  end(): Step;
  close(): void;
}

/** A conversation's memory in the wasm, by its address. Internal: Conversation is
 *  its public face, redactor.ts opens it. */
export class Vault {
  readonly #wasm: Wasm;
  readonly #names: Names;
  readonly #engine: () => number; // its address; throws once it is disposed
  readonly #handle: number;
  readonly #ways = new Map<string, number>(); // addresses, by their options
  readonly #streams = new Set<Steps>();
  #keysExpire = Infinity; // seconds since 1970

  constructor(wasm: Wasm, names: Names, engine: () => number, random: Uint8Array) {
    this.#wasm = wasm;
    this.#names = names;
    this.#engine = engine;
    this.#handle = wasm.openConversation(random);
  }

  /** Nothing, or what is wrong with it. */
  know(entity: string, value: string): Failure | undefined {
    return this.#wasm.know(this.#handle, this.#engine(), wellFormed(entity), wellFormed(value));
  }

  /** @throws {BlackbarError} if a key is wrong, or one is missing. */
  sealAs(id: string, recipients: Recipients | undefined): void {
    const keys = recipients === undefined ? "" : objectJson(recipients, "options.recipients");
    const wrong = this.#wasm.sealAs(this.#handle, this.#engine(), wellFormed(id), keys, nowSeconds());
    if (keys !== "") this.#wasm.scrub();
    if (wrong === undefined) {
      this.#keysExpire = this.#wasm.keysExpire(this.#handle, this.#engine());
      return;
    }
    const where = wrong.where.startsWith("$") ? wrong.where : `options.${wrong.where}`;
    throw new BlackbarError(wrong.code, where, wrong.message);
  }

  /** @throws {BlackbarError} expired-key. */
  redact(text: string, expected: number): Redaction {
    checkInTime(this.#keysExpire);
    return this.#wasm.buffer.redact(this.#engine(), this.#handle, this.#names, text, expected);
  }

  restore(text: string, options: RestoreOptions | undefined): string {
    return this.#wasm.buffer.restore(this.#handle, text, this.#way(options));
  }

  redactSteps(expected: number): Steps {
    const { buffer, openRedaction, closeRedaction } = this.#wasm;
    const stream = openRedaction(this.#engine(), this.#handle, expected);
    return this.#steps(
      (piece) => {
        checkInTime(this.#keysExpire);
        return buffer.redactStep(stream, piece);
      },
      () => closeRedaction(stream),
    );
  }

  restoreSteps(options: RestoreOptions | undefined): Steps {
    const { buffer, openRestoration, closeRestoration } = this.#wasm;
    const stream = openRestoration(this.#handle, this.#way(options));
    return this.#steps(
      (piece) => ({ text: buffer.restoreStep(stream, piece), action: "pass" }),
      () => closeRestoration(stream),
    );
  }

  entries(): Entry[] {
    return this.#wasm.entries(this.#handle);
  }

  correct(token: string, value: string): boolean {
    return this.#wasm.correct(this.#handle, wellFormed(token), wellFormed(value));
  }

  /** "" for all of it. */
  forget(token: string): boolean {
    const known = this.#wasm.forget(this.#handle, wellFormed(token));
    this.#wasm.buffer.release();
    this.#wasm.scrub();
    return known;
  }

  save(): string {
    return this.#wasm.save(this.#handle);
  }

  load(saved: string): boolean {
    return this.#wasm.load(this.#handle, saved);
  }

  close(): void {
    for (const stream of this.#streams) stream.close();
    for (const way of this.#ways.values()) this.#wasm.dropRestoration(way);
    this.#wasm.closeConversation(this.#handle);
    this.#wasm.buffer.release();
    this.#wasm.scrub();
  }

  /** Keeps a surrogate pair together that two pieces share. */
  #steps(step: (piece: string | undefined) => Step, free: () => void): Steps {
    let half = "";
    const check = (): void => {
      if (!this.#streams.has(steps))
        throw new BlackbarError("disposed", "", "this stream's conversation was closed");
    };
    const steps: Steps = {
      write(piece) {
        check();
        const text = half + piece;
        half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : "";
        return step(half === "" ? text : text.slice(0, -1));
      },
      end: () => {
        check();
        const first = half === "" ? undefined : step(half);
        const last = step(undefined);
        steps.close();
        if (first === undefined) return last;
        const action = last.action === "pass" ? first.action : last.action;
        return { text: first.text + last.text, action };
      },
      close: () => {
        if (this.#streams.delete(steps)) free();
      },
    };
    this.#streams.add(steps);
    return steps;
  }

  /** The address of a way to restore, 0 for the plain one. */
  #way(options: RestoreOptions | undefined): number {
    if (options === undefined) return 0;
    checkKeys(options, "options", ["entities", "sink"]);
    const { entities = [], sink = "text" } = options;
    checkStrings(entities, "options.entities");
    const place = SINKS.indexOf(sink);
    if (place < 0) throw wrongType("options.sink", `one of ${SINKS.join(", ")}`, sink);
    if (options.entities !== undefined && entities.length === 0)
      throw new BlackbarError("out-of-range", "options.entities", "names nothing to restore");
    const key = `${sink} ${entities.map(wellFormed).join(",")}`;
    const known = this.#ways.get(key);
    if (known !== undefined) return known;
    const made = this.#wasm.makeRestoration(entities.map(wellFormed).join(","), place);
    this.#ways.set(key, made);
    return made;
  }
}
