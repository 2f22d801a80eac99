import { OPERATORS, type AppliedFinding, type Finding, type Reason } from "./types.js";
import { BlackbarError, type Redaction, type Risk, type SealedEnvelope } from "./types.js";
import { wellFormed } from "./options.js";

// JavaScript's side of wasm/buffer.h, which describes the layout; the numbers
// here are the ones there.
export const LAYOUT = 4;
const HEADER_WORDS = 5;
const FINDING_WORDS = 12;
const REASON_WORDS = 4;
const REPLACEMENT_CHARACTER = 1;
const UNCHANGED = 2;
const NO_RANDOM = 4;
const KEEP_BYTES = 1024 * 1024;

const RISKS: readonly Risk[] = ["medium", "high", "critical"];
const ACTIONS: readonly Redaction["action"][] = ["pass", "ask", "block"];
const KINDS = [
  "pattern", "check", "context", "contradiction", "denied", "expected", "unexpected", "alone", "known",
] as const;

/** What an engine's names are, by where they stand; decoded when first met. */
export type Names = Map<number, string>;

/** What the hot path calls: addresses and sizes, nothing else. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  blackbar_reserve(bytes: number): number;
  blackbar_detect(engine: number, expected: number, bytes: number, units: number): number;
  blackbar_redact(engine: number, chat: number, expected: number, bytes: number, units: number): number;
  blackbar_restore(chat: number, how: number, bytes: number, units: number): number;
  blackbar_redact_step(stream: number, bytes: number, last: number): number;
  blackbar_restore_step(stream: number, bytes: number, last: number): number;
  blackbar_release(): void;
}

const encoder = new TextEncoder();
// A leading U+FEFF belongs to the text.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NOTHING = new Uint8Array(0);

/** The engine counts in single precision: 0.85 arrives as 0.8500000238. */
const rounded = (single: number): number => Math.round(single * 1e4) / 1e4;

/** Carries one message at a time across, in and out. */
export class MessageBuffer {
  readonly #exports: Exports;
  // Views end, with length 0, when the memory grows.
  #words = new Uint32Array(0);
  #singles = new Float32Array(0);
  #bytes = NOTHING;
  #area = NOTHING;

  constructor(exports: Exports) {
    this.#exports = exports;
  }

