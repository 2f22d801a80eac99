import type { Editor } from "../gate/editor.js";
import { editFile as editText, editInlineFile, editName } from "../gate/files.js";
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
  const upload = (type: string, size: number): Promise<void> =>
    allowed({ name: named?.name ?? "", type, size }, options);
  const edited = await editText(file, { edit, upload });
  if (named === undefined) return edited;
  const name = editName(named.name, edit);
  if (edited === file && name === named.name) return file;
  const { type, lastModified } = named;
  return new File([edited], name, { type, lastModified });
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

/** A copy of a payload: strings under the keys edited, and files in `data:` URLs or
 *  base64, whatever key they stand under. */
export async function editPayload<T>(
  value: T,
  keys: readonly string[],
  edit: Edit,
  options: UploadOptions,
): Promise<T> {
  const editor = editorOf(keys, edit, options);
  const files = new Map<string, string>();
  const pending: Promise<void>[] = []; // what the page has to allow
  mapStrings(value, (text) => {
    const edited = editInlineFile(text, editor, pending);
    if (edited !== undefined) files.set(text, edited);
    return text;
  });
  await Promise.all(pending);
  const swap = (text: string): string => files.get(text) ?? text;
  const texts = redactJson(value, { keys }, (text) => ({
    text: files.has(text) ? text : edit(text),
    findings: [],
    action: "pass",
  })).value;
  return files.size === 0 ? texts : mapStrings(texts, swap);
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
