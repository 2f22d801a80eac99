import type { Conversation } from "../conversation.js";
import { checkStrings } from "../options.js";
import type { Redactor } from "../redactor.js";
import { BlackbarError } from "../types.js";
import { warmOnTyping } from "../warm.js";
import { patchBeacon } from "./beacon.js";
import type { Realm } from "./endpoints.js";
import { patchEventSource } from "./eventsource.js";
import { patchFetch } from "./fetch.js";
import { patchForms } from "./form.js";
import { watchFrames } from "./frames.js";
import { Guard } from "./guard.js";
import { readGuardOptions, type GuardOptions } from "./options.js";
import { patchWebSocket } from "./websocket.js";
import { patchXhr } from "./xhr.js";

// `blackbar/gate`: what a page sends to its chat's endpoints goes through the
// engine first, whichever widget sends it, also from same-origin frames. It does
// not reach workers (a service worker does: blackbar-sw.js), frames of another
// origin, and functions that somebody kept a reference to before it came: load it
// first.
//
// Fail closed: while the engine starts, requests to the endpoints wait in their
// order; if it cannot start, a body cannot be read, or the way there is not
// encrypted, they are not sent, and "blackbar:blocked" says why.

export type { FindingReport, GateEvents } from "./events.js";
export { DEFAULT_KEYS, WIDGETS, type WidgetName } from "./presets.js";
export { UPLOADS, type Uploads } from "./guard.js";
export type { GuardOptions } from "./options.js";

const PATCHES = {
  fetch: patchFetch,
  xhr: patchXhr,
  websocket: patchWebSocket,
  beacon: patchBeacon,
  eventsource: patchEventSource,
  form: patchForms,
} as const;

export type GuardName = keyof typeof PATCHES;
export const GUARDS = Object.keys(PATCHES) as readonly GuardName[];

export interface GateOptions extends GuardOptions {
  /** Default all. */
  readonly guard?: readonly GuardName[];
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
 * @throws {BlackbarError} if an option of the gate's own is wrong. A wrong policy
 * or wasm shows in `ready`, and until then nothing was sent.
 */
export function attachGate(options: GateOptions): Gate {
  const { guard = GUARDS, ...rest } = options;
  checkGuard(guard);
  const guarding = new Guard(...readGuardOptions(rest));
  const mark = gateMark(options);
  const undo: (() => void)[] = [];
  // On each window, so that a frame that went elsewhere is known to be bare again.
  const installed = Symbol("blackbar.gate.installed");

  const install = (realm: Realm): void => {
    if (Object.hasOwn(realm, installed)) return;
    Object.defineProperty(realm, installed, { value: true, configurable: true });
    undo.push(() => Reflect.deleteProperty(realm, installed));
    for (const name of GUARDS)
      if (guard.includes(name)) undo.push(PATCHES[name](realm, guarding, mark));
    undo.push(watchFrames(realm, install));
  };
  install(globalThis);
  undo.push(warmOnTyping(guarding.ready.then(() => guarding.redactor!)));
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
    detach: () => {
      // The last first, as one may stand in front of another.
      for (const takeDown of undo.splice(0).reverse()) {
        try {
          takeDown();
        } catch {
          // A frame that went to another origin took its patches along.
        }
      }
    },
  };
}

function checkGuard(guard: readonly string[]): void {
  checkStrings(guard, "options.guard");
  if (guard.length === 0)
    throw new BlackbarError("out-of-range", "options.guard", "a gate that guards nothing");
  guard.forEach((name, index) => {
    if (GUARDS.includes(name as GuardName)) return;
    const message = `no such guard; there are ${GUARDS.join(", ")}`;
    throw new BlackbarError("out-of-range", `options.guard[${index}]`, message);
  });
}

/** The same for two gates that would do the same. */
export function gateMark(options: GateOptions): string {
  const { wasm, id, recipients, policy = "default", ...rest } = options;
  try {
    return JSON.stringify([policy, Object.entries(rest).sort()]);
  } catch {
    return ""; // a policy that is no JSON: the engine will refuse it
  }
}
