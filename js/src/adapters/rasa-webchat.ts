import { Outbox, replace, type ChatSource } from "../sending/outbox.js";

// `blackbar/adapters/rasa-webchat`: for rasa-webchat 1.x, over socket.io or sockjs.
//
//   const settings = { socketUrl, initPayload: "/start" };
//   const detach = attach(settings, chat);
//   WebChat.default(settings, null);
//
// HOOK. `onSocketEvent` of the settings: its handlers are called on the socket, whose
// emit("user_uttered") every message goes through. Attach before the widget is made;
// handlers that the settings have already are called too.
// LEAVES. The masked `message`; customData and session_id are yours, and stay.
// THE BUBBLE of the person shows what was typed; what the bot utters is restored.
// LIMITS. The widget sends no files.

interface Socket {
  emit(event: string, ...rest: unknown[]): unknown;
}

type Handler = (this: Socket, ...rest: never[]) => unknown;

export interface RasaSettings {
  onSocketEvent?: Record<string, (...rest: never[]) => unknown>;
}

interface Uttered {
  readonly message?: unknown;
}

export function attach(settings: object, chat: ChatSource): () => void {
  const outbox = new Outbox(chat, "rasa-webchat");
  const own = (settings as RasaSettings).onSocketEvent ?? {};
  const undo: (() => void)[] = [];
  const sockets = new WeakSet<Socket>();
  let attached = true;

  function connect(this: Socket, ...rest: never[]): unknown {
    if (attached && !sockets.has(this)) {
      sockets.add(this); // the same one comes back after a lost connection
      undo.push(guardEmit(this, outbox));
    }
    return (own["connect"] as Handler | undefined)?.apply(this, rest);
  }

  function botUttered(this: Socket, ...rest: never[]): unknown {
    const [utterance] = rest as unknown[];
    // The widget, which listens after us, gets the same object.
    if (attached && typeof utterance === "object" && utterance !== null)
      Object.assign(utterance, outbox.restoreAll(utterance));
    return (own["bot_uttered"] as Handler | undefined)?.apply(this, rest);
  }

  undo.push(replace(settings, "onSocketEvent", { ...own, connect, bot_uttered: botUttered }));
  return () => {
    attached = false;
    undo.splice(0).forEach((takeBack) => takeBack());
  };
}

function guardEmit(socket: Socket, outbox: Outbox): () => void {
  const { emit } = socket;
  return replace(socket, "emit", (event: string, ...rest: unknown[]) => {
    const [uttered, ...others] = rest as [Uttered | undefined, ...unknown[]];
    if (event !== "user_uttered") return emit.call(socket, event, ...rest);
    outbox.passQuietly(
      (edit) =>
        typeof uttered?.message === "string"
          ? { ...uttered, message: edit(uttered.message) }
          : uttered,
      (masked) => emit.call(socket, event, masked, ...others),
    );
    return socket;
  });
}
