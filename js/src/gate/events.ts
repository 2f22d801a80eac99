import type { AppliedFinding, ErrorCode } from "../types.js";

// What the page learns from the gate: events on `document`, bubbling. No detail
// ever holds a value, a replacement or a text.

/** A finding without what was found. */
export interface FindingReport
  extends Pick<
    AppliedFinding,
    "entity" | "rule" | "score" | "risk" | "reasons" | "operator" | "start" | "end"
  > {
  /** Which of the request's strings it stands in, from 0; offsets are its. */
  readonly part: number;
}

export interface GateEvents {
  "blackbar:ready": { readonly version: string };
  "blackbar:redacted": {
    readonly findings: readonly FindingReport[];
    /** UTF-16 units that were looked at. */
    readonly chars: number;
    /** Microseconds that took, as exactly as the browser's clock says. */
    readonly micros: number;
    /** As it was given to the gate. */
    readonly endpoint: string;
  };
  "blackbar:blocked": { readonly code: ErrorCode; readonly endpoint: string };
  /** The engine cannot start: everything is blocked. */
  "blackbar:degraded": { readonly code: ErrorCode };
}

export function emit<Name extends keyof GateEvents>(name: Name, detail: GateEvents[Name]): void {
  if (typeof document !== "object") return;
  document.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

export function report(finding: AppliedFinding, part: number): FindingReport {
  const { entity, rule, score, risk, reasons, operator, start, end } = finding;
  return { entity, rule, score, risk, reasons, operator, start, end, part };
}
