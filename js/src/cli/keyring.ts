import { readFile } from "node:fs/promises";
import type { Keyring, KeyringSource } from "../server/keyring.js";
import type { OwnKey } from "../server/keys.js";
import { BlackbarError } from "../types.js";
import { unreadable } from "./lines.js";
import { Stop } from "./stop.js";

/** All keys of all files. @throws {Stop} with the file and the place in it. */
export async function readKeyring(files: readonly string[]): Promise<Keyring> {
  const { createKeyring } = await import("../server/keyring.js");
  const made = (source: KeyringSource, file: string): Keyring => {
    try {
      return createKeyring(source);
    } catch (error) {
      if (!(error instanceof BlackbarError)) throw error;
      throw new Stop(`${file}: ${error.code}: ${error.message}`);
    }
  };
  const all: OwnKey[] = [];
  for (const file of files) {
    const source = await readJson(file);
    made(source, file).dispose(); // so that a mistake has its own file's name
    if (Array.isArray(source)) all.push(...(source as OwnKey[]));
    else if ("keys" in source) all.push(...(source.keys as OwnKey[]));
    else all.push(source as OwnKey);
  }
  return made(all, files.join());
}

async function readJson(file: string): Promise<KeyringSource> {
  let json: string;
  try {
    json = await readFile(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return JSON.parse(json) as KeyringSource;
  } catch {
    throw new Stop(`${file}: invalid-json: $: is no JSON`); // the parser's own message quotes it
  }
}
