import { resolveUrl, type Realm } from "./endpoints.js";
import { editUrl } from "./fetch.js";
import type { Guard } from "./guard.js";
import { restoreMessages } from "./messages.js";

/**
 * Puts the guard in front of a realm's EventSource: the query it is opened with is
 * edited. Until that can be, the page gets one that is still connecting.
 */
export function patchEventSource(realm: Realm, guard: Guard): () => void {
  const Original = realm.EventSource;
  if (typeof Original !== "function") return () => {};
  let attached = true;
  const sources = new WeakSet<EventTarget>();

  const construct = (args: unknown[], newTarget: Function): object => {
    const given = String(args[0]);
    const target = attached ? guard.targetOf(resolveUrl(given, realm)) : undefined;
    const open = (url: string): EventSource =>
      Reflect.construct(Original, [url, ...args.slice(1)], newTarget) as EventSource;
    if (target === undefined) return open(given);
    const prepare = (): string | Promise<string> =>
      guard.inspect(target, (editor) => editUrl(target.url, editor));
    const guarded = (url: string): EventSource => {
      const source = open(url);
      sources.add(source);
      return source;
    };
    if (!guard.busy) {
      try {
        const url = prepare();
        if (typeof url === "string") return guarded(url);
        return waiting(realm, Original, target.url.href, url.then(guarded));
      } catch (cause) {
        return waiting(realm, Original, target.url.href, Promise.reject(guard.block(target, cause)));
      }
    }
    const turn = guard.inTurn(target, prepare, guarded, (cause): never => {
      throw guard.block(target, cause);
    });
    return waiting(realm, Original, target.url.href, turn);
  };
  // A class that extends ours comes with its own newTarget.
  const Patched: typeof Original = new Proxy(Original, {
    construct: (_, args, newTarget): object =>
      construct(args, newTarget === Patched ? Original : newTarget),
  });
  realm.EventSource = Patched;
  const restored = guard.settings.restore
    ? restoreMessages(realm, (source) => (sources.has(source) ? guard.conversation : undefined))
    : () => {};
  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    restored();
    if (realm.EventSource === Patched) realm.EventSource = Original;
  };
}

/** Behaves as an EventSource that is connecting, and then as the one that comes. */
function waiting(
  realm: Realm,
  Original: typeof EventSource,
  url: string,
  source: Promise<EventSource>,
): EventSource {
  const target = new realm.EventTarget();
  Object.setPrototypeOf(target, Original.prototype);
  let made: EventSource | undefined;
  let closed = false;
  const listened = new Set<string>();
  const handlers: Record<string, ((event: Event) => unknown) | null> = {};

  const forward = (type: string): void => {
    if (made === undefined || listened.has(type)) return;
    listened.add(type);
    made.addEventListener(type, (event) => {
      const { data, lastEventId, origin } = event as MessageEvent;
      const copy =
        event instanceof realm.MessageEvent
          ? new realm.MessageEvent(type, { data, lastEventId, origin })
          : new realm.Event(type);
      target.dispatchEvent(copy);
    });
  };
  const wanted = new Set(["open", "message", "error"]);
  Object.defineProperties(target, {
    url: { get: () => made?.url ?? url },
    withCredentials: { get: () => made?.withCredentials ?? false },
    readyState: {
      get: () => (closed ? Original.CLOSED : (made?.readyState ?? Original.CONNECTING)),
    },
    close: {
      value: () => {
        closed = true;
        made?.close();
      },
    },
    addEventListener: {
      value(type: string, ...rest: [EventListener, AddEventListenerOptions?]) {
        wanted.add(type);
        forward(type);
        realm.EventTarget.prototype.addEventListener.call(target, type, ...rest);
      },
    },
  });
  for (const type of wanted) {
    Object.defineProperty(target, `on${type}`, {
      get: () => handlers[type] ?? null,
      set: (handler: ((event: Event) => unknown) | null) => void (handlers[type] = handler),
    });
    target.addEventListener(type, (event) => handlers[type]?.call(target, event));
  }
  source.then(
    (opened) => {
      made = opened;
      if (closed) made.close();
      else wanted.forEach(forward);
    },
    () => {
      if (closed) return;
      closed = true;
      target.dispatchEvent(new realm.Event("error"));
    },
  );
  return target as EventSource;
}
