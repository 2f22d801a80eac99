import { fits } from "../crypto.js";
import { Stop } from "./stop.js";

/** Each option, and whether a value follows it. */
const OPTIONS = {
  "--conversation": true,
  "--countries": true,
  "--expects": true,
  "--expires": true,
  "--help": false,
  "--json": false,
  "--jsonl": false,
  "--keyring": true,
  "--kid": true,
  "--out": true,
  "--policy": true,
  "--shared": false,
  "--show": false,
  "--use": true,
  "--version": false,
} as const;
export type Option = keyof typeof OPTIONS;

export interface Arguments {
  /** "" when there is none. */
  readonly command: string;
  readonly operands: readonly string[];
  /** The options that are there; "" for one without a value. */
  readonly options: ReadonlyMap<Option, string>;
}

/**
 * `--policy FILE` and `--policy=FILE` are the same; after `--` all are operands;
 * `-` is one. A repeated option says what its last one says.
 * @throws {Stop} for an option that is none, and a value too few or too many.
 */
export function parseArguments(words: readonly string[]): Arguments {
  const operands: string[] = [];
  const options = new Map<Option, string>();
  for (let at = 0; at < words.length; ++at) {
    const word = words[at] ?? "";
    if (word === "--") {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (word === "-h") options.set("--help", "");
    else if (word === "-" || !word.startsWith("-")) operands.push(word);
    else {
      const equals = word.indexOf("=");
      const option = equals < 0 ? word : word.slice(0, equals);
      if (!isOption(option)) throw new Stop(`no option ${option}; blackbar --help lists them`);
      const takes = OPTIONS[option];
      if (!takes && equals >= 0) throw new Stop(`${option} takes no value`);
      const value = !takes ? "" : equals >= 0 ? word.slice(equals + 1) : words[++at];
      if (takes && (value === undefined || value === "")) throw new Stop(`${option} needs a value`);
      options.set(option, value ?? "");
    }
  }
  return { command: operands.shift() ?? "", operands, options };
}

/** @throws {Stop} for an option that the command does not have. */
export function allowOnly({ command, options }: Arguments, allowed: readonly Option[]): void {
  for (const option of options.keys())
    if (!allowed.includes(option)) throw new Stop(`${option} is not for ${command}`);
}

/** What values are bound to; "" when it is not said. @throws {Stop} */
export function conversationOf({ options }: Arguments): string {
  const id = options.get("--conversation") ?? "";
  if (!fits(id)) throw new Stop("--conversation: should be 255 bytes at most");
  return id;
}

function isOption(word: string): word is Option {
  return Object.hasOwn(OPTIONS, word);
}

/** "US,DE" as a list. */
export function list(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(",").map((item) => item.trim());
}
