export type { Conversation } from "./conversation.js";
export { createRedactor } from "./create.js";
export { ENTITIES, type Entity } from "./entities.gen.js";
export type { JsonRedaction } from "./payload.js";
export type { Redactor } from "./redactor.js";
export type { JsonSelection } from "./selection.js";
export {
  type AppliedFinding,
  BlackbarError,
  type ConversationExport,
  type ConversationOptions,
  type EntityPolicy,
  type Entry,
  type ErrorCode,
  type EventOptions,
  type Finding,
  OPERATORS,
  type Operator,
  type Policy,
  type PolicyRule,
  PRESETS,
  type Preset,
  type Reason,
  type RecipientKey,
  type Recipients,
  type Redaction,
  type RedactOptions,
  type RedactorOptions,
  type RestoreOptions,
  type RestoreSteps,
  type Risk,
  type SealedEnvelope,
  type SealedItem,
  type WasmSource,
} from "./types.js";
