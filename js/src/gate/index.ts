import type { Conversation } from "../conversation.js";
import { checkKeys, checkStrings, wrongType } from "../options.js";
import type { Redactor } from "../redactor.js";
import { BlackbarError, type RedactorOptions } from "../types.js";
import { readEndpoints } from "./endpoints.js";
import { patchFetch } from "./fetch.js";
import { Guard } from "./guard.js";
import { patchXhr } from "./xhr.js";

// `blackbar/gate`: what a page sends to its chat's endpoints goes through the
// engine first, whichever widget sends it. This first gate covers fetch and
// XMLHttpRequest of this page. It does not cover WebSocket, sendBeacon, native
// form posts, workers, frames, and functions that somebody kept a reference to
// before it came: load it first.
//
// Fail closed: while the engine starts, requests to the endpoints wait; if it
// cannot start, or a body cannot be read, they are not sent.

export type { FindingReport, GateEvents } from "./events.js";

export const GUARDS = ["fetch", "xhr"] as const;
export type GuardName = (typeof GUARDS)[number];

/** Whose strings are redacted in JSON, forms and queries. */
export const DEFAULT_KEYS: readonly string[] = [
  "text",
  "content",
  "message",
  "chatInput",
  "question",
  "input",
  "prompt",
  "query",
];

export interface GateOptions extends RedactorOptions {
  /** Path prefixes on this origin ("/chat") or absolute URL prefixes. */
  readonly endpoints: readonly string[];
  /** Default both. */
  readonly guard?: readonly GuardName[];
  /** In place of DEFAULT_KEYS. */
  readonly keys?: readonly string[];
  /** Of the conversation. */
  readonly id?: string;
}

export interface Gate {
  /** Rejects with a BlackbarError if the engine cannot start. */
  readonly ready: Promise<void>;
  readonly state: "starting" | "ready" | "failed";
  readonly redactor?: Redactor;
  /** To restore what comes back: `gate.conversation?.restore(text)`. */
  readonly conversation?: Conversation;
  /** Words of a script tag's data-guard that this gate does not cover. */
  readonly uncovered: readonly string[];
  /** Takes the gate down; the conversation stays, to restore with. */
  detach(): void;
}

/**
 * Stands in the way at once, before the engine is ready.
 * @throws {BlackbarError} if endpoints, guard, keys or id are wrong. A wrong
 * policy or wasm shows in `ready`, and until then nothing was sent.
 */
export function attachGate(options: GateOptions): Gate {
  const known = ["endpoints", "guard", "keys", "id", "policy", "countries", "wasm"];
  checkKeys(options, "options", known);
  const { endpoints, guard = GUARDS, keys = DEFAULT_KEYS, id, ...rest } = options;
  checkStrings(endpoints, "options.endpoints");
  checkStrings(guard, "options.guard");
  checkStrings(keys, "options.keys");
  if (id !== undefined && typeof id !== "string") throw wrongType("options.id", "a string", id);
  if (guard.length === 0)
    throw new BlackbarError("out-of-range", "options.guard", "a gate that guards nothing");
  guard.forEach((name, index) => {
    if (GUARDS.includes(name as GuardName)) return;
    const message = `no such guard; there are ${GUARDS.join(", ")}`;
    throw new BlackbarError("out-of-range", `options.guard[${index}]`, message);
  });

  const matching = readEndpoints(endpoints);
  const guarding = new Guard(matching, keys, rest, id);
  const mark = gateMark(options);
  const undo = [
    ...(guard.includes("fetch") ? [patchFetch(guarding, mark)] : []),
    ...(guard.includes("xhr") ? [patchXhr(guarding, mark)] : []),
  ];
  return {
    ready: guarding.ready,
    get state() {
      return guarding.state;
    },
    get redactor() {
      return guarding.redactor as Redactor;
    },
    get conversation() {
      return guarding.conversation as Conversation;
    },
    uncovered: [],
    detach: () => undo.splice(0).forEach((takeDown) => takeDown()),
  };
}

/** The same for two gates that would do the same. */
export function gateMark(options: GateOptions): string {
  const { endpoints, guard = GUARDS, keys = DEFAULT_KEYS, policy, countries } = options;
  try {
    return JSON.stringify([endpoints, guard, keys, policy ?? "default", countries ?? []]);
  } catch {
    return ""; // a policy that is no JSON: the engine will refuse it
  }
}
