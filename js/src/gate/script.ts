// blackbar.js, for <script>: the package's names on globalThis.Blackbar, and a
// gate as the script's own attributes say, attached before the next script
// runs. Put it first in <head>, without async or defer.
//
//   <script src="blackbar.js" data-policy="pci-chat" data-endpoints="/chat"
//           data-widget="deep-chat" data-restore></script>
//
// With data-composer="#message" what is typed there is redacted in the field itself,
// before the widget reads it; with or without endpoints.
import { attachComposer } from "../composer/index.js";
import * as api from "../index.js";
import { attachGate, DEFAULT_KEYS, gateMark, GUARDS, UPLOADS, WIDGETS, type Gate } from "./index.js";
import type { GateOptions } from "./index.js";
import { resolveUrl } from "./endpoints.js";
import { emit } from "./events.js";
import { MARK } from "./guard.js";
import { warmOnTyping } from "../warm.js";

type Global = typeof api & {
  attachGate: typeof attachGate;
  attachComposer: typeof attachComposer;
  gate?: Gate;
};

const page = globalThis as typeof globalThis & { Blackbar?: Global };
// A second copy adds no second engine.
const Blackbar: Global = (page.Blackbar ??= { ...api, attachGate, attachComposer });

const ATTRIBUTES = [
  "endpoints", "policy", "guard", "keys", "paths", "widget", "uploads", "restore", "countries",
  "conversation", "composer",
]; // prettier-ignore
const script = typeof document === "object" ? document.currentScript : null;
const data = (script as HTMLScriptElement | null)?.dataset ?? {};
if (ATTRIBUTES.some((name) => name in data)) guard();

/**
 * What the attributes ask for and this gate has not, it says and guards the
 * rest: a page must not believe in a guard that is not there.
 */
function guard(): void {
  const uncovered = new Set<string>();
  const words = (list: string | undefined): string[] =>
    list?.split(/[\s,]+/).filter((word) => word !== "") ?? [];
  /** Those of the words that the gate knows. */
  const known = <Word extends string>(list: string | undefined, all: readonly Word[]): Word[] =>
    words(list).filter((word): word is Word => {
      if (all.includes(word as Word)) return true;
      uncovered.add(word);
      return false;
    });

  const covered = known(data["guard"], GUARDS);
  const [widget] = known(data["widget"], WIDGETS);
  const [uploads = "block"] = known(data["uploads"], UPLOADS);
  const list = (data["endpoints"] ?? "").split(",").map((endpoint) => endpoint.trim());
  const endpoints = list.filter((url) => url !== "" && resolveUrl(url) !== null);
  const composer = data["composer"]?.trim() ?? "";
  const lost = endpoints.length < list.length && !(data["endpoints"] === undefined && composer !== "");
  if (uncovered.size > 0 || lost) degraded();

  const engine = {
    countries: words(data["countries"]),
    policy: readPolicy(data["policy"] ?? "default") as NonNullable<GateOptions["policy"]>,
  };
  const conversation = data["conversation"] === undefined ? {} : { id: data["conversation"] };
  if (endpoints.length === 0) {
    if (composer === "") return;
    const made = api.createRedactor(engine);
    warmOnTyping(made);
    const opened = made.then((redactor) => redactor.openConversation(conversation));
    attachComposer(composer, opened, { uploads });
    return;
  }

  const paths = words(data["paths"]);
  const keys = data["keys"] === undefined ? undefined : words(data["keys"]);
  const options: GateOptions = {
    endpoints,
    guard: covered.length > 0 ? covered : GUARDS,
    ...(widget !== undefined && { widget }),
    ...(keys !== undefined && { keys }),
    ...(paths.length > 0 && { paths }),
    ...conversation,
    uploads,
    restore: "restore" in data && data["restore"] !== "false",
    ...engine,
  };
  if (stands(gateMark(options))) return;
  const gate = attach(options);
  Object.assign(gate, { uncovered: [...uncovered] });
  Blackbar.gate = gate;
  if (composer === "") return;
  // One conversation: what the field has of its tokens already the gate lets pass.
  const { detach } = gate;
  const leave = attachComposer(composer, gate, { uploads });
  gate.detach = () => {
    leave();
    detach();
  };
}

/** Paths may be none: then the usual keys are guarded, and the page is told. */
function attach(options: GateOptions): Gate {
  try {
    return attachGate(options);
  } catch {
    degraded();
    const { paths, keys = DEFAULT_KEYS, ...rest } = options;
    return attachGate({ ...rest, keys });
  }
}

/** When the page's own scripts have had the time to listen. */
function degraded(): void {
  const tell = (): void => emit("blackbar:degraded", { code: "guard-not-covered" });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tell);
  else setTimeout(tell);
}

/** A preset's name, or a policy as JSON text. One that does not parse is left
 *  for the engine to refuse: then the gate stays shut. */
function readPolicy(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return text.trim();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Is a gate that does the same already in front of both? */
function stands(mark: string): boolean {
  const marked = (value: unknown): boolean =>
    (value as { [MARK]?: string } | undefined)?.[MARK] === mark;
  return marked(globalThis.fetch) || marked(globalThis.XMLHttpRequest?.prototype.send);
}
