// `blackbar/url`: the same names as `blackbar`, but the wasm is a file of its
// own beside this one, fetched when the first redactor is made. For pages that
// want it cached by itself; Node cannot fetch files, so there take `blackbar`.
import { makeRedactor, type Redactor } from "./redactor.js";
import type { RedactorOptions } from "./types.js";
import { loadWasm } from "./wasm.js";

export type { Conversation } from "./conversation.js";
export { ENTITIES, type Entity } from "./entities.gen.js";
export type { Redactor } from "./redactor.js";
export * from "./types.js";

/** @throws {BlackbarError} as in `blackbar`, and wasm-fetch or wasm-html. */
export function createRedactor(options: RedactorOptions = {}): Promise<Redactor> {
  // In one expression: bundlers look for exactly this.
  return makeRedactor(options, loadWasm, new URL("./blackbar.wasm", import.meta.url));
}
