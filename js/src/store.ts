/// <reference lib="dom" />
import type { Conversation } from "./conversation.js";
import type { Redactor } from "./redactor.js";
import { BlackbarError, type ConversationOptions } from "./types.js";

// A conversation that outlives a reload: its memory, encrypted (AES-256-GCM, NIST SP
// 800-38D) under a key that no script can read, in a storage that the site chooses.
//
//   const key = await deviceKey();
//   await saveConversation(chat, webStore(sessionStorage), key);
//   const again = await loadConversation(redactor, { id }, webStore(sessionStorage), key);

/** Where sealed texts are kept, by name. `sessionStorage` by `webStore`. */
export interface Store {
  get(name: string): string | null | undefined | Promise<string | null | undefined>;
  set(name: string, value: string): void | Promise<void>;
  delete(name: string): void | Promise<void>;
}

const PREFIX = "blackbar:";
const NONCE = 12; // bytes, SP 800-38D, section 8.2

/** `sessionStorage` or `localStorage`. */
export function webStore(storage: Storage): Store {
  return {
    get: (name) => storage.getItem(name),
    set: (name, value) => storage.setItem(name, value),
    delete: (name) => storage.removeItem(name),
  };
}

/** IndexedDB, one object store of strings. */
export function indexedStore(database = "blackbar"): Store {
  return {
    get: (name) => request<string | undefined>(database, "readonly", (s) => s.get(name)),
    set: async (name, value) => void (await request(database, "readwrite", (s) => s.put(value, name))),
    delete: async (name) => void (await request(database, "readwrite", (s) => s.delete(name))),
  };
}

/** The key of this browser for this origin: made once, kept in IndexedDB, and not
 *  extractable: no script ever sees its bytes. */
export async function deviceKey(database = "blackbar"): Promise<CryptoKey> {
  const name = "key";
  const known = await request<CryptoKey | undefined>(database, "readonly", (s) => s.get(name));
  if (known !== undefined) return known;
  const made = await newKey();
  try {
    await request(database, "readwrite", (s) => s.add(made, name));
    return made;
  } catch (error) {
    // Another tab was faster.
    const theirs = await request<CryptoKey | undefined>(database, "readonly", (s) => s.get(name));
    if (theirs === undefined) throw error;
    return theirs;
  }
}

/** A key for as long as the page lives. */
export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** @throws {BlackbarError} out-of-range, for a conversation without an id. */
export async function saveConversation(
  chat: Conversation,
  store: Store,
  key: CryptoKey,
): Promise<void> {
  const name = nameOf(chat.id, "chat.id");
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const text = new TextEncoder().encode(chat.save());
  const sealed = await crypto.subtle.encrypt(parameters(iv, name), key, text);
  text.fill(0);
  await store.set(name, toBase64(iv) + toBase64(new Uint8Array(sealed)));
}

/**
 * The conversation as it was saved, else undefined.
 * @throws {BlackbarError} "not-opened" for another key, another id or changed bytes.
 */
export async function loadConversation(
  redactor: Redactor,
  options: ConversationOptions & { readonly id: string },
  store: Store,
  key: CryptoKey,
): Promise<Conversation | undefined> {
  const name = nameOf(options.id, "options.id");
  const sealed = await store.get(name);
  if (sealed === undefined || sealed === null) return undefined;
  let opened: Uint8Array;
  try {
    const iv = fromBase64(sealed.slice(0, 16));
    const bytes = fromBase64(sealed.slice(16));
    opened = new Uint8Array(await crypto.subtle.decrypt(parameters(iv, name), key, bytes));
  } catch (cause) {
    const message = "what is stored was sealed with another key or id, or was changed";
    throw new BlackbarError("not-opened", "", message, { cause });
  }
  const saved = new TextDecoder().decode(opened);
  opened.fill(0);
  return redactor.openConversation({ ...options, saved });
}

/** Removes what was saved; the open conversation stays. */
export async function deleteConversation(id: string, store: Store): Promise<void> {
  await store.delete(nameOf(id, "id"));
}

/** The name is authenticated: what is moved to another id does not open. */
function parameters(iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
}

function nameOf(id: string | undefined, where: string): string {
  if (typeof id === "string" && id !== "") return PREFIX + id;
  throw new BlackbarError("out-of-range", where, "a conversation is saved by its id");
}

function request<T>(
  database: string,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const transaction = db.transaction("kept", mode);
      const asked = ask(transaction.objectStore("kept"));
      transaction.oncomplete = () => (db.close(), resolve(asked.result as T));
      transaction.onabort = () => (db.close(), reject(transaction.error));
    };
  });
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
