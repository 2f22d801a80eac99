import { checkKeys, checkStrings, wrongType } from "./options.js";
import { BlackbarError } from "./types.js";

// Which strings of a JSON value are text: by the name they stand under, or by
// their whole path.

/** Those under these keys (or in lists under them), or at these paths:
 *  `messages[*].content`, `form.note`, `*` for any key or index. */
export type JsonSelection =
  | { readonly keys: readonly string[]; readonly paths?: undefined }
  | { readonly paths: readonly string[]; readonly keys?: undefined };

/** From the outermost value to a string in it: keys, and indices of lists. */
export type Path = readonly (string | number)[];
export type Selects = (path: Path) => boolean;

/** @throws {BlackbarError} if it names neither or both, or a path is none. */
export function selectorOf(selection: JsonSelection, where = "selection"): Selects {
  checkKeys(selection, where, ["keys", "paths"]);
  const { keys, paths } = selection;
  if ((keys === undefined) === (paths === undefined))
    throw wrongType(where, "an object with either keys or paths", selection);
  if (keys !== undefined) {
    checkStrings(keys, `${where}.keys`);
    return underKeys(keys);
  }
  checkStrings(paths, `${where}.paths`);
  const parsed = paths!.map((path, index) => parsePath(path, `${where}.paths[${index}]`));
  return (path) =>
    parsed.some(
      (steps) =>
        steps.length === path.length &&
        steps.every((step, i) => step === "*" || step === String(path[i])),
    );
}

/** A list stands under its key. */
export function underKeys(keys: Iterable<string>): Selects {
  const known = new Set(keys);
  return (path) => {
    let at = path.length - 1;
    while (typeof path[at] === "number") --at;
    return known.has(path[at] as string);
  };
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
