// The shop's chat: the deep-chat widget, dressed through its own properties.
// Two of its hooks are used, and neither protects anything: one notes what is
// about to leave, so that the panel can compare; one puts values back.
import { guarded, restorer } from "./guard.js";
import { find, note } from "./sent.js";

const SEND =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" ' +
  'stroke-linecap="round" stroke-linejoin="round"><path d="M10 16V4.5M5 9.5l5-5 5 5"/></svg>';

const BUBBLE = { borderRadius: "14px", padding: "10px 14px", maxWidth: "82%", lineHeight: "1.5", marginTop: "12px" };

const round = (background, color) => ({
  backgroundColor: background,
  color,
  borderRadius: "50%",
  width: "32px",
  height: "32px",
  display: "flex",
  alignItems: "center",
  justifyContent: "center",
});
const button = (background, hover, color = "#fff") => ({
  container: { default: round(background, color), hover: { backgroundColor: hover }, click: { backgroundColor: hover } },
  svg: { content: SEND, styles: { default: { width: "20px", height: "20px", margin: "0" } } },
});

const LOOK = {
  chatStyle: {
    display: "block",
    width: "100%",
    height: "100%",
    borderTop: "0px solid transparent", // the widget fills in each side that is not named
    borderRight: "0px solid transparent",
    borderBottom: "0px solid transparent",
    borderLeft: "0px solid transparent",
    backgroundColor: "transparent",
    fontSize: "15px",
  },
  messageStyles: {
    default: {
      shared: { bubble: BUBBLE, innerContainer: { width: "100%", padding: "0 20px", boxSizing: "border-box" } },
      user: { bubble: { backgroundColor: "var(--shop)", color: "#fff", borderBottomRightRadius: "4px" } },
      ai: { bubble: { backgroundColor: "var(--bubble)", color: "var(--ink)", borderBottomLeftRadius: "4px" } },
    },
    error: {
      bubble: { ...BUBBLE, backgroundColor: "var(--alarm-soft)", color: "var(--alarm-ink)", maxWidth: "90%" },
    },
  },
  inputAreaStyle: { backgroundColor: "transparent", padding: "4px 0" },
  textInput: {
    placeholder: { text: "Write a message", style: { color: "var(--muted)" } },
    styles: {
      container: {
        width: "calc(100% - 40px)",
        margin: "10px 0",
        border: "1px solid var(--rim)",
        borderRadius: "22px",
        backgroundColor: "var(--field)",
        boxShadow: "none",
        maxHeight: "132px",
      },
      text: { padding: "10px 52px 10px 18px", color: "var(--ink)", lineHeight: "1.45" },
      focus: { border: "1px solid var(--ink)" },
    },
  },
  submitButtonStyles: {
    position: "inside-end",
    submit: button("var(--shop)", "var(--shop-deep)"),
    disabled: button("var(--bubble)", "var(--bubble)", "var(--muted)"),
    loading: button("var(--bubble)", "var(--bubble)", "var(--muted)"),
  },
  auxiliaryStyle: `
    .inside-end { inset-inline-end: 6px !important; inset-block-end: 16px !important; }
    .message-bubble a { color: inherit; }
    .message-bubble p { margin: 0; overflow-wrap: anywhere; }
    #messages:focus-visible { outline: 2px solid var(--ink); outline-offset: -3px; }
    .input-button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
    #messages { scrollbar-width: thin; scrollbar-color: var(--edge) transparent; padding-bottom: 8px; }
    :host { --loading-message-color: var(--muted); }`,
};

// The transcript reads Markdown; a mask's stars and a token's lines are neither.
const literally = (text) => text.replace(/[\\*_`~#[\]<>]/g, "\\$&");

function lastText(body) {
  const text = body?.messages?.at(-1)?.text;
  return typeof text === "string" ? text : "";
}

/** Puts the widget into `parent`. `onReply(id, text, restored)` hears what the bot really wrote. */
export async function openChat(parent, onReply) {
  await customElements.whenDefined("deep-chat");
  const chat = document.createElement("deep-chat");
  chat.style.fontFamily = "inherit"; // set from the start, or the widget asks a foreign host for a web font
  Object.assign(chat, LOOK, {
    connect: { url: "/chat" },
    introMessage: { text: "Hello, this is the Linden Home support assistant. What can I do for you?" },
    errorMessages: { overrides: { default: "This message was not sent." } },
    requestInterceptor: (details) => {
      const id = note(lastText(details.body), guarded(), restorer());
      return { ...details, headers: { ...details.headers, "x-message-id": id } };
    },
    responseInterceptor: (response) => {
      const { text, id } = response;
      if (typeof text !== "string") return response; // the server's { error }
      const restored = find(id)?.restore(text) ?? text;
      onReply(id, text, restored !== text);
      return { text: literally(restored) };
    },
  });
  // The widget draws itself anew when it likes, so its gaps are filled each time.
  new MutationObserver(() => {
    chat.shadowRoot.querySelector(".input-button")?.setAttribute("aria-label", "Send");
    const transcript = chat.shadowRoot.getElementById("messages");
    if (transcript) transcript.tabIndex = 0; // so that the keyboard can scroll it
  }).observe(chat.shadowRoot, { childList: true, subtree: true });
  parent.replaceChildren(chat);
  return chat;
}

/** Writes into the widget's composer as a person would, and leaves the cursor there. */
export function compose(chat, text) {
  const input = chat.shadowRoot.getElementById("text-input");
  input.textContent = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  chat.focusInput();
}
