import { textOf, type Editor } from "../gate/editor.js";
import type { Edit } from "../json.js";
import { redactJson } from "../payload.js";
import { underKeys } from "../selection.js";
import { BlackbarError } from "../types.js";

// Files beside a message. A text file is redacted like a message: UTF-8 without
// NUL, whatever its type says. Any other (a picture, a PDF, a ZIP) cannot be read
// and does what `uploads` says. A file's name is redacted too.

export interface UploadOptions {
  /** What becomes of files that are no text. Default "block": they are not sent. */
  readonly uploads?: "block" | "ask" | "allow";
  /** For "ask". Default: the browser's own confirm(). */
  readonly ask?: (file: { name: string; type: string; size: number }) => boolean | Promise<boolean>;
}

/** @throws {BlackbarError} unsupported-body where it must not leave. */
export async function editFile(file: Blob, edit: Edit, options: UploadOptions): Promise<Blob> {
  const named = "name" in file ? (file as File) : undefined;
  const text = textOf(await file.arrayBuffer());
  if (text === undefined) {
    const { type, size } = file;
    await allowed({ name: named?.name ?? "", type, size }, options);
  }
  const after = text === undefined ? undefined : edit(text);
  const name = named === undefined ? "" : editName(named.name, edit);
  const parts = after === text ? file : after!;
  if (named === undefined) return parts === file ? file : new Blob([parts], { type: file.type });
  if (parts === file && name === named.name) return file;
  const { type, lastModified } = named;
  return new File([parts], name, { type, lastModified });
}

async function allowed(
  file: { name: string; type: string; size: number },
  { uploads = "block", ask = confirmed }: UploadOptions,
): Promise<void> {
  if (uploads === "allow") return;
  if (uploads === "ask" && (await ask(file))) return;
  throw new BlackbarError("unsupported-body", "", "a file that is no text is not sent");
}

const confirmed = ({ name }: { name: string }): boolean =>
  globalThis.confirm?.(`${name}: nobody can see what personal data is in it. Send it?`) ?? false;

/** Keeps what says of which kind the file is. */
function editName(name: string, edit: Edit): string {
  const next = edit(name);
  const ending = /\.[A-Za-z]\w{1,4}$/.exec(name)?.[0] ?? "";
  return next === name || next.endsWith(ending) ? next : next + ending;
}

/** Whose strings are a message's text. */
export const TEXT_KEYS: readonly string[] = [
  "text", "content", "message", "html", "chatInput", "question", "input", "prompt", "query",
]; // prettier-ignore

/** The gate's way of editing bodies, for strings under these keys. */
export function editorOf(keys: Iterable<string>, edit: Edit, options: UploadOptions): Editor {
  const upload = (type: string, size: number): Promise<void> =>
    allowed({ name: "", type, size }, options);
  return { selects: underKeys(keys), edit, upload };
}

/** A copy of a payload: strings under the keys edited, and files in `data:` URLs,
 *  whatever key they stand under. */
export async function editPayload<T>(
  value: T,
  keys: readonly string[],
  edit: Edit,
  options: UploadOptions,
): Promise<T> {
  // Files have to be read first, as redactJson waits for nothing.
  const urls = new Map<string, string>();
  for (const url of dataUrls(value)) urls.set(url, await editDataUrl(url, edit, options));
  const swap = (text: string): string => urls.get(text) ?? text;
  const texts = redactJson(value, { keys }, (text) => ({
    text: urls.has(text) ? text : edit(text),
    findings: [],
    action: "pass",
  })).value;
  return urls.size === 0 ? texts : mapStrings(texts, swap);
}

/** The strings of a JSON value, each changed. What is no plain object stays. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  const walk = (node: unknown): unknown => {
    if (typeof node === "string") return change(node);
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== "object" || node === null) return node;
    const prototype = Object.getPrototypeOf(node) as unknown;
    if (prototype !== Object.prototype && prototype !== null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, walk(item)]));
  };
  return walk(value) as T;
}

/** RFC 2397. Without white space before the comma, or it is a sentence. */
const DATA_URL = /^data:([^\s,]*?)(;base64)?,([^]*)$/i;

function dataUrls(value: unknown): Set<string> {
  const found = new Set<string>();
  mapStrings(value, (text) => {
    if (DATA_URL.test(text)) found.add(text);
    return text;
  });
  return found;
}

async function editDataUrl(url: string, edit: Edit, options: UploadOptions): Promise<string> {
  const [, head = "", base64, data = ""] = DATA_URL.exec(url) ?? [];
  const type = head.split(";")[0] ?? "";
  const text = base64 === undefined ? new TextEncoder().encode(decoded(data)) : bytesOf(data);
  const before = new Blob([text], { type });
  const after = await editFile(before, edit, options);
  if (after === before) return url;
  const bytes = new Uint8Array(await after.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:${head};base64,${btoa(binary)}`;
}

function decoded(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
}
