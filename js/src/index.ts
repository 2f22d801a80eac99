export type { Conversation } from "./conversation.js";
export { createRedactor } from "./create.js";
export { ENTITIES, type Entity } from "./entities.gen.js";
export type { Redactor } from "./redactor.js";
export {
  type AppliedFinding,
  BlackbarError,
  type ConversationOptions,
  type EntityPolicy,
  type ErrorCode,
  type Finding,
  OPERATORS,
  type Operator,
  type Policy,
  type PolicyRule,
  PRESETS,
  type Preset,
  type Reason,
  type Redaction,
  type RedactorOptions,
  type Risk,
  type WasmSource,
} from "./types.js";
