import type { Outbox } from "../sending/outbox.js";
import { editFile, type UploadOptions } from "../sending/upload.js";

// Files that are chosen, dropped or pasted beside a message: text files go on
// redacted, others as `uploads` says. The event is stopped, the files are read,
// and the event comes again with what may leave.

/** True while an event comes again. */
export let refilling = false;

function again(target: EventTarget, events: readonly Event[]): void {
  refilling = true;
  try {
    for (const event of events) target.dispatchEvent(event);
  } finally {
    refilling = false;
  }
}

/** A file input that was filled. */
export function takeChosen(input: HTMLInputElement, outbox: Outbox, options: UploadOptions): void {
  const files = [...(input.files ?? [])];
  input.value = ""; // nobody reads them meanwhile
  editAll(files, outbox, options, (edited) => {
    input.files = listOf(edited).files;
    again(input, [
      new Event("input", { bubbles: true, composed: true }),
      new Event("change", { bubbles: true }),
    ]);
  });
}

/** A drop or a paste that brings files. */
export function takeBrought(
  event: DragEvent | ClipboardEvent,
  outbox: Outbox,
  options: UploadOptions,
): void {
  const target = event.composedPath()[0]!;
  const from = "dataTransfer" in event ? event.dataTransfer : event.clipboardData;
  const files = [...(from?.files ?? [])];
  const text = from?.getData("text/plain") ?? "";
  editAll(files, outbox, options, (edited) => {
    const list = listOf(edited);
    if (text !== "") list.setData("text/plain", text);
    const init = { bubbles: true, composed: true, cancelable: true };
    again(target, [
      event.type === "drop"
        ? new DragEvent("drop", { ...init, dataTransfer: list })
        : new ClipboardEvent("paste", { ...init, clipboardData: list }),
    ]);
  });
}

function editAll(
  files: readonly File[],
  outbox: Outbox,
  options: UploadOptions,
  done: (files: readonly Blob[]) => void,
): void {
  outbox.passQuietly(
    async (edit) => {
      const edited: Blob[] = [];
      for (const file of files) edited.push(await editFile(file, edit, options));
      return edited;
    },
    done,
  );
}

function listOf(files: readonly Blob[]): DataTransfer {
  const list = new DataTransfer();
  for (const file of files) list.items.add(file as File);
  return list;
}
