// The fields of tests/browser/composer_test.mjs, and widgets around them that say
// what they read.
import React from "react";
import { createRoot } from "react-dom/client";
import { createApp, ref } from "vue/dist/vue.esm-bundler.js";
import { attachComposer } from "/blackbar/composer/index.js";
import { createRedactor } from "/blackbar/index.js";

const BLOCKING = { entities: { CREDIT_CARD: { operator: "block" } } };
const listeners = new Set();
for (const target of [window, document]) {
  const { addEventListener, removeEventListener } = target;
  target.addEventListener = (...rest) => (listeners.add(rest[1]), addEventListener.apply(target, rest));
  target.removeEventListener = (...rest) => (listeners.delete(rest[1]), removeEventListener.apply(target, rest));
}

globalThis.clear = () => Object.assign(globalThis, { said: [], read: [], heard: [] });
clear();
for (const name of ["redacted", "blocked"])
  document.addEventListener(`blackbar:${name}`, ({ detail }) => heard.push({ name, ...detail }));

const conversation = async (policy = "default") => (await createRedactor({ policy })).openConversation();
const chats = { on: await conversation(), blocking: await conversation(BLOCKING) };

// No target is null: WebDriver hands over no undefined.
globalThis.attach = (target, options = {}, engine = "on") => {
  const starting = new Promise((resolve) => (globalThis.open = () => resolve(chats.on)));
  const failed = Promise.reject(new Error("no engine"));
  failed.catch(() => {});
  const chat = { ...chats, starting, failed }[engine];
  const element = target === "element" ? document.querySelector("#widget") : (target ?? undefined);
  globalThis.detach = attachComposer(element, chat, options);
};

/** What must be the same after detach: all but what was typed, and Playwright's own. */
globalThis.state = () => ({
  html: document.querySelector("#root").innerHTML.replace(/ value="[^"]*"/g, "").replace(/>[^<]*</g, "><"),
  listeners: [...listeners].map(String).filter((code) => !/seenEvent|_hitTargetInterceptor/.test(code)),
});

const textOf = (element) => element.value ?? element.innerText;
function clearField(element) {
  if ("value" in element) element.value = "";
  else element.textContent = "";
}

/** A widget of plain DOM: Enter and a button send, files are said at once. */
function plain(root, html) {
  root.innerHTML = `${html}<input class="file" type="file"><div class="send" style="width:50px;height:20px">Send</div>`;
  const [field, button, file] = [".field", ".send", ".file"].map((name) => root.querySelector(name));
  const send = () => {
    const text = textOf(field);
    if (text.trim() === "") return;
    said.push(text);
    clearField(field);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  for (const type of ["input", "keydown", "keyup"]) field.addEventListener(type, () => read.push(textOf(field)));
  button.addEventListener("click", send);
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    said.push(`${chosen.name}: ${await chosen.text()}`);
  });
  return field;
}

function form(root) {
  root.innerHTML = '<form><input class="field"><button class="send">Send</button></form>';
  globalThis.form = root.querySelector("form");
  globalThis.form.addEventListener("submit", (event) => {
    event.preventDefault();
    said.push(root.querySelector(".field").value);
  });
}

function ReactField() {
  const [text, setText] = React.useState("");
  const send = () => {
    if (text.trim() !== "") said.push(text);
    setText("");
  };
  const change = (event) => (read.push(event.target.value), setText(event.target.value));
  const key = (event) => {
    if (event.key === "Enter") send();
  };
  return (
    <>
      <input className="field" value={text} onChange={change} onKeyDown={key} />
      <button className="send" onClick={send}>Send</button>
    </>
  );
}

function ReactEditable() {
  const [text, setText] = React.useState("");
  const field = React.useRef();
  const send = () => {
    if (text.trim() !== "") said.push(text);
    field.current.textContent = "";
    setText("");
  };
  const key = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    send();
  };
  const change = (event) => setText(event.currentTarget.innerText);
  return (
    <>
      <div className="field" ref={field} contentEditable suppressContentEditableWarning style={{ width: 300, height: 20 }} onInput={change} onKeyPress={key} />
      <button className="send" onClick={send}>Send</button>
    </>
  );
}

const VueField = {
  setup() {
    const text = ref("");
    const send = () => {
      if (text.value.trim() !== "") said.push(text.value);
      text.value = "";
    };
    return { text, send };
  },
  template: '<input class="field" v-model="text" @keyup.enter="send"><button class="send" @click="send">Send</button>',
};

const KINDS = {
  textarea: (root) => plain(root, '<textarea class="field"></textarea>'),
  input: (root) => plain(root, '<input class="field">'),
  contenteditable: (root) => plain(root, '<div class="field" contenteditable style="width:300px;height:20px"></div>'),
  shadow(root) {
    root.innerHTML = "<div></div>";
    plain(root.firstChild.attachShadow({ mode: "open" }), '<textarea class="field"></textarea>');
  },
  react: (root) => createRoot(root).render(<ReactField />),
  "react-editable": (root) => createRoot(root).render(<ReactEditable />),
  vue: (root) => createApp(VueField).mount(root),
  form,
  "shadow-form"(root) {
    root.innerHTML = "<div></div>";
    form(root.firstChild.attachShadow({ mode: "open" }));
  },
  /** Takes every Enter for the end, also that of an input method. */
  hasty(root) {
    const field = plain(root, '<textarea class="field"></textarea>');
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.isComposing) said.push(field.value);
    });
  },
  /** Does not let anybody change its text. */
  stubborn(root) {
    const field = plain(root, '<textarea class="field"></textarea>');
    let typed = "";
    field.addEventListener("input", () => {
      if (field.value.includes("(")) field.value = typed;
      typed = field.value;
    });
  },
  login(root) {
    root.innerHTML = '<form><input class="field"><input type="password"><button>Log in</button></form>';
    root.firstChild.addEventListener("submit", (event) => {
      event.preventDefault();
      said.push(root.querySelector(".field").value);
    });
  },
};

globalThis.make = async (kind) => {
  const widget = document.createElement("div");
  widget.id = "widget";
  document.querySelector("#root").replaceChildren(widget);
  if (document.querySelector("#elsewhere") === null) {
    const elsewhere = Object.assign(document.createElement("button"), { id: "elsewhere", textContent: "Elsewhere" });
    elsewhere.addEventListener("click", () => said.push("elsewhere"));
    document.body.append(elsewhere);
  }
  KINDS[kind](widget);
  while (document.querySelector("#widget .field") === null && !/shadow/.test(kind))
    await new Promise((done) => setTimeout(done, 5));
};
globalThis.ready = true;
