import type { Entity } from "./entities.gen.js";

/** What may be put in the place of a finding. Kept equal to the engine's own
 *  table by tests/js/operators.test.mjs. */
export const OPERATORS = [
  "ask", "block", "encrypt", "encrypt_deterministic", "fpe", "generalize", "hash", "keep", "label",
  "mask", "pseudonym", "remove", "seal", "shift_date", "surrogate", "token",
] as const;
export type Operator = (typeof OPERATORS)[number];

export const PRESETS = [
  "default", "detect-only", "gdpr-minimal", "hipaa-safe-harbor", "pci-chat",
] as const;
export type Preset = (typeof PRESETS)[number];

/** What a leak would cost its owner. */
export type Risk = "critical" | "high" | "medium";

/** Why a score is what it is. Never holds text that was scanned. */
export interface Reason {
  readonly kind:
    | "pattern" | "check" | "context" | "contradiction" | "denied"
    | "expected" | "unexpected" | "alone" | "known";
  /** A rule's id, its check, a word of the rules, or an entity. */
  readonly detail: string;
  /** What it added to the score, or took away. */
  readonly weight: number;
}

/** One piece of personal data. */
export interface Finding {
  readonly entity: string;
  /** Id of the rule that found it, for tuning and for bug reports. */
  readonly rule: string;
  /** UTF-16 code units into the text you passed, so `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly score: number;
  readonly risk: Risk;
  readonly reasons: readonly Reason[];
}

/** A finding, and what took its place. */
export interface AppliedFinding extends Finding {
  readonly operator: Operator;
  readonly replacement: string;
  /** Where the replacement stands in `Redaction.text`. */
  readonly outStart: number;
  readonly outEnd: number;
}

export interface Redaction {
  readonly text: string;
  /** In order, never overlapping. */
  readonly findings: readonly AppliedFinding[];
  /** What is to be done with the message as a whole. */
  readonly action: "pass" | "ask" | "block";
  /** What travels beside the text, for those who may open it; absent if nothing was sealed. */
  readonly sealed?: SealedEnvelope;
}

/** Values that are sealed for others, by their tokens in the text. It may travel as JSON;
 *  src/crypto/envelope.h is its manual for whoever opens it without this package. */
export interface SealedEnvelope {
  readonly v: 1;
  /** The key of every item that has none of its own. */
  readonly kid: string;
  readonly suite: 1;
  /** The conversation's id. What opens it takes its own word for it, not this one. */
  readonly ctx: string;
  readonly items: readonly SealedItem[];
}

export interface SealedItem {
  /** The token without its brackets. */
  readonly ref: string;
  /** The entity. */
  readonly type: string;
  readonly kid?: string;
  /** base64url. */
  readonly sealed: string;
}

/** A key by which something is sealed: RFC 7517. */
export interface RecipientKey {
  /** "OKP" seals for whoever has the private key; "oct" is a secret that both sides have. */
  readonly kty: "OKP" | "oct";
  /** Of an OKP. */
  readonly crv?: "X25519";
  /** The public key, 32 bytes as base64url. */
  readonly x?: string;
  /** The secret key, 32 bytes as base64url. */
  readonly k?: string;
  /** Letters, digits, `.`, `_`, `-`: it stands in texts. */
  readonly kid?: string;
  /** "conversation": made for this conversation or person alone, as a secret key must be,
   *  since whoever uses the page can read it. In a policy such a key may be left out, and
   *  come with each conversation. */
  readonly use?: "enc" | "conversation";
  /** Seconds since 1970; from then on it is refused. */
  readonly exp?: number;
  readonly [other: string]: unknown;
}

/** By name; of several keys the first counts that has not expired. */
export type Recipients = Readonly<
  Record<string, RecipientKey | { readonly keys: readonly RecipientKey[] }>
>;

interface EntityLimits {
  /** Findings of this entity below it are dropped, 0 to 1. */
  readonly threshold?: number;
  /** The weakest operator that the person may choose instead. Default "keep"; for what
   *  must never be kept (CVV_NUMBER, PIN, CREDIT_CARD_TRACK_NUMBER) "label". */
  readonly floor?: Operator;
}

/** What needs a recipient: "seal" one with a public key, the others a secret one. */
type KeyedOperator = "encrypt" | "encrypt_deterministic" | "fpe" | "pseudonym" | "seal";

export type EntityPolicy =
  | (EntityLimits & { readonly operator: Exclude<Operator, "mask" | KeyedOperator> })
  | (EntityLimits & {
      readonly operator: KeyedOperator;
      /** One of the policy's recipients. */
      readonly recipient: string;
      /** Of "fpe": who is sealed for where a number has too few digits; else a label. */
      readonly fallback?: string;
    })
  | (EntityLimits & {
      readonly operator: "mask";
      /** Letters and digits left as they are; of a CREDIT_CARD 6 and 4 at most. */
      readonly keepFirst?: number;
      readonly keepLast?: number;
      /** `Xxx.Xxxxx@xxxx.xxx, ###-####` in place of stars. */
      readonly shape?: boolean;
    })
  /** The operator stays. */
  | { readonly operator?: undefined; readonly threshold: number; readonly floor?: Operator }
  | { readonly operator?: undefined; readonly threshold?: number; readonly floor: Operator };

/** A rule of one's own. */
export interface PolicyRule {
  /** Capitals, digits and underscores. */
  readonly entity: string;
  /** RE2's syntax, which has no look-around and no back-references. */
  readonly pattern: string;
  /** 0 to 1, default 0.8. */
  readonly score?: number;
  /** Words that raise the score where they stand near. */
  readonly context?: readonly string[];
  /** A validator's name ("luhn"), or a formula: src/rules/README.md, "Checks". */
  readonly validator?: string;
}

/** A site's decisions. js/src/policy.schema.json describes the same for JSON. */
export interface Policy {
  /** Default "default". */
  readonly extends?: Preset;
  /** Findings below this are dropped, 0 to 1. */
  readonly threshold?: number;
  /** For the entities that `entities` does not name. */
  readonly operator?: Operator;
  /** Of that operator. */
  readonly recipient?: string;
  readonly fallback?: string;
  /** For whom values are sealed. */
  readonly recipients?: Recipients;
  readonly entities?: { readonly [entity in Entity | (string & {})]?: EntityPolicy };
  /** What never counts: values in any case; patterns that match all of a value, or
   *  of the word it stands in, or of that and the word before. */
  readonly allow?: { readonly values?: readonly string[]; readonly patterns?: readonly string[] };
  /** What always counts: values by entity. */
  readonly deny?: { readonly values?: Readonly<Record<string, readonly string[]>> };
  readonly rules?: readonly PolicyRule[];
}

/** Where blackbar.wasm comes from, if not from the package itself. */
export type WasmSource = BufferSource | Response | URL | WebAssembly.Module;

export interface RedactorOptions {
  /** A preset's name or a policy. Default "default". */
  readonly policy?: Preset | Policy;
  /** ISO 3166-1 alpha-2: which country rules run. Default all. */
  readonly countries?: readonly string[];
  readonly wasm?: WasmSource | PromiseLike<WasmSource>;
}

/** What is known of one message besides its text. */
export interface DetectOptions {
  /** The entities the last question asked for: they need no word near them, and
   *  everything else has to be surer. `ORDER_NUMBER` and the like may stand here too. */
  readonly expects?: readonly string[];
}

/** What is known of one message that is to be sent. */
export interface RedactOptions extends DetectOptions {
  /** The person's own choice by entity, in place of the policy's operator: what applies is
   *  never weaker than the policy's `floor`. */
  readonly override?: { readonly [entity in Entity | (string & {})]?: Operator };
}

/** By entity: `{ PERSON: ["Ana García"] }`. Found in any case, with accents dropped. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

export interface ConversationOptions {
  /** By which you and the other side know this conversation: what is sealed in it opens
   *  under this id alone. */
  readonly id?: string;
  /** Keys in place of the policy's of that name, and those that it leaves out. */
  readonly recipients?: Recipients;
  /** What the site knows of this person. */
  readonly knownValues?: KnownValues;
  /** What `save()` of a conversation gave: it goes on from there. */
  readonly saved?: string;
  /** False: tokens are numbered and no more, `(EMAIL_1)`, so that a log is redacted the
   *  same way each time; only the very token restores then. Default true. */
  readonly tag?: boolean;
  /** Milliseconds without use after which all values are forgotten. Default: none. */
  readonly ttl?: number;
}

