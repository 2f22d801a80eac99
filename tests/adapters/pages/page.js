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

/** What an object is seen to be from outside. */
function looks(target) {
  const own = Object.entries(Object.getOwnPropertyDescriptors(target));
  const properties = own.map(([name, { value, get }]) => [name, typeof (value ?? get)].join(" "));
  const attributes = target instanceof Element ? [...target.attributes].map(({ name, value }) => `${name}=${value}`) : [];
  const methods = own.map(([, { value }]) => value).filter((value) => typeof value === "function");
  return { list: [...properties, ...attributes].sort(), methods };
}

/** Attaches unless it should not; `page.detach()` says if all is as it was. */
export function guarded(target, attach) {
  const before = looks(target);
  const detach = guard === "off" ? () => {} : attach(target);
  globalThis.page = {
    detach() {
      detach();
      const after = looks(target);
      // What the widget itself has added since does not count.
      const lost = before.list.filter((line) => !after.list.includes(line));
      const left = after.methods.filter((method) => !before.methods.includes(method));
      return { lost, left: left.map(String).filter((code) => /outbox/.test(code)) };
    },
  };
  return target;
}
