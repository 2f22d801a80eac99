import { editBody } from "../gate/body.js";
import { Outbox, type ChatSource } from "../sending/outbox.js";
import {
  editFile,
  editorOf,
  editPayload,
  TEXT_KEYS,
  type UploadOptions,
} from "../sending/upload.js";

// `blackbar/adapters/deep-chat`: for the <deep-chat> element, 2.x.
//
//   const detach = attach(document.querySelector("deep-chat"), chat);
//
// HOOK. requestInterceptor and responseInterceptor, which the element asks for each
// request: by fetch, a WebSocket, or a direct connection to a model. One that was
// set before goes first, and what it gives is redacted. Set yours before attach.
// LEAVES. The masked text, in JSON (`messages[].text`) and in the form that a file
// makes of it (`message1`, ...); text files masked, others by `uploads`.
// THE BUBBLE of the person shows what was typed; what is answered is restored, but
// of a streamed answer only what comes in one piece.
// LIMITS. Does not reach `connect.handler` and `webModel`, which send without asking.

interface Details {
  body: unknown;
  headers?: Record<string, string>;
}
type Interceptor<T> = ((value: T) => unknown) | undefined;

export interface DeepChat extends Element {
  requestInterceptor?: Interceptor<Details> | null | undefined;
  responseInterceptor?: Interceptor<unknown> | null | undefined;
}

export function attach(
  element: Element,
  chat: ChatSource,
  options: UploadOptions = {},
): () => void {
  const outbox = new Outbox(chat, "deep-chat");
  const { requestInterceptor, responseInterceptor } = element as DeepChat;
  let attached = true;

  async function request(details: Details): Promise<unknown> {
    const own = ((await requestInterceptor?.(details)) ?? details) as Details | { error: string };
    if (!attached || !("body" in own)) return own;
    try {
      const send = (body: unknown): unknown => ({ ...own, body });
      return await outbox.pass((edit) => editRequest(own.body, edit, options), send);
    } catch {
      return { error: "This message was not sent." }; // the page heard why
    }
  }

  async function response(value: unknown): Promise<unknown> {
    const restored = attached ? outbox.restoreAll(value) : value;
    return (await responseInterceptor?.(restored)) ?? restored;
  }

  set(element, { requestInterceptor: request, responseInterceptor: response });
  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    const now = element as DeepChat;
    set(element, {
      ...(now.requestInterceptor === request && { requestInterceptor }),
      ...(now.responseInterceptor === response && { responseInterceptor }),
    });
  };
}

/** Each set property would draw the whole chat anew, and lose what was said, unless
 *  the element waits to be drawn already: so it is told. */
function set(
  element: Element,
  values: Pick<DeepChat, "requestInterceptor" | "responseInterceptor">,
): void {
  const drawn = element as { _waitingToRender_?: boolean };
  const waits = drawn._waitingToRender_;
  if (waits !== undefined) drawn._waitingToRender_ = true;
  Object.assign(element, values);
  if (waits !== undefined) drawn._waitingToRender_ = waits;
}

type Edit = (text: string) => string;

async function editRequest(body: unknown, edit: Edit, options: UploadOptions): Promise<unknown> {
  if (!(body instanceof FormData)) {
    if (typeof body !== "string") return editPayload(body, TEXT_KEYS, edit, options);
    return editBody(body, "", editorOf(TEXT_KEYS, edit, options));
  }
  const form = new FormData();
  for (const [name, part] of body) {
    if (typeof part === "string") form.append(name, await editField(name, part, edit, options));
    else {
      const file = await editFile(part, edit, options);
      form.append(name, file, (file as File).name);
    }
  }
  return form;
}

/** message1 and the like are JSON; so may a page's own fields be. */
async function editField(
  name: string,
  value: string,
  edit: Edit,
  options: UploadOptions,
): Promise<string> {
  const keys = /^message\d*$/.test(name) ? [...TEXT_KEYS, name] : TEXT_KEYS;
  const wrapped = new URLSearchParams([[name, value]]);
  const edited = await editBody(wrapped, "", editorOf(keys, edit, options));
  return (edited as URLSearchParams).get(name)!;
}