/** How values are put back. */
export interface RestoreOptions {
  /** These alone; the tokens of others stay. Default: all. */
  readonly entities?: readonly string[];
  /** Where the text goes, and so what its values are escaped for: as they are, inside a
   *  JSON string, HTML content or attributes, a part of a URL. Default "text". */
  readonly sink?: "text" | "json" | "html" | "url";
}

/** A reply that is restored piece by piece. */
export interface RestoreSteps {
  write(piece: string): string;
  end(): string;
}

export interface EventOptions {
  /** Under which keys of an event's JSON the reply's text stands. */
  readonly keys?: readonly string[];
}

/** What a conversation holds of somebody. */
export interface Entry {
  readonly token: string;
  readonly entity: string;
  /** What `restore` puts in its place. */
  readonly value: string;
}

export interface ConversationExport {
  readonly id: string | undefined;
  readonly entries: readonly Entry[];
}

export type ErrorCode =
  // The policy or the options are wrong; `where` says what.
  | "invalid-json"
  | "wrong-type"
  | "out-of-range"
  | "unknown-key"
  | "unknown-preset"
  | "unknown-entity"
  | "unknown-operator"
  | "unknown-validator"
  | "unknown-country"
  | "bad-pattern"
  | "forbidden" // an operator that this entity must not have, or a key that no page may
  | "bad-key" // a key that is none, or of another kind than the operator needs
  | "expired-key"
  | "unknown-recipient" // one that the policy does not name, or whose key is missing
  // The engine cannot start, or stopped.
  | "wasm-blocked" // a Content-Security-Policy, or a platform, forbids it
  | "wasm-html" // an HTML page came in place of the bytes
  | "wasm-truncated"
  | "wasm-invalid" // not WebAssembly, or that of another version
  | "wasm-fetch" // a network or an HTTP error
  | "worker-failed" // it did not load, or died; nothing that waited for it is answered
  // Used wrongly, or not to be sent.
  | "disposed"
  | "no-random" // the platform has no source of keys, or it failed
  | "blocked" // the policy lets no such text leave
  | "not-opened" // sealed otherwise, or changed
  | "replayed" // an item of an envelope stands there twice, or was opened before
  | "guard-not-covered" // the script tag asks for what the gate does not cover
  | "insecure-target" // http: or ws: to another machine
  | "not-ready" // the gate has no engine yet, and this request cannot wait
  | "unsupported-body"; // the gate cannot read this body, so it does not leave

/** Never about a text, and never holds one. */
export class BlackbarError extends Error {
  override readonly name = "BlackbarError";
  readonly code: ErrorCode;
  /** JSONPath in the policy ("$.rules[0].pattern"), "options.<key>", or "". */
  readonly where: string;

  constructor(code: ErrorCode, where: string, message: string, options?: { cause?: unknown }) {
    super(where === "" ? message : `${where}: ${message}`, options as ErrorOptions);
    this.code = code;
    this.where = where;
  }
}
