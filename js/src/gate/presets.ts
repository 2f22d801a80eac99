import { selectorOf, type JsonSelection, type Selects } from "../selection.js";
import { BlackbarError } from "../types.js";

// Where a widget has the words of a person in what it sends; ids, time stamps and
// the rest stay byte for byte. Read off the packages that tests/browser drives; the
// parts of a form stand under their names, so "*.text" is also that of a part
// "message1" which is JSON.

/** Whose strings are text where nothing else is said. */
export const DEFAULT_KEYS: readonly string[] = [
  "text",
  "content",
  "message",
  "chatInput",
  "question",
  "input",
  "prompt",
  "query",
];

const PRESETS = {
  // UI messages of ai 5 and later; "content" is what its version 4 sends.
  "ai-sdk": [
    "messages[*].parts[*].text",
    "messages[*].parts[*].filename",
    "messages[*].content",
    "messages[*].content[*].text",
    "message.parts[*].text",
    "message.parts[*].filename",
    "message.content",
    "prompt",
  ],
  // Direct Line 3: an activity, beside files as a part of its own.
  "botframework-webchat": ["text", "speak", "summary", "*.text", "*.speak", "*.summary"],
  // Its own format, and those of the services it can call directly.
  "deep-chat": [
    "text",
    "html",
    "messages[*].text",
    "messages[*].html",
    "messages[*].content",
    "messages[*].content[*].text",
    "*.text",
    "*.html",
  ],
  "flowise-embed": [
    "question",
    "uploads[*].name",
    "history[*].content",
    "history[*].message",
    "form.*",
    "humanInput.feedback",
  ],
  "n8n-chat": ["chatInput"],
  // socket.io's ["user_uttered", {...}], and the REST channel.
  "rasa-webchat": ["[1].message", "message"],
  "stream-chat": [
    "message.text",
    "message.attachments[*].title",
    "message.attachments[*].text",
    "set.text",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type WidgetName = keyof typeof PRESETS;
export const WIDGETS = Object.keys(PRESETS) as readonly WidgetName[];

/** @throws {BlackbarError} if there is no such widget, or a path is none. */
export function selectionOf(
  widget: string | undefined,
  own: { keys?: readonly string[] | undefined; paths?: readonly string[] | undefined },
): Selects {
  const { keys, paths } = own;
  if (widget !== undefined && !Object.hasOwn(PRESETS, widget)) {
    const message = `no such widget; there are ${WIDGETS.join(", ")}`;
    throw new BlackbarError("out-of-range", "options.widget", message);
  }
  const selections: JsonSelection[] = [];
  if (widget !== undefined) selections.push({ paths: PRESETS[widget as WidgetName] });
  if (keys !== undefined) selections.push({ keys });
  if (paths !== undefined) selections.push({ paths });
  if (selections.length === 0) selections.push({ keys: DEFAULT_KEYS });
  const selectors = selections.map((selection) => selectorOf(selection, "options"));
  return (path) => selectors.some((selects) => selects(path));
}
