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

/**
 * The text with `edit` done to each string under one of the `keys`: its own
 * value, or an item of a list that is its value. A string elsewhere that holds
 * JSON of its own is edited by the same rule; a JSON text that is one string,
 * wholly. `text` must be JSON. O(text).
 */
export function editJson(text: string, keys: ReadonlySet<string>, edit: Edit, depth = 0): string {
  // One entry for each open object (its present key) and list (the key it
  // stands under).
  const open: { readonly list: boolean; key: string | undefined }[] = [];
  let expectsKey = false;
  let out = "";
  let copied = 0;
  // Numbers, literals, white space and colons need no look.
  for (let at = 0; at < text.length; ++at) {
    const top = open.at(-1);
    switch (text[at]) {
      case "{":
        open.push({ list: false, key: undefined });
        expectsKey = true;
        break;
      case "[":
        open.push({ list: true, key: top?.key });
        expectsKey = false;
        break;
      case "}":
      case "]":
        open.pop();
        expectsKey = false;
        break;
      case ",":
        expectsKey = top?.list === false;
        break;
      case '"': {
        const end = stringEnd(text, at);
        const value = JSON.parse(text.slice(at, end)) as string;
        if (expectsKey && top !== undefined) {
          top.key = value;
          expectsKey = false;
        } else {
          const next = editString(value, top?.key, top === undefined);
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

  function editString(value: string, key: string | undefined, whole: boolean): string {
    if (whole || (key !== undefined && keys.has(key))) return edit(value);
    if (!/^[ \t\r\n]*[{[]/.test(value) || !isJson(value)) return value;
    return depth < MAX_DEPTH ? editJson(value, keys, edit, depth + 1) : edit(value);
  }
}

/** Where the string that begins at `at` ends, quote included. */
function stringEnd(text: string, at: number): number {
  for (let end = at + 1; ; ++end) {
    if (text[end] === "\\") ++end;
    else if (text[end] === '"') return end + 1;
  }
}
