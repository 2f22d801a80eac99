import { applied, type Change } from "../sending/outbox.js";

// The text of a composer, and how it is changed so that everybody hears of it: the
// browser's undo, React's value tracker, Vue's v-model, an editor's own model.

/** A textarea, an input, or the host of a contenteditable. */
export type Composer = HTMLElement;
type Control = HTMLTextAreaElement | HTMLInputElement;

export function isControl(composer: Composer): composer is Control {
  return composer.localName === "textarea" || composer.localName === "input";
}

export function read(composer: Composer): string {
  return isControl(composer) ? composer.value : piecesOf(composer).text;
}

/** Where the caret is: an offset into `read()`, or its end. */
export function caretOf(composer: Composer): number {
  if (isControl(composer)) return composer.selectionEnd ?? composer.value.length;
  const { text, pieces } = piecesOf(composer);
  const selection = selectionOf(composer);
  const at = pieces.find(({ node }) => node === selection?.focusNode);
  return at === undefined ? text.length : at.start + (selection?.focusOffset ?? 0);
}

/** True while `write` makes events of its own. */
export let writing = false;

/** Replaces ranges of `read()`, in order and disjoint; the caret stays at its word. */
export function write(composer: Composer, changes: readonly Change[]): void {
  const undone = writing;
  writing = true;
  try {
    if (isControl(composer)) writeControl(composer, changes);
    else writeHost(composer, changes);
  } finally {
    writing = undone;
  }
}

/** All of the text, with the caret at its end. */
export function rewrite(composer: Composer, text: string): void {
  const before = read(composer);
  if (before === text) return;
  write(composer, [{ start: 0, end: before.length, replacement: text }]);
  if (isControl(composer) && composer.selectionStart !== null)
    composer.setSelectionRange(text.length, text.length);
}

/** Tells the widget to read again. */
export function touch(composer: Composer): void {
  const init = { bubbles: true, composed: true, inputType: "insertReplacementText" };
  const undone = writing;
  writing = true;
  composer.dispatchEvent(new InputEvent("input", init));
  writing = undone;
}

/** Where an offset is after the changes; inside of one, behind it. */
function moved(offset: number, changes: readonly Change[]): number {
  let shift = 0;
  for (const { start, end, replacement } of changes) {
    if (offset <= start) break;
    shift += replacement.length - (Math.min(offset, end) - start);
  }
  return offset + shift;
}

function writeControl(control: Control, changes: readonly Change[]): void {
  const before = control.value;
  const next = applied(before, changes);
  if (next === before) return;
  const { selectionStart, selectionEnd, selectionDirection } = control;
  const first = changes[0]!.start;
  const kept = before.length - changes.at(-1)!.end;
  // As if it were typed: then undo knows of it, and so does every framework.
  if (hasFocus(control) && selectionStart !== null) {
    control.setSelectionRange(first, before.length - kept);
    command(next.slice(first, next.length - kept));
  }
  if (control.value !== next) {
    // React watches the property on the element itself; the prototype's own
    // setter goes past it, so that React sees a change in the event below.
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")!;
    set!.call(control, next);
    touch(control);
  }
  if (selectionStart === null || control.value !== next) return;
  const [start, end] = [selectionStart, selectionEnd ?? selectionStart];
  const direction = selectionDirection ?? "none";
  control.setSelectionRange(moved(start, changes), moved(end, changes), direction);
}

/** Deprecated, and the one way in all browsers to type for somebody. */
function command(text: string): void {
  if (text === "") document.execCommand("delete");
  else document.execCommand("insertText", false, text);
}

function hasFocus(element: HTMLElement): boolean {
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
}

interface Piece {
  readonly node: Text;
  readonly start: number;
}

const BLOCK =
  /^(?:address|article|blockquote|div|dd|dl|dt|h[1-6]|li|ol|p|pre|section|table|tr|ul)$/;

/** A host's text as one string, a value across <b> in one piece, and where it stands. */
export function piecesOf(host: Node): { text: string; pieces: Piece[] } {
  const pieces: Piece[] = [];
  let text = "";
  const walk = (node: Node): void => {
    if (node.nodeType === 3) {
      pieces.push({ node: node as Text, start: text.length });
      text += (node as Text).data;
      return;
    }
    const name = (node as Element).localName ?? "";
    const block = node !== host && BLOCK.test(name);
    if (name === "br" || (block && text !== "" && !text.endsWith("\n"))) text += "\n";
    node.childNodes.forEach(walk);
    if (block && !text.endsWith("\n")) text += "\n";
  };
  walk(host);
  return { text, pieces };
}

function writeHost(host: Composer, changes: readonly Change[]): void {
  const before = read(host);
  const next = applied(before, changes);
  if (next === before) return;
  const caret = moved(caretOf(host), changes);
  const selection = hasFocus(host) ? selectionOf(host) : undefined;
  let expected = before;
  // From the end, so that what is still to do stays where it is.
  for (const change of [...changes].reverse()) {
    expected = applied(expected, [change]);
    const [begin, end] = [place(host, change.start), place(host, change.end)];
    if (selection && begin && end) {
      selection.setBaseAndExtent(begin.node, begin.offset, end.node, end.offset);
      command(change.replacement);
    }
    if (plain(read(host)) === plain(expected)) continue;
    editNodes(host, change);
    touch(host);
  }
  const at = place(host, caret);
  if (selection && at) selection.collapse(at.node, at.offset);
}

/** An editor writes some spaces as no-break spaces, and adds a line's end. */
const plain = (text: string): string => text.replace(/\u00a0/g, " ").replace(/\n+$/, "");

/** Without events, for a copy, or where the editor does not take the command. */
export function editNodes(host: Node, { start, end, replacement }: Change): void {
  let put = false;
  for (const { node, start: from } of piecesOf(host).pieces) {
    const [a, b] = [Math.max(start - from, 0), Math.min(end - from, node.length)];
    if (a >= b) continue;
    node.data = node.data.slice(0, a) + (put ? "" : replacement) + node.data.slice(b);
    put = true;
  }
}

function place(host: Node, offset: number): { node: Text; offset: number } | undefined {
  const { pieces } = piecesOf(host);
  const piece = pieces.find(({ node, start }) => offset <= start + node.length) ?? pieces.at(-1);
  if (piece === undefined) return undefined;
  const within = Math.min(Math.max(offset - piece.start, 0), piece.node.length);
  return { node: piece.node, offset: within };
}

/** Chromium keeps a selection of its own for each shadow root. */
function selectionOf(host: Composer): Selection | null {
  const root = host.getRootNode() as Document & { getSelection?: () => Selection | null };
  return root.getSelection?.() ?? document.getSelection();
}
