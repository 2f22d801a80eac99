import { isControl, type Composer } from "./field.js";

// Does again what was stopped: the events a browser makes, in its order, and then
// what it does itself where no handler said no.

/** True while a replay makes events: they are let through. */
export let replaying = false;

function quietly(work: () => void): void {
  replaying = true;
  try {
    work();
  } finally {
    replaying = false;
  }
}

export function replayEnter(composer: Composer, modifiers: EventModifierInit): void {
  const { ctrlKey = false, metaKey = false, altKey = false } = modifiers;
  const same = { key: "Enter", code: "Enter", keyCode: 13, which: 13, ctrlKey, metaKey, altKey };
  const init = { ...same, bubbles: true, composed: true, cancelable: true, view: window };
  quietly(() => {
    let goesOn = composer.dispatchEvent(new KeyboardEvent("keydown", init));
    const pressed = { ...init, charCode: 13 };
    if (goesOn) goesOn = composer.dispatchEvent(new KeyboardEvent("keypress", pressed));
    if (goesOn) byDefault(composer);
    composer.dispatchEvent(new KeyboardEvent("keyup", init));
  });
}

/** A form is sent from an input, a line ends everywhere else. */
function byDefault(composer: Composer): void {
  if (composer.localName !== "input") {
    document.execCommand(isControl(composer) ? "insertLineBreak" : "insertParagraph");
    return;
  }
  const { form } = composer as HTMLInputElement;
  if (form === null) return;
  const button = ([...form.elements] as HTMLInputElement[]).find(
    ({ type }) => type === "submit" || type === "image",
  );
  if (button !== undefined) button.click();
  else form.requestSubmit();
}

/** What a press is made of. */
const PRESS = ["pointerdown", "mousedown", "pointerup", "mouseup"] as const;

export function replayPress(element: Element): void {
  const init = { bubbles: true, composed: true, cancelable: true, view: window, detail: 1 };
  const pointer = { ...init, pointerId: 1, isPrimary: true, pointerType: "mouse" };
  quietly(() => {
    for (const type of PRESS) {
      const event = type.startsWith("pointer")
        ? new PointerEvent(type, pointer)
        : new MouseEvent(type, init);
      element.dispatchEvent(event);
    }
    // A click of click() does what the browser does: sends a form, opens a file.
    if (element instanceof HTMLElement) element.click();
    else element.dispatchEvent(new MouseEvent("click", init));
  });
}

export function replaySubmit(form: HTMLFormElement, submitter: HTMLElement | null): void {
  quietly(() => form.requestSubmit(submitter?.isConnected ? submitter : null));
}
