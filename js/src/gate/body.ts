import { editJson, isJson } from "../json.js";
import type { Path } from "../selection.js";
import { type Editor, isA, textOf, then, unsupported } from "./editor.js";
import { allowed, editFile, editInlineFile, editName, isFile } from "./files.js";
import { editPackets } from "./packets.js";
import { besideJson, SEALED } from "./sealed.js";

// Every kind of body a request can have, read as text and edited. What cannot
// be read as text does not leave: BlackbarError unsupported-body.

export type Body = Document | XMLHttpRequestBodyInit | ReadableStream | null | undefined;
export type Edited = XMLHttpRequestBodyInit | null | undefined;

const BASE64_URL = "data:;base64,";
const FORM_TYPE = /^\s*application\/x-www-form-urlencoded\b/i;
/** Bodies that are a file, by their type; of any other the reader is not known. */
const FILE_TYPE = /^\s*(?:image|audio|video|font)\/|^\s*application\/(?:pdf|zip|msword|vnd\.)/i;

/**
 * The body with its personal data replaced; the very same one where there is
 * none. A promise only for what has to be read (a Blob, a stream, a form with a
 * file) or allowed (a file that is no text).
 * @throws {BlackbarError} unsupported-body, or what `edit` throws.
 */
export function editBody(body: Body, type: string, editor: Editor): Edited | Promise<Edited> {
  if (body === null || body === undefined) return body;
  if (typeof body === "string") return editText(body, type, editor);
  if (isA(body, "URLSearchParams")) return editParameters(body as URLSearchParams, editor);
  if (isA(body, "FormData")) return editForm(body as FormData, editor);
  if (body instanceof Blob || isA(body, "Blob") || isA(body, "File"))
    return editBlob(body as Blob, editor);
  if (isA(body, "ArrayBuffer") || ArrayBuffer.isView(body))
    return editBytes(body as ArrayBuffer | ArrayBufferView<ArrayBuffer>, type, editor);
  if (isA(body, "ReadableStream")) return editStream(body as ReadableStream, type, editor);
  // XMLHttpRequest writes out a Document, of whatever kind.
  if (typeof body === "object" && "nodeType" in body) throw unsupported("a document");
  // What fetch and XMLHttpRequest do with anything else.
  return editText(String(body), type, editor);
}

/** JSON whatever the type says, socket.io's packets, a form if the type says so,
 *  else all of it. */
export function editText(text: string, type: string, editor: Editor): string | Promise<string> {
  const pending: Promise<void>[] = [];
  const json = (part: string): string | undefined =>
    isJson(part) ? editJsonText(part, editor, pending) : undefined;
  const whole = (part: string): string => editString(part, editor, pending);
  const base64 = (part: string): string => whole(BASE64_URL + part).slice(BASE64_URL.length);
  const edited = json(text);
  const done =
    edited !== undefined ? besideJson(edited, editor.sealed?.())
    : (editPackets(text, { json, text: whole, base64 }) ??
      (FORM_TYPE.test(type) ? editFormText(text, editor, pending) : whole(text)));
  return allowed(done, pending);
}

function editJsonText(text: string, editor: Editor, pending: Promise<void>[], within: Path = []): string {
  const { selects } = editor;
  const edit = (value: string): string => editString(value, editor, pending);
  const other = (value: string): string => editInlineFile(value, editor, pending) ?? value;
  return editJson(text, { selects, edit, other }, within);
}

function editString(value: string, editor: Editor, pending: Promise<void>[]): string {
  return editInlineFile(value, editor, pending) ?? editor.edit(value);
}

function editFormText(text: string, editor: Editor, pending: Promise<void>[]): string {
  const edited = editQuery(text, editor, pending);
  const field = sealedField(editor);
  return field === undefined ? edited : `${edited}&${SEALED}=${encodeURIComponent(field)}`;
}

/** The envelope as a form has it. */
export function sealedField(editor: Editor): string | undefined {
  const envelope = editor.sealed?.();
  return envelope && JSON.stringify(envelope);
}

