import { createReadStream } from "node:fs";
import process from "node:process";
import { Stop } from "./stop.js";

export interface Line {
  /** From 1 on, in its file. */
  readonly number: number;
  readonly text: string;
  /** "\n", "\r\n", or "" behind the last line. */
  readonly ending: string;
}

/**
 * The lines of a file, or of standard input for "-", one at a time. UTF-8; a
 * byte order mark is dropped, a malformed byte is U+FFFD. node:readline would
 * also break lines at U+2028, and not say how a line ended.
 * @throws {Stop} if the file cannot be read.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const raw of split(decode(file))) {
    const ending = raw.endsWith("\r\n") ? "\r\n" : raw.endsWith("\n") ? "\n" : "";
    yield { number: ++number, text: raw.slice(0, raw.length - ending.length), ending };
  }
}

async function* decode(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    const source = file === "-" ? process.stdin : createReadStream(file);
    for await (const bytes of source) yield decoder.decode(bytes, { stream: true });
  } catch (error) {
    throw unreadable(file, error);
  }
  yield decoder.decode();
}

/** Each with its line break. A line of many chunks is joined once. */
async function* split(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf("\n"); at >= 0; at = chunk.indexOf("\n", from)) {
      begun.push(chunk.slice(from, at + 1));
      yield begun.join("");
      begun = [];
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.slice(from));
  }
  if (begun.length > 0) yield begun.join("");
}

/** Says which file, and why in the system's word. */
export function unreadable(file: string, error: unknown): Stop {
  const { code } = error as { readonly code?: string };
  if (code === undefined) throw error; // not the file's fault
  const why = code === "ENOENT" ? "no such file" : code === "EISDIR" ? "is a folder" : code;
  return new Stop(`${file}: ${why}`);
}
