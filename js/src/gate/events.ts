import type { AppliedFinding, ErrorCode } from "../types.js";

// What the page learns from the gate: events on `document`, bubbling. No detail
// ever holds a value, a replacement or a text.

/** A finding without what was found. Its offsets are into the one string of the
 *  request that it stands in. */
export type FindingReport = Pick<
  AppliedFinding,
  "entity" | "rule" | "score" | "risk" | "reasons" | "operator" | "start" | "end"
>;

export interface GateEvents {
  "blackbar:ready": { readonly version: string };
  /** A message waits for the engine, with so many others. */
  "blackbar:waiting": { readonly endpoint: string; readonly waiting: number };
  "blackbar:redacted": {
    readonly findings: readonly FindingReport[];
    /** UTF-16 units that were looked at. */
    readonly chars: number;
    /** Microseconds that took, as exactly as the browser's clock says. */
    readonly micros: number;
    /** As it was given to the gate. */
    readonly endpoint: string;
  };
  /** A file that is no text is to leave, and `uploads` is "ask": it waits for what
   *  a listener responds with, at once or in time. Nobody responds: it stays. */
  "blackbar:upload": {
    readonly endpoint: string;
    /** As the page calls it, "image/png". */
    readonly type: string;
    readonly bytes: number;
    readonly respondWith: (allow: boolean | PromiseLike<boolean>) => void;
  };
  "blackbar:blocked": { readonly code: ErrorCode; readonly endpoint: string };
  /** Less is guarded than was asked for. "guard-not-covered": the script tag
   *  asks for what this gate does not cover (`Blackbar.gate.uncovered` says
   *  what), and the rest is guarded; any other code: the engine cannot start,
   *  and everything is blocked. */
  "blackbar:degraded": { readonly code: ErrorCode };
}

export type Emit = <Name extends keyof GateEvents>(name: Name, detail: GateEvents[Name]) => void;

/** Where there is a document: on it. Elsewhere nobody hears it. */
export const emit: Emit = (name, detail) => {
  if (typeof document !== "object") return;
  document.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
};

export function report(finding: AppliedFinding): FindingReport {
  const { entity, rule, score, risk, reasons, operator, start, end } = finding;
  return { entity, rule, score, risk, reasons, operator, start, end };
}
