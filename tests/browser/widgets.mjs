// How a person works each widget of demo/widgets.mjs: where they write and which
// button attaches a file. Enter sends in all of them. `alone` says why a widget
// has no attachments to test.
export const FLOWS = {
  "deep-chat": { composer: "deep-chat >>> #text-input", attach: "deep-chat >>> .input-button.outside-end" },
  "deep-chat-ws": { composer: "deep-chat >>> #text-input", alone: "deep-chat sends no files over a WebSocket" },
  "botframework-webchat": {
    composer: ".webchat__send-box-text-box__input",
    attach: '#widget button[title="Upload file"]',
  },
  n8n: { composer: "#widget textarea", attach: ".chat-input-file-button" },
  rasa: { composer: ".rw-new-message", alone: "the widget has no attachments" },
  flowise: {
    composer: "flowise-fullchatbot >>> textarea",
    attach: "flowise-fullchatbot >>> .chatbot-input button",
  },
  "ai-sdk": { composer: ".talk-text", attach: ".attach" },
  "react-chatbot-kit": { composer: ".react-chatbot-kit-chat-input", alone: "the widget has no attachments" },
  chatscope: { composer: ".cs-message-input__content-editor", attach: ".cs-button--attachment" },
  "stream-chat": { composer: ".talk-text", attach: ".attach" },
};

/** In the page: writes into the focused element at once, as an input method does;
 *  false where nothing takes text. */
export const insert = (text) => document.execCommand("insertText", false, text);

/** In the page: the next file dialog is answered with this text file. */
export function choose({ name, type, text }) {
  const { prototype } = HTMLInputElement;
  const { click } = prototype;
  prototype.click = function () {
    if (this.type !== "file") return click.call(this);
    prototype.click = click;
    const chosen = new DataTransfer();
    chosen.items.add(new File([text], name, { type }));
    this.files = chosen.files;
    for (const event of ["input", "change"]) this.dispatchEvent(new Event(event, { bubbles: true }));
  };
}

/** In the page: do the words stand in the widget, shadow roots included? */
export function says(words) {
  const look = (root) =>
    root.textContent.includes(words) ||
    [...root.querySelectorAll("*")].some(({ shadowRoot }) => shadowRoot && look(shadowRoot));
  return look(document.getElementById("widget"));
}

/** In the page: is the guard there and its engine running? */
export const guarded = async () => (await globalThis.Blackbar?.gate?.ready.then(() => true, () => false)) ?? false;
