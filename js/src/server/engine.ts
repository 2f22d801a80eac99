import { embedded } from "../create.js";
import { randomness } from "../random.js";
import { loadWasm } from "../wasm.js";

// Started when the module is imported, so that everything after that is synchronous. A
// redactor of the same program shares it.
export const wasm = await loadWasm(embedded);
export const random = await randomness();
/** Of the same. */
export const { subtle } = random as Crypto;
