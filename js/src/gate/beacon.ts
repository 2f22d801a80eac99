import { editBody, type Body, type Edited } from "./body.js";
import { then } from "./editor.js";
import { resolveUrl, type Realm } from "./endpoints.js";
import { editUrl } from "./fetch.js";
import { MARK, type Guard } from "./guard.js";

interface Beacon {
  readonly href: string;
  readonly body: Edited;
}

/**
 * Puts the guard in front of a realm's navigator.sendBeacon. What can be read at
 * once leaves at once, also while the page closes. What has to be read first (a
 * Blob) or waits for the engine is queued, for which a page that closes may be too
 * late: then it is lost, not leaked.
 */
export function patchBeacon(realm: Realm, guard: Guard, mark: string): () => void {
  const prototype = realm.Navigator?.prototype;
  const original = prototype?.sendBeacon;
  if (prototype === undefined || typeof original !== "function") return () => {};
  let attached = true;

  const patched = {
    sendBeacon(this: Navigator, url: string | URL, body?: BodyInit | null): boolean {
      const given = String(url);
      const target = attached ? guard.targetOf(resolveUrl(given, realm)) : undefined;
      const leave = ({ href, body: next }: Beacon): boolean =>
        Reflect.apply(original, this, [href, next ?? null]) as boolean;
      if (target === undefined) return leave({ href: given, body: body as Edited });
      const prepare = (): Beacon | Promise<Beacon> =>
        guard.inspect(target, (editor): Beacon | Promise<Beacon> =>
          then(editUrl(target.url, editor), (href): Beacon | Promise<Beacon> =>
            then(editBody(body as Body, "", editor), (next) => ({ href, body: next })),
          ),
        );
      const refuse = (cause: unknown): boolean => {
        guard.block(target, cause);
        return false;
      };
      if (guard.busy) {
        void guard.inTurn(target, prepare, leave, refuse);
        return true;
      }
      try {
        const next = prepare();
        if (!(next instanceof Promise)) return leave(next);
        void next.then(leave, refuse);
        return true;
      } catch (cause) {
        return refuse(cause);
      }
    },
  };
  Object.defineProperty(patched.sendBeacon, MARK, { value: mark });
  prototype.sendBeacon = patched.sendBeacon;
  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    if (prototype.sendBeacon === patched.sendBeacon) prototype.sendBeacon = original;
  };
}
