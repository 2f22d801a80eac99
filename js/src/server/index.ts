// blackbar/server: the side that opens what a page sealed. Importing it starts the engine,
// so everything here is synchronous. Runs wherever the package does.
export { createKeyring, type Keyring, type KeyringSource } from "./keyring.js";
export {
  type KeyOptions, makeConversationKey, makeRecipientKey, type OwnKey, type PrivateKey, type SecretKey,
} from "./keys.js";
export { type OpenedItem, type OpenOptions, openSealed, type OpenSealedOptions } from "./open.js";
export {
  isPseudonym, type NumberOptions, type OpenedPlace, type OpenedText, openNumber, openText,
} from "./text.js";
export { BlackbarError, type RecipientKey, type SealedEnvelope, type SealedItem } from "../types.js";
