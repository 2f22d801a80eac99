import { readFile } from "node:fs/promises";
import { createRedactor } from "../create.js";
import type { Redactor } from "../redactor.js";
import { BlackbarError, type Policy, PRESETS, type Preset } from "../types.js";
import { unreadable } from "./lines.js";
import { Stop } from "./stop.js";

/** A preset's name, or a policy from a file. @throws {Stop} */
export async function readPolicy(name: string): Promise<Preset | Policy> {
  if ((PRESETS as readonly string[]).includes(name)) return name as Preset;
  let json: string;
  try {
    json = await readFile(name, "utf8");
  } catch (error) {
    const { message } = unreadable(name, error);
    const presets = /^[\w-]+$/.test(name) ? `, and the presets are ${PRESETS.join(", ")}` : "";
    throw new Stop(message + presets);
  }
  try {
    return JSON.parse(json.replace(/^\uFEFF/, "")) as Policy;
  } catch {
    throw new Stop(`${name}: invalid-json: $: is no JSON`);
  }
}

/**
 * @param name what the policy is called in a message.
 * @throws {Stop} with the error's code and where it is: a JSONPath in the policy,
 * or an option of the command line.
 */
export async function makeRedactor(
  name: string,
  policy: Preset | Policy,
  countries: readonly string[],
  expects: readonly string[] = [],
): Promise<Redactor> {
  try {
    const redactor = await createRedactor({ policy, countries });
    redactor.detect("", { expects }); // so that a wrong name fails before any text
    return redactor;
  } catch (error) {
    throw explain(name, error);
  }
}

/** Other errors are defects, and stay as they are. */
function explain(name: string, error: unknown): unknown {
  if (!(error instanceof BlackbarError)) return error;
  const { code, where, message } = error;
  const [, option] = /^options\.(countries|expects)/.exec(where) ?? [];
  if (option !== undefined) return new Stop(`--${option}: ${code}: ${message.slice(where.length + 2)}`);
  return new Stop(`${name}: ${code}: ${message.replace(/^options\.policy/, "$")}`);
}
