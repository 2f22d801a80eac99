import type { Path, Selects } from "./selection.js";

// Edits the strings of a JSON text where they stand, and leaves every other
// byte alone: parsing and printing again would change 1.0, big integers, the
// order of keys that look like numbers, and white space.

/** Gives the new value; the same one if nothing is to change. */
export type Edit = (value: string) => string;

/** Deeper than this, JSON within JSON is read as text. */
const MAX_DEPTH = 8;
/** Does it look like a JSON object, array or string, and is it one? */
export function isJson(text: string): boolean {
  if (!/^[ \t\r\n]*[{["]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is done to a JSON text's strings. */
export interface Editing {
  /** Is the string at this path text? */
  readonly selects: Selects;
  readonly edit: Edit;
  /** For every other string that holds no JSON. */
  readonly other?: Edit;
}

/**
 * The text with `edit` done to each string that is selected. A string elsewhere
 * that holds JSON of its own is edited by the same rule, at the path where it
 * stands; a JSON text that is one string, wholly. `within` stands before each
 * path. `text` must be JSON. O(text).
 */
export function editJson(text: string, editing: Editing, within: Path = [], depth = 0): string {
  // Where we are: a key, or an index, for each open object and list.
  const path: (string | number)[] = [...within];
  const lists: boolean[] = [];
  let expectsKey = false;
  let out = "";
  let copied = 0;
  // Numbers, literals, white space and colons need no look.
  for (let at = 0; at < text.length; ++at) {
    const list = lists.at(-1);
    switch (text[at]) {
      case "{":
        lists.push(false);
        path.push("");
        expectsKey = true;
        break;
      case "[":
        lists.push(true);
        path.push(0);
        expectsKey = false;
        break;
      case "}":
      case "]":
        lists.pop();
        path.pop();
        expectsKey = false;
        break;
      case ",":
        expectsKey = list === false;
        if (list === true) (path[path.length - 1] as number) += 1;
        break;
      case '"': {
        const end = stringEnd(text, at);
        const value = JSON.parse(text.slice(at, end)) as string;
        if (expectsKey && list === false) {
          path[path.length - 1] = value;
          expectsKey = false;
        } else {
          const next = editString(value, path, list === undefined);
          if (next !== value) {
            out += text.slice(copied, at) + JSON.stringify(next);
            copied = end;
          }
        }
        at = end - 1;
      }
    }
  }
  return out + text.slice(copied);

  function editString(value: string, path: Path, whole: boolean): string {
    const { selects, edit, other } = editing;
    if (whole || selects(path)) return edit(value);
    if (!/^[ \t\r\n]*[{[]/.test(value) || !isJson(value)) return other?.(value) ?? value;
    return depth < MAX_DEPTH ? editJson(value, editing, path, depth + 1) : edit(value);
  }
}

/** Where the string that begins at `at` ends, quote included. */
function stringEnd(text: string, at: number): number {
  for (let end = at + 1; ; ++end) {
    if (text[end] === "\\") ++end;
    else if (text[end] === '"') return end + 1;
  }
}
