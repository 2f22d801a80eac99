// `blackbar/nowasm`: the same names as `blackbar`, with the engine as JavaScript.
// For pages whose Content-Security-Policy has no 'wasm-unsafe-eval'. Larger and
// slower (README.md, "Figures"); results are the same.
export type { Conversation } from "../conversation.js";
export { createRedactor } from "./create.js";
export { ENTITIES, type Entity } from "../entities.gen.js";
export type { JsonRedaction } from "../payload.js";
export type { JsonSelection } from "../selection.js";
export type { Redactor } from "../redactor.js";
export * from "../types.js";
