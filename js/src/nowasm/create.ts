import { makeRedactor, type Redactor } from "../redactor.js";
import type { RedactorOptions } from "../types.js";
import { loadScript } from "./load.js";

// Stands in the place of ../create.js in blackbar.nowasm.js too (js/build.mjs).

/** @throws {BlackbarError} as in `blackbar`; `options.wasm` is an unknown key. */
export function createRedactor(options: Omit<RedactorOptions, "wasm"> = {}): Promise<Redactor> {
  return makeRedactor(options, loadScript, undefined);
}
