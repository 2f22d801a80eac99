import { readLines } from "./lines.js";
import { Stop } from "./stop.js";

/** A span and what it is, in UTF-16 units. */
export interface Expected {
  readonly entity: string;
  readonly start: number;
  readonly end: number;
}

export interface Case {
  /** What the case is called: its name, and the file and line. */
  readonly title: string;
  readonly text: string;
  readonly findings: readonly Expected[];
  readonly redacted: string | undefined;
  readonly expects: readonly string[];
  readonly countries: readonly string[];
}

const KEYS = ["name", "text", "findings", "redacted", "expects", "countries"];

/** The cases of a file of JSON Lines. Empty lines are passed over.
 *  @throws {Stop} with the file, the line, and the JSONPath of what is wrong. */
export async function* readCases(file: string): AsyncGenerator<Case> {
  for await (const { number, text } of readLines(file)) {
    if (text.trim() === "") continue;
    const place = `${file}:${number}`;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new Stop(`${place}: $: is no JSON`);
    }
    yield readCase(value, place);
  }
}

function readCase(value: unknown, place: string): Case {
  const given = record(value, `${place}: $`, KEYS);
  const name = optional(given, "name", place);
  const text = string(given["text"], `${place}: $.text`);
  const findings = array(given["findings"], `${place}: $.findings`);
  const taken = new Map<string, number>(); // where the search for a value goes on
  return {
    title: name === undefined ? place : `${name} (${place})`,
    text,
    findings: findings.map((item, i) => readFinding(item, text, taken, `${place}: $.findings[${i}]`)),
    redacted: optional(given, "redacted", place),
    expects: strings(given["expects"], `${place}: $.expects`),
    countries: strings(given["countries"], `${place}: $.countries`),
  };
}

/** The second finding of the same value is its second place in the text. */
function readFinding(item: unknown, text: string, taken: Map<string, number>, at: string): Expected {
  const given = record(item, at, ["entity", "value", "start", "end"]);
  const entity = string(given["entity"], `${at}.entity`);
  const { start, end } = given;
  if (given["value"] === undefined) {
    const inside = Number.isInteger(start) && Number.isInteger(end);
    if (!inside || Number(start) < 0 || Number(start) >= Number(end) || Number(end) > text.length)
      throw new Stop(`${at}: should have a value, or a start and an end within the text`);
    return { entity, start: Number(start), end: Number(end) };
  }
  if (start !== undefined || end !== undefined)
    throw new Stop(`${at}: should have a value, or a start and an end, not both`);
  const value = string(given["value"], `${at}.value`);
  const found = value === "" ? -1 : text.indexOf(value, taken.get(value) ?? 0);
  if (found < 0) throw new Stop(`${at}.value: does not stand in the text, or not so often`);
  taken.set(value, found + value.length);
  return { entity, start: found, end: found + value.length };
}

function record(value: unknown, at: string, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Stop(`${at}: should be an object`);
  for (const key of Object.keys(value))
    if (!keys.includes(key)) throw new Stop(`${at}.${key}: no such key; there are ${keys.join(", ")}`);
  return value as Record<string, unknown>;
}

function array(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Stop(`${at}: should be an array`);
  return value;
}

function string(value: unknown, at: string): string {
  if (typeof value !== "string") throw new Stop(`${at}: should be a string`);
  return value;
}

function strings(value: unknown, at: string): readonly string[] {
  return value === undefined ? [] : array(value, at).map((item, i) => string(item, `${at}[${i}]`));
}

function optional(given: Record<string, unknown>, key: string, place: string): string | undefined {
  return given[key] === undefined ? undefined : string(given[key], `${place}: $.${key}`);
}
