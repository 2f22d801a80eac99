import { selectorOf, type JsonSelection, type Path } from "./selection.js";
import { BlackbarError, type AppliedFinding, type Redaction, type SealedEnvelope } from "./types.js";

export interface JsonRedaction<T> {
  /** A copy; the value you passed is not changed. */
  readonly value: T;
  readonly findings: readonly (AppliedFinding & { readonly path: string })[];
  readonly action: Redaction["action"];
  /** What was sealed, by the texts' places; absent if nothing was. */
  readonly sealed?: readonly (SealedEnvelope & { readonly path: string })[];
}

const ACTIONS: readonly Redaction["action"][] = ["pass", "ask", "block"];
const MAX_DEPTH = 500;

/** Changes strings alone: numbers, booleans, ids, keys and their order stay. */
export function redactJson<T>(
  value: T,
  selection: JsonSelection,
  redact: (text: string) => Redaction,
): JsonRedaction<T> {
  const wanted = selectorOf(selection);
  const findings: (AppliedFinding & { path: string })[] = [];
  const sealed: (SealedEnvelope & { path: string })[] = [];
  let action = 0;

  const walk = (node: unknown, path: Path): unknown => {
    if (path.length > MAX_DEPTH)
      throw new BlackbarError("out-of-range", shown(path), "lies too deep, or in itself");
    if (typeof node === "string") {
      if (!wanted(path)) return node;
      const done = redact(node);
      action = Math.max(action, ACTIONS.indexOf(done.action));
      for (const finding of done.findings) findings.push({ ...finding, path: shown(path) });
      if (done.sealed !== undefined) sealed.push({ ...done.sealed, path: shown(path) });
      return done.text;
    }
    if (Array.isArray(node)) return node.map((item, index) => walk(item, [...path, index]));
    if (typeof node !== "object" || node === null) return node;
    // What is no plain object (a Date, a Map) is left as it is.
    const prototype = Object.getPrototypeOf(node) as unknown;
    if (prototype !== Object.prototype && prototype !== null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, item]) => [key, walk(item, [...path, key])]),
    );
  };
  const copy = walk(value, []) as T;
  const all = { value: copy, findings, action: ACTIONS[action]! };
  return sealed.length === 0 ? all : { ...all, sealed };
}

function shown(path: Path): string {
  return path.reduce<string>(
    (out, step) =>
      typeof step === "number" ? `${out}[${step}]`
      : /^[A-Za-z_]\w*$/.test(step) ? `${out}.${step}`
      : `${out}['${step.replace(/['\\]/g, "\\$&")}']`,
    "$",
  );
}
