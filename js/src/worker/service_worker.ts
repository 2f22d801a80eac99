import { BlackbarError } from "../types.js";
import { trustedUrl } from "../trusted.js";

/**
 * `navigator.serviceWorker.register` for blackbar-sw.js, or a service worker of the
 * site's own that imports it, on a page that requires Trusted Types too.
 * @throws {BlackbarError} out-of-range for an address of another origin, or
 * "worker-failed": it did not load, or a Content-Security-Policy forbids it.
 */
export async function registerServiceWorker(
  address: URL | string,
  options?: RegistrationOptions,
): Promise<ServiceWorkerRegistration> {
  const workers = (globalThis.navigator as Navigator | undefined)?.serviceWorker;
  if (workers === undefined || typeof location !== "object")
    throw new BlackbarError("worker-failed", "address", "there are no service workers here");
  const trusted = trustedUrl(address, "address");
  try {
    return await workers.register(trusted, options);
  } catch (cause) {
    const message = "it did not load, or a Content-Security-Policy forbids it";
    throw new BlackbarError("worker-failed", "address", message, { cause });
  }
}
