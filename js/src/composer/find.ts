import { isControl, type Composer } from "./field.js";

// Which elements are composers, and what may send what stands in one.

export type Target = string | Element | undefined;

const TEXT_TYPES = new Set(["text", "search", "email", "url", "tel"]);

/** From inside out, through open shadow roots; a closed one hides what is in it. */
export function pathOf(event: Event): Element[] {
  return event.composedPath().filter((node): node is Element => node instanceof Element);
}

/** The composer that an event came from, if it is one of those meant. */
export function composerOf(path: readonly Element[], target: Target): Composer | undefined {
  const inner = path[0] as HTMLElement | undefined;
  if (inner === undefined) return undefined;
  const composer = inner.isContentEditable ? hostOf(inner) : inner;
  if (!isText(composer)) return undefined;
  if (target !== undefined) return containerOf(path, target) === undefined ? undefined : composer;
  return isControl(composer) && !isLone(composer) ? undefined : composer;
}

/** The outermost element that is edited as one. */
function hostOf(element: HTMLElement): HTMLElement {
  let host = element;
  while (host.parentElement?.isContentEditable) host = host.parentElement;
  return host;
}

function isText(element: HTMLElement): boolean {
  if (element.localName === "input") return TEXT_TYPES.has((element as HTMLInputElement).type);
  return element.localName === "textarea" || element.isContentEditable;
}

/** A textarea is a composer; an input only without another beside it: name,
 *  address and password of other forms are meant to be sent as they are. */
function isLone(control: HTMLInputElement | HTMLTextAreaElement): boolean {
  if (control.localName === "textarea") return true;
  const fields = [...(control.form?.elements ?? [control])] as HTMLElement[];
  const typed = (field: HTMLElement): boolean =>
    isText(field) || (field as HTMLInputElement).type === "password";
  return fields.filter(typed).length === 1 && /^(?:text|search)$/.test(control.type);
}

/** What on the way out is meant: the composer itself, or what it stands in. */
function containerOf(path: readonly Element[], target: string | Element): Element | undefined {
  return path.find(
    (element) => (typeof target === "string" ? element.matches(target) : element === target),
  );
}

/** Composers that stand in the page now, seen or not: those of a target. */
export function composersIn(target: Target): Composer[] {
  if (target === undefined) return [];
  const found: Composer[] = [];
  const look = (root: ParentNode, inside: boolean): void => {
    for (const element of root.querySelectorAll<HTMLElement>("*")) {
      const meant = inside || element.closest(typeof target === "string" ? target : "*") !== null;
      const hit = typeof target === "string" ? meant : inside || target.contains(element);
      if (hit && isText(element) && !element.parentElement?.isContentEditable) found.push(element);
      if (element.shadowRoot !== null) look(element.shadowRoot, hit);
    }
  };
  look(document, false);
  return found;
}

/** The path of an element out to the window, as an event would take it. */
export function pathFrom(element: Element): Element[] {
  const path: Element[] = [];
  for (let node: Node | null = element; node !== null; ) {
    if (node instanceof Element) path.push(node);
    node = node.parentNode ?? (node as ShadowRoot).host ?? null;
  }
  return path;
}

/**
 * Could pressing what lies on this path send what stands in the composer? Anything
 * could, but the composer itself, links that lead elsewhere, and other fields; and
 * nothing outside of the widget: of the target, or of the component whose shadow
 * tree the composer stands in.
 */
export function couldSend(
  path: readonly Element[],
  composer: Composer,
  target: Target,
  send: string | undefined,
): boolean {
  if (path.includes(composer)) return false;
  if (send !== undefined) return path.some((element) => element.matches(send));
  if (!inWidget(path, composer, target)) return false;
  return !path.some(leadsElsewhere);
}

export function inWidget(path: readonly Element[], composer: Composer, target: Target): boolean {
  const out = pathFrom(composer);
  const container = target === undefined ? undefined : containerOf(out, target);
  if (container !== undefined && container !== composer) return path.includes(container);
  const host = out.filter((element) => element.shadowRoot !== null).at(-1);
  return host === undefined || path.includes(host);
}

function leadsElsewhere(element: Element): boolean {
  if (element.localName === "a")
    return !/^(?:#|javascript:|$)/i.test(element.getAttribute("href") ?? "");
  if (element.localName === "input")
    return !/^(?:submit|button|image)$/.test((element as HTMLInputElement).type);
  return /^(?:textarea|select|option|label|summary)$/.test(element.localName);
}
