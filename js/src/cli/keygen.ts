import { writeFile } from "node:fs/promises";
import process from "node:process";
import type { KeyOptions } from "../server/keys.js";
import { BlackbarError } from "../types.js";
import { allowOnly, type Arguments } from "./arguments.js";
import { unreadable } from "./lines.js";
import { print } from "./output.js";
import { Stop } from "./stop.js";

const OWNER_ALONE = 0o600;
const DAY = 24 * 60 * 60 * 1000;

/** `blackbar keygen`. The private key goes to one place, the public one to another. */
export async function keygen(given: Arguments): Promise<number> {
  const { operands, options } = given;
  allowOnly(given, ["--expires", "--kid", "--out", "--shared", "--use"]);
  if (operands.length > 0) throw new Stop("keygen takes options only; see blackbar --help");
  const shared = options.has("--shared");
  if (shared && options.has("--use")) throw new Stop("--shared is always for one conversation");
  const asked: Record<string, unknown> = {};
  if (options.has("--kid")) asked["kid"] = options.get("--kid");
  if (options.has("--use")) asked["use"] = options.get("--use");
  if (options.has("--expires")) asked["exp"] = expiry(options.get("--expires") ?? "");
  const [own, shown] = await make(asked, shared);
  const out = options.get("--out");
  if (out === undefined) {
    await print(own);
    process.stderr.write(shown);
    return 0;
  }
  try {
    await writeFile(out, own, { mode: OWNER_ALONE, flag: "wx" });
  } catch (error) {
    const { code } = error as { readonly code?: string };
    throw code === "EEXIST" ? new Stop(`${out}: is there already, and may be a key`) : unreadable(out, error);
  }
  await print(shown);
  return 0;
}

/** As lines of JSON. */
async function make(asked: KeyOptions, shared: boolean): Promise<[own: string, shown: string]> {
  // Started here alone: the other commands have an engine of their own.
  const { makeConversationKey, makeRecipientKey } = await import("../server/keys.js");
  try {
    if (shared) return [`${JSON.stringify(makeConversationKey(asked))}\n`, ""];
    const { privateKey, publicKey } = makeRecipientKey(asked);
    return [`${JSON.stringify(privateKey)}\n`, `${JSON.stringify(publicKey)}\n`];
  } catch (error) {
    if (!(error instanceof BlackbarError)) throw error;
    const option = error.where.replace("options.", "--");
    throw new Stop(`${option}: ${error.message.slice(error.where.length + 2)}`);
  }
}

function expiry(when: string): Date {
  const [, days] = /^(\d{1,5})d$/.exec(when) ?? [];
  const time = days === undefined ? timeOf(when) : Date.now() + Number(days) * DAY;
  if (!(time > Date.now()))
    throw new Stop("--expires: should be a day or a time to come, as 2027-01-31, or as 90d");
  return new Date(time);
}

/** Dates alone, in a form that means the same everywhere (ISO 8601). */
function timeOf(when: string): number {
  return /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(when) ? Date.parse(when) : Number.NaN;
}
