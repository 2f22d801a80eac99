import { BlackbarError } from "../types.js";
import { editJson, isJson, type Edit } from "../json.js";

// Every kind of body a request can have, read as text and edited. What cannot
// be read as text does not leave: BlackbarError unsupported-body.

export interface Editor {
  readonly keys: ReadonlySet<string>;
  readonly edit: Edit;
}

export type Body = Document | XMLHttpRequestBodyInit | ReadableStream | null | undefined;
type Edited = XMLHttpRequestBodyInit | null | undefined;

const FORM_TYPE = /^\s*application\/x-www-form-urlencoded\b/i;

export function unsupported(what: string): BlackbarError {
  return new BlackbarError("unsupported-body", "", `${what} cannot be read, so it is not sent`);
}

/**
 * The body with its personal data replaced; the very same one where there is
 * none. A promise only for what has to be read (a Blob, or a form with one).
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
  if (isA(body, "ReadableStream")) throw unsupported("a stream");
  // XMLHttpRequest writes out a Document, of whatever kind.
  if (typeof body === "object" && "nodeType" in body) throw unsupported("a document");
  // What fetch and XMLHttpRequest do with anything else.
  return editText(String(body), type, editor);
}

/** By tag, as objects of another frame are no instances of this one's classes. */
function isA(value: unknown, tag: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${tag}]`;
}

/** JSON whatever the type says, a form if the type says so, else all of it. */
export function editText(text: string, type: string, editor: Editor): string {
  if (isJson(text)) return editJson(text, editor.keys, editor.edit);
  if (FORM_TYPE.test(type)) return editQuery(text, editor);
  return editor.edit(text);
}

/** "a=1&text=..." where the values under a key are edited. */
export function editQuery(query: string, editor: Editor): string {
  const decode = (text: string): string => new URLSearchParams(`x=${text}`).get("x") ?? "";
  const pairs = query.split("&").map((pair) => {
    const equals = pair.indexOf("=");
    if (equals < 0) return pair;
    const value = decode(pair.slice(equals + 1));
    const next = editField(decode(pair.slice(0, equals)), value, editor);
    return next === value ? pair : pair.slice(0, equals + 1) + encodeURIComponent(next);
  });
  return pairs.join("&");
}

/** A named field wholly (but JSON as JSON), any other if it is JSON. */
function editField(name: string, value: string, editor: Editor): string {
  if (/^[ \t\r\n]*[{[]/.test(value) && isJson(value))
    return editJson(value, editor.keys, editor.edit);
  return editor.keys.has(name) ? editor.edit(value) : value;
}

function editParameters(parameters: URLSearchParams, editor: Editor): URLSearchParams {
  const before = [...parameters];
  const after = before.map(([name, value]) => [name, editField(name, value, editor)]);
  const changed = after.some(([, value], index) => value !== before[index]?.[1]);
  return changed ? new URLSearchParams(after) : parameters;
}

function editForm(form: FormData, editor: Editor): FormData | Promise<FormData> {
  const parts = [...form].map(([name, part]) =>
    typeof part === "string"
      ? { name, before: part, after: editField(name, part, editor) }
      : { name, before: part, after: editBlob(part, editor) },
  );
  const rebuild = (after: readonly (string | Blob)[], mayKeep = false): FormData => {
    if (mayKeep && after.every((part, index) => part === parts[index]?.before)) return form;
    const next = new FormData();
    after.forEach((part, index) => {
      const { name, before } = parts[index]!;
      if (typeof part === "string") next.append(name, part);
      else next.append(name, part, (before as File).name);
    });
    return next;
  };
  const after = parts.map((part) => part.after);
  // While a file is read the page may add to its form, so that is not sent.
  return after.some((part) => part instanceof Promise)
    ? Promise.all(after).then((read) => rebuild(read))
    : rebuild(after as string[], true);
}

/** Its contents decide, not its type: webchat sends JSON under a type of its own. */
async function editBlob(blob: Blob, editor: Editor): Promise<Blob> {
  const before = readText(await blob.arrayBuffer(), "a file");
  const after = editText(before, blob.type, editor);
  return after === before ? blob : new Blob([after], { type: blob.type });
}

function editBytes(
  bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>,
  type: string,
  editor: Editor,
): ArrayBuffer | ArrayBufferView<ArrayBuffer> {
  const before = readText(bytes, "a binary body");
  const after = editText(before, type, editor);
  return after === before ? bytes : new TextEncoder().encode(after);
}

/** UTF-8 without NUL is text; anything else may hide what it will. */
export function readText(bytes: ArrayBuffer | ArrayBufferView, what: string): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes as BufferSource);
  } catch {
    throw unsupported(what);
  }
  if (text.includes("\0")) throw unsupported(what);
  return text;
}
