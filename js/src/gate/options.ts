import { checkKeys, checkStrings, wrongType } from "../options.js";
import { BlackbarError, type Recipients, type RedactorOptions } from "../types.js";
import { readEndpoints } from "./endpoints.js";
import { UPLOADS, type GuardSettings, type Uploads } from "./guard.js";
import { selectionOf, type WidgetName } from "./presets.js";

export interface GuardOptions extends RedactorOptions {
  /** Path prefixes on this origin ("/chat") or absolute URL prefixes; a host's
   *  WebSockets are guarded with it, and may be named with wss:. */
  readonly endpoints: readonly string[];
  /** Where this widget has its text; in addition to `keys` and `paths`. */
  readonly widget?: WidgetName;
  /** Whose strings are text in JSON, forms and queries. Default DEFAULT_KEYS, if
   *  there is no `widget` and there are no `paths`. */
  readonly keys?: readonly string[];
  /** The same by where they stand: `messages[*].text`. */
  readonly paths?: readonly string[];
  /** Files that are no text: "block" (default) their message, "ask" by
   *  "blackbar:upload", or "allow". Text files are redacted. */
  readonly uploads?: Uploads;
  /** Are replies restored, for the person's eyes? Default false. */
  readonly restore?: boolean;
  /** Of the conversation: what is sealed in it opens under this id alone. */
  readonly id?: string;
  /** Keys of the conversation, in place of the policy's of that name. */
  readonly recipients?: Recipients;
}

/**
 * What a Guard is made of.
 * @throws {BlackbarError} if one of these is wrong; the engine's own options are
 * its to judge.
 */
export function readGuardOptions(options: GuardOptions): [GuardSettings, RedactorOptions] {
  const own = ["endpoints", "widget", "keys", "paths", "uploads", "restore", "id", "recipients"];
  checkKeys(options, "options", [...own, "guard", "policy", "countries", "wasm"]);
  const { endpoints, widget, keys, paths, uploads = "block", restore = false, ...rest } = options;
  const { id, recipients, ...engine } = rest;
  checkStrings(endpoints, "options.endpoints");
  if (widget !== undefined && typeof widget !== "string")
    throw wrongType("options.widget", "a string", widget);
  if (keys !== undefined) checkStrings(keys, "options.keys");
  if (paths !== undefined) checkStrings(paths, "options.paths");
  if (!UPLOADS.includes(uploads)) {
    const message = `should be one of ${UPLOADS.join(", ")}`;
    throw new BlackbarError("out-of-range", "options.uploads", message);
  }
  if (typeof restore !== "boolean") throw wrongType("options.restore", "a boolean", restore);
  if (id !== undefined && typeof id !== "string") throw wrongType("options.id", "a string", id);
  const selects = selectionOf(widget, { keys, paths });
  const settings = { endpoints: readEndpoints(endpoints), selects, uploads, restore, id, recipients };
  return [settings, engine];
}