  /** `expected` is 0 where nothing was asked. */
  detect(engine: number, names: Names, text: string, expected = 0): Finding[] {
    const bytes = this.#write(text);
    const header = this.#result(this.#exports.blackbar_detect(engine, expected, bytes, text.length));
    const words = this.#words;
    const findings: Finding[] = [];
    let at = header + HEADER_WORDS;
    for (let left = words[header]!; left > 0; --left) {
      findings.push({
        entity: this.#name(at + 2, names),
        rule: this.#name(at + 4, names),
        start: words[at]!,
        end: words[at + 1]!,
        score: rounded(this.#singles[at + 6]!),
        risk: RISKS[words[at + 7]!]!,
        reasons: this.#reasons(at, names),
      });
      at += FINDING_WORDS + REASON_WORDS * words[at + 8]!;
    }
    this.#finish(header, at);
    return findings;
  }

  /** `chat` is 0 where nothing is to be remembered. */
  redact(engine: number, chat: number, names: Names, text: string, expected = 0): Redaction {
    const bytes = this.#write(text);
    const header = this.#result(
      this.#exports.blackbar_redact(engine, chat, expected, bytes, text.length),
    );
    this.#checkRandom(header);
    const words = this.#words;
    const source = words[header + 1]! & REPLACEMENT_CHARACTER ? wellFormed(text) : text;
    const replacements = this.#output(header);
    const findings: AppliedFinding[] = [];
    let out = "";
    let copied = 0;
    let taken = 0;
    let at = header + HEADER_WORDS;
    for (let left = words[header]!; left > 0; --left) {
      const start = words[at]!;
      const end = words[at + 1]!;
      const replacement = replacements.slice(taken, (taken += words[at + 11]!));
      const outStart = out.length + start - copied;
      out += source.slice(copied, start) + replacement;
      copied = end;
      findings.push({
        entity: this.#name(at + 2, names),
        rule: this.#name(at + 4, names),
        start,
        end,
        score: rounded(this.#singles[at + 6]!),
        risk: RISKS[words[at + 7]!]!,
        reasons: this.#reasons(at, names),
        operator: this.#name(at + 9, names) as (typeof OPERATORS)[number],
        replacement,
        outStart,
        outEnd: out.length,
      });
      at += FINDING_WORDS + REASON_WORDS * words[at + 8]!;
    }
    const action = ACTIONS[words[header + 2]!]!;
    this.#finish(header, at);
    const done = { text: copied === 0 ? source : out + source.slice(copied), findings, action };
    if (taken === replacements.length) return done;
    return { ...done, sealed: JSON.parse(replacements.slice(taken)) as SealedEnvelope };
  }

  /** `how` is 0 for all of it, as it is. */
  restore(chat: number, text: string, how = 0): string {
    const bytes = this.#write(text);
    const header = this.#result(this.#exports.blackbar_restore(chat, how, bytes, text.length));
    const flags = this.#words[header + 1]!;
    const restored = this.#output(header);
    this.#finish(header, header + HEADER_WORDS);
    if (!(flags & UNCHANGED)) return restored;
    return flags & REPLACEMENT_CHARACTER ? wellFormed(text) : text;
  }

  /** A piece of a stream, or undefined for its end. */
  redactStep(stream: number, piece: string | undefined): Pick<Redaction, "text" | "action"> {
    const bytes = this.#write(piece ?? "");
    const header = this.#result(
      this.#exports.blackbar_redact_step(stream, bytes, piece === undefined ? 1 : 0),
    );
    this.#checkRandom(header);
    const action = ACTIONS[this.#words[header + 2]!]!;
    return { text: this.#taken(header), action };
  }

  restoreStep(stream: number, piece: string | undefined): string {
    const bytes = this.#write(piece ?? "");
    return this.#taken(
      this.#result(this.#exports.blackbar_restore_step(stream, bytes, piece === undefined ? 1 : 0)),
    );
  }

  /** Gives back the areas, so that nothing that passed through them is left. */
  release(): void {
    this.#exports.blackbar_release();
    this.#area = NOTHING;
  }

  /** What would have been sealed stays here. */
  #checkRandom(header: number): void {
    if (!(this.#words[header + 1]! & NO_RANDOM)) return;
    const message = "crypto.getRandomValues failed, so that nothing can be sealed";
    throw new BlackbarError("no-random", "", message);
  }

  /** The output bytes of a result that has nothing else. */
  #taken(header: number): string {
    const text = this.#output(header);
    this.#finish(header, header + HEADER_WORDS);
    return text;
  }

  /** Writes the text into the input area and gives its length in bytes. */
  #write(text: string): number {
    const worst = text.length * 3; // bytes of UTF-8 to one code unit
    if (worst <= this.#area.length) return encoder.encodeInto(text, this.#area).written;
    // Long texts are mostly ASCII: ask for the worst only when it comes.
    let want = worst <= KEEP_BYTES ? worst : text.length + 1024;
    let read = 0;
    let written = 0;
    for (;;) {
      this.#reserve(want);
      const step = encoder.encodeInto(text.slice(read), this.#area.subarray(written));
      read += step.read;
      written += step.written;
      if (read >= text.length) return written;
      want = written + (text.length - read) * 3;
    }
  }

  #reserve(bytes: number): void {
    const address = this.#exports.blackbar_reserve(bytes) >>> 0;
    if (address === 0) throw new RangeError("the text does not fit into memory");
    this.#look();
    // A capacity the module rounds up is of no use to know.
    this.#area = this.#bytes.subarray(address, address + Math.max(bytes, 16 * 1024));
  }

  /** Makes the views again. */
  #look(): void {
    const { buffer } = this.#exports.memory;
    this.#words = new Uint32Array(buffer);
    this.#singles = new Float32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
  }

  /** The index of a result's first word. */
  #result(address: number): number {
    if (this.#words.length === 0) {
      this.#look(); // the memory grew during the call
      this.#area = NOTHING;
    }
    // wasm/binding.cpp gave it back.
    if (this.#area.length > KEEP_BYTES) this.#area = NOTHING;
    return address >>> 2;
  }

  /** The name whose address and size stand at `at`. */
  #name(at: number, names: Names): string {
    const address = this.#words[at]!;
    const size = this.#words[at + 1]!;
    const key = address * 4096 + size; // one may begin where another does
    let name = names.get(key);
    if (name === undefined) {
      name = decoder.decode(this.#bytes.subarray(address, address + size));
      names.set(key, name);
    }
    return name;
  }

  #reasons(finding: number, names: Names): Reason[] {
    const reasons: Reason[] = [];
    let at = finding + FINDING_WORDS;
    for (let left = this.#words[finding + 8]!; left > 0; --left, at += REASON_WORDS) {
      reasons.push({
        kind: KINDS[this.#words[at]!]!,
        detail: this.#name(at + 1, names),
        weight: rounded(this.#singles[at + 3]!),
      });
    }
    return reasons;
  }

  /** Reads the output bytes, and leaves none. */
  #output(header: number): string {
    const size = this.#words[header + 4]!;
    if (size === 0) return "";
    const address = this.#words[header + 3]!;
    const bytes = this.#bytes.subarray(address, address + size);
    const text = decoder.decode(bytes);
    bytes.fill(0);
    return text;
  }

  /** Gives back what a very long message took. */
  #finish(header: number, end: number): void {
    const large = (end - header) * 4 > KEEP_BYTES || this.#words[header + 4]! > KEEP_BYTES;
    if (!large) return;
    this.#exports.blackbar_release();
    this.#area = NOTHING;
  }
}
