import { BlackbarError } from "./types.js";

// Trusted Types (W3C): where a page's Content-Security-Policy says
// `require-trusted-types-for 'script'`, the address of a worker has to come out of
// a policy. Ours is named "blackbar" (`trusted-types blackbar`) and lets through
// the address that the site's own code has just handed to this package, if it is
// of the page's own origin: no blob:, no data:, nothing that a text could bring.

/** What this package uses of the platform's TrustedTypePolicyFactory. */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): {
    createScriptURL(url: string): string;
  };
}

type Page = typeof globalThis & { trustedTypes?: Factory; [SHARED]?: Pass };
type Pass = (url: URL) => string;

/** A second policy of the same name is refused, so the copies of this package that
 *  a page may have share the first one's. */
const SHARED = Symbol.for("blackbar.trusted");

/**
 * What `new Worker` and `serviceWorker.register` take for this address: a
 * TrustedScriptURL where there is such a thing, else the address.
 * @throws {BlackbarError} out-of-range: it is no URL, or not of this origin.
 */
export function trustedUrl(address: URL | string, where: string): string {
  const page = location.href;
  let url: URL;
  try {
    url = new URL(address, typeof document === "object" ? document.baseURI : page);
  } catch (cause) {
    throw new BlackbarError("out-of-range", where, "is no URL", { cause });
  }
  if (!isOwn(url)) throw new BlackbarError("out-of-range", where, "is not of this page's origin");
  return pass()(url);
}

/** A blob: has its maker's origin, so the scheme counts too. */
function isOwn(url: URL): boolean {
  return url.origin === location.origin && url.protocol === location.protocol;
}

function pass(): Pass {
  const page = globalThis as Page;
  if (page[SHARED] !== undefined) return page[SHARED];
  const plain: Pass = (url) => url.href;
  if (page.trustedTypes === undefined) return plain;
  let handed: string | undefined;
  const createScriptURL = (url: string): string => {
    if (handed === undefined || url !== handed)
      throw new TypeError("this address was not handed to blackbar");
    return url;
  };
  let policy;
  try {
    policy = page.trustedTypes.createPolicy("blackbar", { createScriptURL });
  } catch {
    // The page names its policies, and not this one. If it requires them too, then
    // `new Worker` says so.
    return plain;
  }
  const made: Pass = (url) => {
    if (!isOwn(url)) throw new TypeError("this address is not of this page's origin");
    handed = url.href;
    try {
      return policy.createScriptURL(handed);
    } finally {
      handed = undefined;
    }
  };
  Object.defineProperty(page, SHARED, { value: made });
  return made;
}