/** "a=1&text=..." where the values under a key are edited. */
export function editQuery(query: string, editor: Editor, pending: Promise<void>[]): string {
  const decode = (text: string): string => new URLSearchParams(`x=${text}`).get("x") ?? "";
  const pairs = query.split("&").map((pair) => {
    const equals = pair.indexOf("=");
    if (equals < 0) return pair;
    const value = decode(pair.slice(equals + 1));
    const next = editField(decode(pair.slice(0, equals)), value, editor, pending);
    return next === value ? pair : pair.slice(0, equals + 1) + encodeURIComponent(next);
  });
  return pairs.join("&");
}

/** A named field wholly (but JSON as JSON), any other if it is JSON or a file. */
export function editField(name: string, value: string, editor: Editor, pending: Promise<void>[]): string {
  if (/^[ \t\r\n]*[{[]/.test(value) && isJson(value))
    return editJsonText(value, editor, pending, [name]);
  if (editor.selects([name])) return editString(value, editor, pending);
  return editInlineFile(value, editor, pending) ?? value;
}

function editParameters(
  parameters: URLSearchParams,
  editor: Editor,
): URLSearchParams | Promise<URLSearchParams> {
  const pending: Promise<void>[] = [];
  const before = [...parameters];
  const after = before.map(([name, value]) => [name, editField(name, value, editor, pending)]);
  const changed = after.some(([, value], index) => value !== before[index]?.[1]);
  const field = sealedField(editor);
  if (field !== undefined) after.push([SEALED, field]);
  return allowed(changed ? new URLSearchParams(after) : parameters, pending);
}

interface Part {
  readonly value: string | Blob;
  readonly fileName: string | undefined;
}

function editForm(form: FormData, editor: Editor): FormData | Promise<FormData> {
  const pending: Promise<void>[] = [];
  const before = [...form];
  const parts = before.map(([name, part]): Part | Promise<Part> => {
    if (typeof part === "string")
      return { value: editField(name, part, editor, pending), fileName: undefined };
    const fileName = editName(part.name, editor.edit);
    const edited = isFile(part) ? editFile(part, editor) : editBlob(part, editor, [name]);
    return edited.then((value) => ({ value, fileName }));
  });
  const rebuild = (after: readonly Part[], mayKeep = false): FormData => {
    if (mayKeep && after.every(({ value }, index) => value === before[index]![1])) return form;
    const next = new FormData();
    after.forEach(({ value, fileName }, index) => {
      const name = before[index]![0];
      if (typeof value === "string") next.append(name, value);
      else next.append(name, value, fileName);
    });
    const field = sealedField(editor);
    if (field !== undefined) next.append(SEALED, field);
    return next;
  };
  // While a file is read the page may add to its form, so that is not sent.
  return parts.some((part) => part instanceof Promise) || pending.length > 0
    ? Promise.all([Promise.all(parts), ...pending]).then(([read]) => rebuild(read))
    : rebuild(parts as Part[], true);
}

/** Its contents decide, not its type: webchat sends JSON under a type of its own. */
async function editBlob(blob: Blob, editor: Editor, within: Path = []): Promise<Blob> {
  if (isFile(blob)) return editFile(blob, editor);
  const before = textOf(await blob.arrayBuffer());
  if (before === undefined) {
    if (within.length === 0 && !FILE_TYPE.test(blob.type)) throw unsupported("a binary body");
    await editor.upload(blob.type, blob.size);
    return blob;
  }
  const pending: Promise<void>[] = [];
  const after =
    isJson(before) && within.length > 0
      ? editJsonText(before, editor, pending, within)
      : await editText(before, blob.type, editor);
  await Promise.all(pending);
  return after === before ? blob : new Blob([after], { type: blob.type });
}

function editBytes<T extends ArrayBuffer | ArrayBufferView<ArrayBuffer>>(
  bytes: T,
  type: string,
  editor: Editor,
): T | Uint8Array<ArrayBuffer> | Promise<T | Uint8Array<ArrayBuffer>> {
  const before = textOf(bytes);
  if (before === undefined) throw unsupported("a binary body");
  return then(editText(before, type, editor), (after) =>
    after === before ? bytes : new TextEncoder().encode(after),
  );
}

/** Read to its end: what is sent does not stream any more. */
async function editStream(stream: ReadableStream, type: string, editor: Editor): Promise<Edited> {
  return editBytes(await new Response(stream).arrayBuffer(), type, editor);
}
