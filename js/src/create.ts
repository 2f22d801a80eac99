import { fromAscii } from "./ascii.js";
import { packed } from "./embedded.js";
import { makeRedactor, type Redactor } from "./redactor.js";
import type { RedactorOptions } from "./types.js";
import { loadWasm } from "./wasm.js";

/** Decoded when the first redactor is made, not when the module is imported. Internal. */
export function embedded(): Uint8Array<ArrayBuffer> {
  return fromAscii(packed.text, packed.singles, packed.size);
}

/**
 * The one async door. The wasm is embedded: nothing is fetched.
 * @throws {BlackbarError} if the policy or an option is wrong, or if the engine
 * cannot start; never because of a text.
 */
export function createRedactor(options: RedactorOptions = {}): Promise<Redactor> {
  return makeRedactor(options, loadWasm, embedded);
}
