// What every page of tests/browser/adapters_test.mjs shares: a conversation as
// the address asks for it, and an adapter put in front of the widget.
//
//   ?guard=on         an engine that is there
//   ?guard=starting   one that comes with page.open()
//   ?guard=failed     one that never comes
//   ?guard=off        no adapter
import { createRedactor } from "/blackbar/index.js";

const asked = new URLSearchParams(location.search);
const guard = asked.get("guard") ?? "on";
export const options = asked.has("uploads") ? { uploads: asked.get("uploads") } : {};
export const variant = asked.get("variant");

globalThis.heard = [];
for (const name of ["redacted", "blocked"])
  document.addEventListener(`blackbar:${name}`, ({ detail }) => heard.push({ name, ...detail }));

const conversation = async () => (await createRedactor()).openConversation();
const opened = guard === "on" ? await conversation() : undefined;
export const chat =
  opened ??
  (guard === "failed"
    ? Promise.reject(new Error("no engine"))
    : new Promise((resolve) => (globalThis.open = () => conversation().then(resolve))));
if (guard === "failed") chat.catch(() => {});

export const restore = (text) => opened?.restore(text) ?? text;

/** What an object is seen to be from outside: names, attributes, and its functions. */
function looks(target) {
  const own = Object.entries(Object.getOwnPropertyDescriptors(target));
  const attributes = target instanceof Element ? [...target.attributes] : [];
  const names = [...own.map(([name]) => name), ...attributes.map(({ name, value }) => `${name}="${value}"`)];
  const functions = own.filter(([, { value, get }]) => typeof (value ?? get) === "function");
  return { names, functions: new Map(functions.map(([name, { value, get }]) => [name, value ?? get])) };
}

/** Attaches unless it should not; `page.detach()` says what is not as it was. */
export function guarded(target, attach) {
  const before = looks(target);
  const detach = guard === "off" ? () => {} : attach(target);
  globalThis.page = {
    detach() {
      detach();
      const after = looks(target);
      const lost = before.names.filter((name) => !after.names.includes(name));
      for (const [name, value] of before.functions) if (after.functions.get(name) !== value) lost.push(name);
      // What the widget itself has added since does not count.
      const added = [...after.functions].filter(([name]) => !before.functions.has(name));
      const left = added.filter(([, value]) => /outbox/.test(String(value))).map(([name]) => name);
      return { lost, left };
    },
  };
  return target;
}
