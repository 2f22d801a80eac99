import { attachUploads } from "../composer/uploads.js";
import { editBody } from "../gate/body.js";
import { Outbox, type ChatSource } from "../sending/outbox.js";
import { editorOf, editPayload, TEXT_KEYS, type UploadOptions } from "../sending/upload.js";

// `blackbar/adapters/flowise`: for the elements of flowise-embed, 3.x.
//
//   Chatbot.initFull({ chatflowid, apiHost });
//   const detach = attach(document.querySelector("flowise-fullchatbot"), chat);
//
// HOOK. `onRequest`, which the element awaits with each request that it is about to
// make, and which may change it; one that was set before is called first. Files go
// to a server of their own without it, so they are guarded where they are chosen.
// LEAVES. The masked `question`; text files masked, others by `uploads`.
// THE BUBBLE of the person shows what was typed. Answers show tokens: there is no hook
// that could change one.
// LIMITS. observersConfig.observeUserInput hears each key before anything is masked;
// guard the field too if what it hears leaves: attachComposer(element, chat,
// { previews: true }). A form for leads sends what it asks for, as it is.

type OnRequest = (request: RequestInit) => unknown;

export interface FlowiseElement extends HTMLElement {
  onRequest?: OnRequest;
}

export function attach(
  element: HTMLElement,
  chat: ChatSource,
  options: UploadOptions = {},
): () => void {
  const outbox = new Outbox(chat, "flowise");
  const target = element as FlowiseElement;
  const before = target.onRequest;
  let attached = true;

  async function onRequest(request: RequestInit): Promise<void> {
    await before?.call(target, request);
    if (!attached || request.body === undefined || request.body === null) return;
    const { body } = request;
    await outbox.pass(
      async (edit): Promise<BodyInit> => {
        if (typeof body !== "string")
          return (await editBody(body, "", editorOf(TEXT_KEYS, edit, options)))!;
        return JSON.stringify(await editPayload(JSON.parse(body), TEXT_KEYS, edit, options));
      },
      (masked) => void (request.body = masked),
    );
  }

  // By the element's own setter: the widget looks at its properties, not at it.
  target.onRequest = onRequest;
  const detachFiles = attachUploads(element, chat, options);
  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    if (target.onRequest === onRequest) (target as { onRequest?: unknown }).onRequest = before;
    detachFiles();
  };
}
