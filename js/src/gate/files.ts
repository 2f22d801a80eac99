import type { Edit } from "../json.js";
import { type Editor, isA, textOf, then, unsupported } from "./editor.js";

// Files, however they travel: as parts of a form, as a whole body, or inside JSON
// as a data URL (RFC 2397) or bare base64. What a text file holds is edited like a
// message, all of it; any other leaves where the gate's `uploads` lets it.

/** What of an editor files need. */
type FileEditor = Pick<Editor, "edit" | "upload">;

/** What a part of a form is called that has no file name of its own. */
const NO_NAME = "blob";

/** How files begin, in base64: PNG, JPEG, GIF, PDF, ZIP and Office, RIFF, MP3, BMP,
 *  GZIP, 7z, MP4. */
const FILE_SIGNS = /^(?:iVBORw0KG|\/9j\/|R0lGOD|JVBERi|UEsDB|UklGR|SUQz|Qk[01]|H4sI|N3q8rw|AAAA.{2}Z0eX)/;
const BASE64 = /^[A-Za-z0-9+/]{64,}={0,2}$/;

/** The file with its text edited; the very same one where nothing is to change. */
export async function editFile(file: Blob, editor: FileEditor): Promise<Blob> {
  const before = textOf(await file.arrayBuffer());
  if (before === undefined) {
    await editor.upload(file.type, file.size);
    return file;
  }
  const after = editor.edit(before);
  return after === before ? file : new Blob([after], { type: file.type });
}

/** A part of a form that has a name of its own is somebody's file. */
export function isFile(part: Blob): boolean {
  return isA(part, "File") && (part as File).name !== NO_NAME;
}

/** A file's name may be somebody's too: but for its ending, which says of which kind
 *  the file is and stays, or as a whole ("ana@example.com"). */
export function editName(name: string, edit: Edit): string {
  if (name === NO_NAME) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - ending.length);
  const edited = edit(stem);
  if (edited !== stem) return edited + ending;
  const whole = edit(name);
  return whole === name || whole.endsWith(ending) ? whole : whole + ending;
}

/**
 * If a string is a file: the string with the file's text edited. Promises that
 * have to come true before it may leave are added to `pending`.
 * @throws {BlackbarError} unsupported-body.
 */
export function editInlineFile(
  value: string,
  editor: FileEditor,
  pending: Promise<void>[],
): string | undefined {
  const url = /^data:([^,]*),/i.exec(value);
  const bare = url === null && FILE_SIGNS.test(value) && BASE64.test(value);
  const [, head = ""] = url ?? [];
  const base64 = bare || /;\s*base64\s*$/i.test(head);
  // Text that begins with "data:" and is no data URL is a sentence.
  if (url === null && !bare) return undefined;
  if (url !== null && head !== "" && !/^[\w.+-]*(?:\/[\w.+-]+)?(?:;[^;]*)*$/.test(head))
    return undefined;

  const data = value.slice(url?.[0].length ?? 0);
  const type = /^[^;]*/.exec(head)![0];
  const bytes = base64 ? bytesOf(data) : new TextEncoder().encode(unescaped(data));
  const before = bytes === undefined ? undefined : textOf(bytes);
  if (before === undefined) {
    const answer = editor.upload(type, bytes?.length ?? data.length);
    if (answer !== undefined) pending.push(answer);
    answer?.catch(() => {}); // whoever waits for `pending` hears of it
    return value;
  }
  const after = editor.edit(before);
  if (after === before) return value;
  return value.slice(0, value.length - data.length) + (base64 ? base64Of(after) : encodeURIComponent(after));
}

function unescaped(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    throw unsupported("a data URL");
  }
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    const plain = unescaped(base64).replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain), (unit) => unit.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function base64Of(text: string): string {
  let units = "";
  for (const byte of new TextEncoder().encode(text)) units += String.fromCharCode(byte);
  return btoa(units);
}

/** Waits for what has to be allowed, if there is any. */
export function allowed<T>(result: T, pending: readonly Promise<void>[]): T | Promise<T> {
  return pending.length === 0 ? result : then(Promise.all(pending), () => result);
}
