import { type Edit, editJson } from "../json.js";
import { underKeys } from "../selection.js";
import type { Line } from "./lines.js";
import { Stop } from "./stop.js";

const selects = underKeys(["text"]);

/**
 * The line with `edit` done to what in it is text: all of it, or in JSON Lines
 * a string, or those under "text". Every other byte stays.
 * @throws {Stop} if the line should be JSON and is not, or holds no text.
 */
export function editLine(file: string, { number, text }: Line, jsonl: boolean, edit: Edit): string {
  if (!jsonl) return edit(text);
  if (text.trim() === "") return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Stop(`${file}:${number}: is no JSON`); // the parser's own message quotes it
  }
  let texts = 0;
  const counted: Edit = (string) => {
    ++texts;
    return edit(string);
  };
  const edited = editJson(text, { selects, edit: counted });
  const object = typeof value === "object" && value !== null && !Array.isArray(value);
  if (texts === 0 || (!object && typeof value !== "string"))
    throw new Stop(`${file}:${number}: is no JSON string and no object with a string "text"`);
  return edited;
}
