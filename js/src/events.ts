import { editJson, isJson } from "./json.js";
import { checkKeys, checkStrings, checkText } from "./options.js";
import { underKeys } from "./selection.js";
import type { EventOptions } from "./types.js";
import type { Steps } from "./vault.js";

// Server-sent events (WHATWG HTML, section 9.2) with a piece of a reply in each. A token
// may be cut over several of them, so each reply runs through a stream of its own;
// what that holds back goes out in a copy of the reply's last event.

/** Where chat APIs have the text: OpenAI, Anthropic, Google, Ollama, n8n and the like. */
const TEXT_KEYS = ["content", "text", "delta", "response", "answer", "output", "message", "token"];

/** One reply, by its number in the event. */
interface Reply {
  readonly steps: Steps;
  last: string; // the block its last piece came in
}

export function restoreEvents(
  open: () => Steps,
  options: EventOptions = {},
): TransformStream<string, string> {
  checkKeys(options, "options", ["keys"]);
  const { keys = TEXT_KEYS } = options;
  checkStrings(keys, "options.keys");
  const selects = underKeys(keys);
  const replies = new Map<string, Reply>();
  let rest = "";

  /** The block with `edit` done to its text; the text "" where it has none. */
  const edited = (block: string, edit: (text: string, place: string) => string): string =>
    block.replace(/^(data:[ ]?)(.*)$/gm, (line, field: string, data: string) => {
      if (data === "[DONE]") return line;
      if (!isJson(data)) return field + edit(data, "text");
      let count = 0;
      const reply = numberOf(JSON.parse(data));
      const numbered = (text: string): string => edit(text, `${reply} ${count++}`);
      return field + editJson(data, { selects, edit: numbered });
    });

  const restored = (block: string): string =>
    edited(block, (text, place) => {
      let reply = replies.get(place);
      if (reply === undefined) replies.set(place, (reply = { steps: open(), last: block }));
      reply.last = block;
      return reply.steps.write(text).text;
    });

  const flushed = (): string => {
    let out = "";
    for (const [place, { steps, last }] of replies) {
      const { text } = steps.end();
      if (text !== "") out += edited(last, (_, where) => (where === place ? text : ""));
    }
    replies.clear();
    return out;
  };

  return new TransformStream({
    transform(piece, controller) {
      checkText(piece);
      rest += piece;
      // A block ends with an empty line; of "\r\n\r\n" the last sign may be to come.
      const blocks = /[^]*?(?:\r\n\r\n|\n\n|\r\r(?!\n))/gy;
      let done = 0;
      let out = "";
      for (let match; (match = blocks.exec(rest)) !== null; done = blocks.lastIndex) {
        const block = match[0];
        out += isLast(block) ? flushed() + restored(block) : restored(block);
      }
      rest = rest.slice(done);
      if (out !== "") controller.enqueue(out);
    },
    flush(controller) {
      const out = (rest === "" ? "" : restored(`${rest}\n\n`)) + flushed();
      if (out !== "") controller.enqueue(out);
    },
  });
}

/** Which of several replies an event belongs to. */
function numberOf(data: unknown): string {
  const { index, choices } = (data ?? {}) as { index?: unknown; choices?: { index?: unknown }[] };
  const own = Array.isArray(choices) ? choices[0]?.index : index;
  return typeof own === "number" ? String(own) : "0";
}

/** Does the event say that its reply is over? What was held back has to come first. */
function isLast(block: string): boolean {
  return /^data:[ ]?\[DONE\]/m.test(block) ||
    /"(?:finish_reason|stop_reason|done_reason)"\s*:\s*"/.test(block) ||
    /"type"\s*:\s*"(?:content_block_stop|message_stop|response\.completed)"/.test(block);
}
