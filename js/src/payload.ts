import { checkKeys, checkStrings, wrongType } from "./options.js";
import { BlackbarError, type AppliedFinding, type Redaction, type SealedEnvelope } from "./types.js";

/** Which strings of a payload are text: those under these keys (or in lists under them),
 *  or at these paths: `messages[*].content`, `form.note`, `*` for any key. */
export type JsonSelection =
  | { readonly keys: readonly string[]; readonly paths?: undefined }
  | { readonly paths: readonly string[]; readonly keys?: undefined };

export interface JsonRedaction<T> {
  /** A copy; the value you passed is not changed. */
  readonly value: T;
  readonly findings: readonly (AppliedFinding & { readonly path: string })[];
  readonly action: Redaction["action"];
  /** What was sealed, by the texts' places; absent if nothing was. */
  readonly sealed?: readonly (SealedEnvelope & { readonly path: string })[];
}

type Path = readonly (string | number)[];

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

function selectorOf(selection: JsonSelection): (path: Path) => boolean {
  checkKeys(selection, "selection", ["keys", "paths"]);
  const { keys, paths } = selection;
  if ((keys === undefined) === (paths === undefined))
    throw wrongType("selection", "an object with either keys or paths", selection);
  if (keys !== undefined) {
    checkStrings(keys, "selection.keys");
    const known = new Set(keys);
    return (path) => {
      let at = path.length - 1;
      while (typeof path[at] === "number") --at; // a list stands under its key
      return known.has(path[at] as string);
    };
  }
  checkStrings(paths, "selection.paths");
  const parsed = paths.map((path, index) => parsePath(path, `selection.paths[${index}]`));
  return (path) =>
    parsed.some(
      (steps) =>
        steps.length === path.length &&
        steps.every((step, i) => step === "*" || step === String(path[i])),
    );
}

/** `$.a.b[0]['c d'][*]`, in which `$.` may be left out. */
function parsePath(path: string, where: string): string[] {
  const steps: string[] = [];
  const step = /\.?([^.[\]']+)|\[(\d+|\*)\]|\['((?:[^'\\]|\\.)*)'\]/gy;
  let at = path.startsWith("$") ? 1 : 0;
  while (at < path.length) {
    step.lastIndex = at;
    const match = step.exec(path);
    if (match === null)
      throw new BlackbarError("out-of-range", where, "is no path such as messages[*].content");
    steps.push(match[1] ?? match[2] ?? match[3]!.replace(/\\(.)/g, "$1"));
    at = step.lastIndex;
  }
  return steps;
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
