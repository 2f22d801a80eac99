import { attachComposer, type ComposerOptions } from "../composer/index.js";
import type { ChatSource } from "../sending/outbox.js";

// `blackbar/adapters/textarea`: for a form of your own, or a widget without a hook.
//
//   const detach = attach(document.querySelector("#message"), chat);
//
// HOOK. None: blackbar/composer redacts the field just before it is read, and its
// header says how.
// LEAVES. What then stands in the field; text files chosen beside it masked, others
// by `uploads`.
// THE BUBBLE of the person shows the mask, as the field does; chat.restore(text) gives
// back what was typed, and what an answer means.

export function attach(
  target: string | Element | undefined,
  chat: ChatSource,
  options: ComposerOptions = {},
): () => void {
  return attachComposer(target, chat, options);
}
