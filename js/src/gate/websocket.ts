import { editBody } from "./body.js";
import { then, unsupported, type Editor } from "./editor.js";
import { resolveUrl, type Realm } from "./endpoints.js";
import { editUrl } from "./fetch.js";
import { MARK, type Guard, type Target } from "./guard.js";
import { restoreMessages } from "./messages.js";

type Message = string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBufferLike>;

/**
 * Puts the guard in front of a realm's WebSocket: of its send(), also for sockets
 * that were open before, and of the query it is opened with. A socket has nobody
 * to tell, so what may not leave is dropped, and blackbar:blocked says so.
 */
export function patchWebSocket(realm: Realm, guard: Guard, mark: string): () => void {
  const Original = realm.WebSocket;
  if (typeof Original !== "function") return () => {};
  const { prototype } = Original;
  const { send, close } = prototype;
  const waiting = new WeakMap<WebSocket, Promise<void>>();
  let attached = true;
  const targetOf = (socket: WebSocket): Target | undefined =>
    guard.targetOf(resolveUrl(socket.url, realm));

  const patched = {
    send(this: WebSocket, data: Message): void {
      const target = attached ? targetOf(this) : undefined;
      if (target === undefined || this.readyState !== Original.OPEN)
        return Reflect.apply(send, this, [data]);
      const prepare = (): Message | Promise<Message> =>
        guard.inspect(target, (editor) => editMessage(data, editor));
      const leave = (next: Message): void => {
        if (this.readyState === Original.OPEN) Reflect.apply(send, this, [next]);
      };
      const refuse = (cause: unknown): void => void guard.block(target, cause);

      const before = waiting.get(this);
      if (before === undefined && !guard.busy) {
        let next: Message | Promise<Message>;
        try {
          next = prepare();
        } catch (cause) {
          return refuse(cause);
        }
        if (!(next instanceof Promise)) return leave(next);
        return wait(this, next.then(leave, refuse));
      }
      const turn = (): Promise<void> =>
        guard.busy
          ? guard.inTurn(target, prepare, leave, refuse)
          : Promise.resolve().then(prepare).then(leave, refuse);
      // The engine's turn is taken now: others come behind it.
      wait(this, before === undefined ? turn() : before.then(turn));
    },

    /** What was sent before it still leaves, as the platform has it. */
    close(this: WebSocket, ...args: [code?: number, reason?: string]): void {
      const before = waiting.get(this);
      const leave = (): void => Reflect.apply(close, this, args);
      if (before === undefined) leave();
      else wait(this, before.then(leave));
    },
  };

  /** Frames keep their order, whatever takes time. */
  function wait(socket: WebSocket, done: Promise<void>): void {
    waiting.set(socket, done);
    void done.then(() => {
      if (waiting.get(socket) === done) waiting.delete(socket);
    });
  }

  const construct = (args: unknown[], newTarget: Function): object => {
    const target = attached ? guard.targetOf(resolveUrl(String(args[0]), realm)) : undefined;
    if (target === undefined || target.url.search === "")
      return Reflect.construct(Original, args, newTarget) as object;
    return Reflect.construct(Original, [queryOf(target, guard), ...args.slice(1)], newTarget) as object;
  };
  // A class that extends ours comes with its own newTarget.
  const Patched: typeof Original = new Proxy(Original, {
    construct: (_, args, newTarget): object =>
      construct(args, newTarget === Patched ? Original : newTarget),
  });

  Object.defineProperty(patched.send, MARK, { value: mark });
  prototype.send = patched.send as WebSocket["send"];
  prototype.close = patched.close;
  realm.WebSocket = Patched;
  const restored = guard.settings.restore
    ? restoreMessages(realm, (source) =>
        source instanceof Original && targetOf(source) ? guard.conversation : undefined,
      )
    : () => {};
  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    restored();
    if (prototype.send === (patched.send as WebSocket["send"])) prototype.send = send;
    if (prototype.close === patched.close) prototype.close = close;
    if (realm.WebSocket === Patched) realm.WebSocket = Original;
  };
}

function editMessage(data: Message, editor: Editor): Message | Promise<Message> {
  return then(editBody(data as string | Blob | ArrayBuffer, "", editor), (next) => next as Message);
}

/**
 * A URL that cannot wait, edited: the very same one where nothing is selected.
 * @throws {BlackbarError} not-ready or whatever keeps it from leaving.
 */
export function queryOf(target: Target, guard: Guard): string {
  const { url } = target;
  try {
    // Has it any text at all? Then the engine has to be there.
    let texts = 0;
    const count = (value: string): string => {
      if (value !== "") ++texts;
      return value;
    };
    const { selects } = guard.settings;
    void editUrl(url, { selects, edit: count, upload: () => void ++texts });
    if (texts === 0) return url.href;
    const href = guard.inspect(target, (editor) => editUrl(url, editor));
    if (typeof href === "string") return href;
    href.catch(() => {});
    throw unsupported("a file in a URL");
  } catch (cause) {
    throw guard.block(target, cause);
  }
}
