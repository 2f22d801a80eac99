import { Outbox, type ChatSource } from "../sending/outbox.js";
import type { UploadOptions } from "../sending/upload.js";
import { refilling, takeBrought, takeChosen } from "./files.js";
import { inWidget, pathFrom, pathOf, type Target } from "./find.js";
import { KnownComposers } from "./known.js";
import { Listening, stopEvent } from "./listening.js";

/** @internal Only the files beside the composer, for a widget whose text has a hook. */
export function attachUploads(
  target: Target,
  chat: ChatSource,
  options: UploadOptions,
): () => void {
  if (typeof document !== "object") return () => {};
  return guardUploads(target, new Outbox(chat, "composer"), options);
}

/** Stops files that are chosen, dropped or pasted in the widget of a composer, and
 *  brings back what may leave of them. Gives what takes it away again. */
export function guardUploads(target: Target, outbox: Outbox, options: UploadOptions): () => void {
  const listening = new Listening();
  const known = new KnownComposers(target, (root) => listening.on("change", onChange, root));

  const isBeside = (path: readonly Element[]): boolean =>
    known.all().some((composer) => composer.isConnected && inWidget(path, composer, target));
  /** A file input of a guarded widget, with files in it. */
  const takes = (input: Element | undefined): boolean =>
    input?.localName === "input" && Boolean((input as HTMLInputElement).files?.length) && isBeside(pathFrom(input));

  function onChange(event: Event): void {
    const input = event.composedPath()[0] as Element | undefined;
    if (refilling || !takes(input)) return;
    stopEvent(event);
    takeChosen(input as HTMLInputElement, outbox, options);
  }

  listening.on("focusin input", (event) => {
    const path = pathOf(event);
    if (known.meet(path) === undefined && event.type === "input" && !refilling && takes(path[0]))
      stopEvent(event); // `change` follows
  });
  listening.on("drop paste", (event: DragEvent | ClipboardEvent) => {
    if (refilling) return;
    const data = "dataTransfer" in event ? event.dataTransfer : event.clipboardData;
    const path = pathOf(event);
    known.meet(path);
    if (!data?.files.length || !isBeside(path)) return;
    stopEvent(event);
    takeBrought(event, outbox, options);
  });
  listening.on("change", onChange);
  return () => listening.stop();
}
