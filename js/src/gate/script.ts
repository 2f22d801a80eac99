// blackbar.js, for <script>: the package's names on globalThis.Blackbar, and a
// gate as the script's own attributes say, attached before the next script
// runs. Put it first in <head>, without async or defer.
//
//   <script src="blackbar.js" data-policy="pci-chat" data-endpoints="/chat"
//           data-guard="fetch xhr"></script>
import * as api from "../index.js";
import { attachGate, DEFAULT_KEYS, gateMark, GUARDS, type Gate } from "./index.js";
import type { GateOptions, GuardName } from "./index.js";
import { resolveUrl } from "./endpoints.js";
import { emit } from "./events.js";
import { MARK } from "./guard.js";

type Global = typeof api & { attachGate: typeof attachGate; gate?: Gate };

const page = globalThis as typeof globalThis & { Blackbar?: Global };
// A second copy adds no second engine.
const Blackbar: Global = (page.Blackbar ??= { ...api, attachGate });

const script = typeof document === "object" ? document.currentScript : null;
const data = (script as HTMLScriptElement | null)?.dataset ?? {};
if (["endpoints", "policy", "guard", "keys", "countries"].some((name) => name in data)) guard();

/**
 * What the attributes ask for and this gate has not, it says and guards the
 * rest: a page must not believe in a guard that is not there.
 */
function guard(): void {
  const words = (list: string | undefined): string[] =>
    list?.split(/[\s,]+/).filter((word) => word !== "") ?? [];
  const wanted = words(data["guard"]);
  const covered = GUARDS.filter((name) => wanted.includes(name));
  const list = (data["endpoints"] ?? "").split(",").map((endpoint) => endpoint.trim());
  const sockets = (endpoint: string): boolean => /^wss?:/i.test(endpoint);
  const endpoints = list.filter((url) => url !== "" && !sockets(url) && resolveUrl(url) !== null);
  const uncovered = new Set(wanted.filter((name) => !GUARDS.includes(name as GuardName)));
  if (list.some(sockets)) uncovered.add("websocket");
  const lost = list.some((url) => !sockets(url) && !endpoints.includes(url));
  if (uncovered.size > 0 || lost) degraded();
  if (endpoints.length === 0) return;

  const options: GateOptions = {
    endpoints,
    guard: covered.length > 0 ? covered : GUARDS,
    keys: data["keys"] === undefined ? DEFAULT_KEYS : words(data["keys"]),
    countries: words(data["countries"]),
    policy: readPolicy(data["policy"] ?? "default") as NonNullable<GateOptions["policy"]>,
  };
  if (stands(gateMark(options))) return;
  const gate = attachGate(options);
  Object.assign(gate, { uncovered: [...uncovered] });
  Blackbar.gate = gate;
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
