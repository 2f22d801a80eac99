import type { Keyring } from "../server/keyring.js";
import type { OpenedItem } from "../server/open.js";
import type { OpenedPlace } from "../server/text.js";
import { BlackbarError } from "../types.js";
import { allowOnly, type Arguments, conversationOf, list } from "./arguments.js";
import { readKeyring } from "./keyring.js";
import { type Line, readLines } from "./lines.js";
import { editLine } from "./message.js";
import { print } from "./output.js";
import { Stop } from "./stop.js";

/** `blackbar open`: 0 if all that is sealed was opened, else 1. */
export async function open(given: Arguments): Promise<number> {
  const { operands, options } = given;
  allowOnly(given, ["--conversation", "--json", "--jsonl", "--keyring"]);
  const keys = options.get("--keyring");
  const conversation = conversationOf(given);
  if (keys === undefined) throw new Stop("say by --keyring where the keys are");
  if (conversation === "") throw new Stop("say by --conversation which one it is");
  const { openEnvelope, openLine } = await opener(await readKeyring(list(keys)), conversation);
  const files = operands.length === 0 ? ["-"] : operands;
  let code = 0;
  for (const file of files) {
    const name = files.length > 1 ? file : undefined;
    for await (const line of readLines(file)) {
      const envelope = envelopeOf(line.text);
      const opened =
        envelope === undefined
          ? openLine(file, line, options.has("--jsonl"))
          : openEnvelope(envelope, `${file}:${line.number}`);
      if (opened.items.some((item) => item.code !== undefined)) code = 1;
      await print(options.has("--json") ? json(name, line, opened) : plain(name, line, opened));
    }
  }
  return code;
}

/** What one line gave. `edited` is absent for an envelope. */
interface Opened {
  readonly items: readonly (OpenedItem | OpenedPlace | Closed)[];
  readonly edited?: string;
  readonly text?: string;
}

/** An envelope none of which opens. */
interface Closed {
  readonly ref: string;
  readonly entity: string;
  readonly code: string;
  readonly value?: undefined;
}

async function opener(keyring: Keyring, conversation: string) {
  const { openSealed, openText } = await import("../server/index.js");
  const seen = new Set<string>();
  const openEnvelope = (envelope: unknown, place: string): Opened => {
    try {
      return { items: openSealed(envelope, keyring, { conversation, seen }) };
    } catch (error) {
      if (!(error instanceof BlackbarError)) throw error;
      const { code, where } = error;
      if (code !== "not-opened" && code !== "replayed") throw new Stop(`${place}: ${code}: ${error.message}`);
      return { items: [{ ref: where, entity: "-", code }] };
    }
  };
  const openLine = (file: string, line: Line, jsonl: boolean): Opened => {
    const items: OpenedPlace[] = [];
    const texts: string[] = [];
    const edited = editLine(file, line, jsonl, (source) => {
      const { text, places } = openText(source, keyring, { conversation });
      items.push(...places);
      texts.push(text);
      return text;
    });
    return { items, edited, text: texts.join("\n") };
  };
  return { openEnvelope, openLine };
}

/** The envelope that a line is, or that stands in it beside its text. */
function envelopeOf(line: string): unknown {
  if (!/^\s*\{/.test(line)) return undefined;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const beside = value["sealed"];
  if (typeof beside === "object" && beside !== null) return beside;
  return "items" in value ? value : undefined;
}

function json(file: string | undefined, { number: line }: Line, { items, edited, text }: Opened): string {
  const what = edited === undefined ? { opened: items } : { text, places: items };
  return `${JSON.stringify({ file, line, ...what })}\n`;
}

function plain(file: string | undefined, { number, ending }: Line, { items, edited }: Opened): string {
  if (edited !== undefined) return edited + ending;
  const place = file === undefined ? number : `${file}:${number}`;
  const shown = items as readonly (OpenedItem | Closed)[];
  return shown
    .map(({ ref, entity, value, code }) => `${place}:${ref} ${entity} ${code ?? JSON.stringify(value)}\n`)
    .join("");
}
