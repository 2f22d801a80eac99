import { Outbox, replace, type ChatSource } from "../sending/outbox.js";
import { editFile, editPayload, TEXT_KEYS, type UploadOptions } from "../sending/upload.js";

// `blackbar/adapters/stream-chat`: for a StreamChat client, 9.x, and so for
// stream-chat-react and the like.
//
//   const client = StreamChat.getInstance(key);
//   const detach = attach(client, chat);
//
// HOOK. Interceptors of client.axiosInstance, which is public: every request goes
// through it, of the composer as of channel.sendMessage, edits, drafts, threads, polls.
// LEAVES. Messages with `text` masked, search and link previews too; uploaded text
// files masked, others by `uploads`. Ids stay.
// THE BUBBLE of the person shows what was typed: the server's answers and its events
// are restored before the client looks at them.
// LIMITS. Only this conversation's tokens are restored: keep it (`save()`) to read older
// messages. Other members of a channel see tokens.

interface Config {
  data?: unknown;
  params?: unknown;
}

interface Interceptors<T> {
  use(handler: (value: T) => T | Promise<T>): number;
  eject(id: number): void;
}

/** What of a StreamChat client is used. */
export interface StreamClient {
  readonly axiosInstance: {
    readonly interceptors: { readonly request: unknown; readonly response: unknown };
  };
  dispatchEvent: (event: never) => void;
}

export function attach(
  client: StreamClient,
  chat: ChatSource,
  options: UploadOptions = {},
): () => void {
  const outbox = new Outbox(chat, "stream-chat");
  const request = client.axiosInstance.interceptors.request as Interceptors<Config>;
  const response = client.axiosInstance.interceptors.response as Interceptors<{ data: unknown }>;
  const dispatch = client.dispatchEvent as (event: object) => void;

  const out = request.use(async (config) => {
    if (!(await holdsText(config))) return config;
    return outbox.pass(
      (edit) => editConfig(config, edit, options),
      (edited) => Object.assign(config, edited),
    );
  });
  const back = response.use((answer) => {
    answer.data = outbox.restoreAll(answer.data);
    return answer;
  });
  const undo = replace(client, "dispatchEvent", (event: object) =>
    dispatch.call(client, outbox.restoreAll(event)),
  );
  return () => {
    request.eject(out);
    response.eject(back);
    undo();
  };
}

type Edit = (text: string) => string;

/** `url` is of a link that is previewed while somebody types. */
const PARAMETERS = [...TEXT_KEYS, "url"];
const KEYS = [...TEXT_KEYS, "title", "description", "fallback", "name"];

async function editConfig(config: Config, edit: Edit, options: UploadOptions): Promise<Config> {
  const edited: Config = {};
  if (config.params) edited.params = await editPayload(config.params, PARAMETERS, edit, options);
  if (config.data instanceof FormData) edited.data = await editForm(config.data, edit, options);
  else if (config.data) edited.data = await editData(config.data, edit, options);
  return edited;
}

/** To connect, and to watch a channel, takes no engine. */
async function holdsText(config: Config): Promise<boolean> {
  let texts = config.data instanceof FormData ? 1 : 0;
  const count = (text: string): string => {
    texts += 1;
    return text;
  };
  if (texts === 0) await editConfig(config, count, { uploads: "allow" });
  return texts > 0;
}

/** Names are of polls and attachments; a user's own name is the site's to send. */
async function editData(data: unknown, edit: Edit, options: UploadOptions): Promise<unknown> {
  const { message, ...rest } = Object(data) as Record<string, unknown>;
  const keys = "message" in Object(data) || "options" in rest ? KEYS : TEXT_KEYS;
  const edited = await editPayload(data, keys, edit, options);
  const { user } = (message ?? {}) as { user?: unknown };
  if (user !== undefined) Object.assign((edited as { message: object }).message, { user });
  return edited;
}

async function editForm(form: FormData, edit: Edit, options: UploadOptions): Promise<FormData> {
  const edited = new FormData();
  for (const [name, part] of form) {
    if (typeof part === "string") edited.append(name, part);
    else {
      const file = await editFile(part, edit, options);
      edited.append(name, file, (file as File).name);
    }
  }
  return edited;
}
