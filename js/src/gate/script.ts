// blackbar.js, for <script>: the package's names on globalThis.Blackbar, and a
// gate as the script's own attributes say, attached before the next script
// runs. Put it first in <head>, without async or defer.
//
//   <script src="blackbar.js" data-policy="pci-chat" data-endpoints="/chat"
//           data-guard="fetch xhr"></script>
import * as api from "../index.js";
import { attachGate, DEFAULT_KEYS, gateMark, GUARDS, type Gate } from "./index.js";
import type { GateOptions, GuardName } from "./index.js";
import { MARK } from "./guard.js";

/** Words for data-guard that this first gate knows but does not cover. */
const LATER: readonly string[] = ["websocket", "beacon", "form"];

type Global = typeof api & { attachGate: typeof attachGate; gate?: Gate };

const page = globalThis as typeof globalThis & { Blackbar?: Global };
// A second copy adds no second engine.
const Blackbar: Global = (page.Blackbar ??= { ...api, attachGate });

const script = typeof document === "object" ? document.currentScript : null;
const settings = script === null ? undefined : (script as HTMLScriptElement).dataset;
if (settings?.endpoints !== undefined) {
  const options = readSettings(settings as DOMStringMap & { endpoints: string });
  if (!stands(gateMark(options))) Blackbar.gate = attachGate(options);
}

function readSettings(data: DOMStringMap & { endpoints: string }): GateOptions {
  const words = (list: string | undefined): string[] | undefined =>
    list?.split(/[\s,]+/).filter((word) => word !== "");
  return {
    endpoints: data.endpoints.split(",").filter((endpoint) => endpoint.trim() !== ""),
    guard: (words(data.guard) ?? GUARDS).filter((name) => !LATER.includes(name)) as GuardName[],
    keys: words(data.keys) ?? DEFAULT_KEYS,
    countries: words(data.countries) ?? [],
    policy: readPolicy(data.policy ?? "default") as NonNullable<GateOptions["policy"]>,
  };
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
