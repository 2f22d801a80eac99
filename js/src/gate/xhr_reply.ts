import type { Conversation } from "../conversation.js";
import type { RestoreSteps } from "../types.js";
import { overrideGetter } from "./accessors.js";
import { isJsonType, restoreValue } from "./inbound.js";

/** How far a reply that still comes has been restored. */
interface Progress {
  raw: string;
  text: string;
  readonly steps: RestoreSteps;
  ended: boolean;
}

/**
 * Restores what a guarded XMLHttpRequest reads: `responseText`, and `response` where
 * that is text or JSON. What was read once never changes while more comes.
 * `chatOf` gives the conversation of a request, or undefined for one not guarded.
 */
export function restoreXhr(
  prototype: XMLHttpRequest,
  chatOf: (xhr: XMLHttpRequest) => Conversation | undefined,
): () => void {
  const texts = new WeakMap<XMLHttpRequest, Progress>();
  const values = new WeakMap<XMLHttpRequest, { readonly raw: unknown; readonly value: unknown }>();

  function restoredText(xhr: XMLHttpRequest, raw: string, chat: Conversation): string {
    let progress = texts.get(xhr);
    if (progress === undefined || !raw.startsWith(progress.raw)) {
      const json = isJsonType(xhr.getResponseHeader("content-type") ?? "");
      const steps = chat.restoreSteps({ sink: json ? "json" : "text" });
      progress = { raw: "", text: "", steps, ended: false };
      texts.set(xhr, progress);
    }
    const piece = raw.slice(progress.raw.length);
    if (piece !== "" && !progress.ended) progress.text += progress.steps.write(piece);
    progress.raw = raw;
    if (xhr.readyState === 4 && !progress.ended) {
      progress.text += progress.steps.end();
      progress.ended = true;
    }
    return progress.text;
  }

  const undo = [
    overrideGetter(prototype, "responseText", (xhr: XMLHttpRequest, original: () => string) => {
      const chat = chatOf(xhr);
      const raw = original();
      return chat === undefined || raw === "" ? raw : restoredText(xhr, raw, chat);
    }),
    overrideGetter(prototype, "response", (xhr: XMLHttpRequest, original: () => unknown) => {
      const chat = chatOf(xhr);
      const raw = original();
      if (chat === undefined || raw === null || raw === "") return raw;
      if (typeof raw === "string") return restoredText(xhr, raw, chat);
      if (xhr.responseType !== "json") return raw;
      // The same object each time, as the platform gives it.
      let known = values.get(xhr);
      if (known?.raw !== raw) values.set(xhr, (known = { raw, value: restoreValue(raw, chat) }));
      return known!.value;
    }),
  ];
  return () => undo.forEach((takeDown) => takeDown());
}
