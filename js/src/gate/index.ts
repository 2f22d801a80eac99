import type { Conversation } from "../conversation.js";
import { checkKeys, checkStrings, wrongType } from "../options.js";
import type { Redactor } from "../redactor.js";
import { BlackbarError, type RedactorOptions } from "../types.js";
import { patchBeacon } from "./beacon.js";
import { readEndpoints, type Realm } from "./endpoints.js";
import { patchEventSource } from "./eventsource.js";
import { patchFetch } from "./fetch.js";
import { patchForms } from "./form.js";
import { watchFrames } from "./frames.js";
import { Guard, UPLOADS, type Uploads } from "./guard.js";
import { selectionOf, type WidgetName } from "./presets.js";
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

export interface GateOptions extends RedactorOptions {
  /** Path prefixes on this origin ("/chat") or absolute URL prefixes; a host's
   *  WebSockets are guarded with it, and may be named with wss:. */
  readonly endpoints: readonly string[];
  /** Default all. */
  readonly guard?: readonly GuardName[];
  /** Where this widget has its text; in addition to `keys` and `paths`. */
  readonly widget?: WidgetName;
  /** Whose strings are text in JSON, forms and queries. Default DEFAULT_KEYS, if
   *  there is no `widget` and there are no `paths`. */
  readonly keys?: readonly string[];
  /** The same by where they stand: `messages[*].text`. */
  readonly paths?: readonly string[];
  /** Files that are no text: "block" (default) their message, "ask" by
   *  "blackbar:upload", or "allow". Text files are redacted. */
  readonly uploads?: Uploads;
  /** Are replies restored, for the person's eyes? Default false. */
  readonly restore?: boolean;
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
 * @throws {BlackbarError} if an option of the gate's own is wrong. A wrong policy
 * or wasm shows in `ready`, and until then nothing was sent.
 */
export function attachGate(options: GateOptions): Gate {
  const { guard = GUARDS, settings, engine } = readOptions(options);
  const guarding = new Guard(settings, engine);
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
      for (const takeDown of undo.splice(0)) {
        try {
          takeDown();
        } catch {
          // A frame that went to another origin took its patches along.
        }
      }
    },
  };
}

function readOptions(options: GateOptions) {
  const own = ["endpoints", "guard", "widget", "keys", "paths", "uploads", "restore", "id"];
  checkKeys(options, "options", [...own, "policy", "countries", "wasm"]);
  const { endpoints, guard, widget, keys, paths, uploads = "block", restore = false, id, ...engine } =
    options;
  checkStrings(endpoints, "options.endpoints");
  if (guard !== undefined) checkGuard(guard);
  if (widget !== undefined && typeof widget !== "string")
    throw wrongType("options.widget", "a string", widget);
  if (keys !== undefined) checkStrings(keys, "options.keys");
  if (paths !== undefined) checkStrings(paths, "options.paths");
  if (!UPLOADS.includes(uploads)) {
    const message = `should be one of ${UPLOADS.join(", ")}`;
    throw new BlackbarError("out-of-range", "options.uploads", message);
  }
  if (typeof restore !== "boolean") throw wrongType("options.restore", "a boolean", restore);
  if (id !== undefined && typeof id !== "string") throw wrongType("options.id", "a string", id);
  const selects = selectionOf(widget, { keys, paths });
  return { guard, engine, settings: { endpoints: readEndpoints(endpoints), selects, uploads, restore, id } };
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
  const { wasm, id, policy = "default", ...rest } = options;
  try {
    return JSON.stringify([policy, Object.entries(rest).sort()]);
  } catch {
    return ""; // a policy that is no JSON: the engine will refuse it
  }
}
