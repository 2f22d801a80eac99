// The Trusted Types policy "blackbar": js/src/trusted.ts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

/** The module in a page of its own; twice for two copies of the package. */
function page({ trustedTypes } = {}) {
  const module = readFileSync(new URL("../../js/dist/trusted.js", import.meta.url), "utf8");
  const script = module.replace(/^import .*$/m, "").replace("export function", "function");
  const context = vm.createContext({
    location: new URL("https://shop.example/chat/page"),
    document: { baseURI: "https://shop.example/chat/page" },
    URL,
    BlackbarError: class extends Error {
      constructor(code, where) {
        super(`${code} ${where}`);
      }
    },
    ...(trustedTypes && { trustedTypes }),
  });
  const copy = () => vm.runInContext(`(() => { ${script}; return trustedUrl; })()`, context);
  return { context, copy };
}

/** As a page with `trusted-types blackbar` has it: one policy of each name. */
function factory(...allowed) {
  const made = new Map();
  return {
    made,
    createPolicy(name, rules) {
      if (made.has(name) || !allowed.includes(name)) throw new TypeError(`no policy ${name}`);
      const policy = { createScriptURL: (url) => ({ trusted: rules.createScriptURL(url) }) };
      made.set(name, policy);
      return policy;
    },
  };
}

test("without Trusted Types an address is an address", () => {
  const trustedUrl = page().copy();
  assert.equal(trustedUrl("worker.js", "options.worker"), "https://shop.example/chat/worker.js");
  assert.equal(trustedUrl(new URL("https://shop.example/w.js"), ""), "https://shop.example/w.js");
});

test("with them it comes out of the one policy, which all copies share", () => {
  const trustedTypes = factory("blackbar");
  const { copy } = page({ trustedTypes });
  const [first, second] = [copy(), copy()];
  assert.deepEqual(first("/w.js", ""), { trusted: "https://shop.example/w.js" });
  assert.deepEqual(second("/sw.js", ""), { trusted: "https://shop.example/sw.js" });
  assert.deepEqual([...trustedTypes.made.keys()], ["blackbar"]);
});

test("the policy is made when it is needed, and passes nothing that was not handed over", () => {
  const trustedTypes = factory("blackbar");
  const trustedUrl = page({ trustedTypes }).copy();
  assert.equal(trustedTypes.made.size, 0);
  trustedUrl("/w.js", "");
  const policy = trustedTypes.made.get("blackbar");
  for (const url of ["https://shop.example/w.js", "https://shop.example/other.js", "", undefined])
    assert.throws(() => policy.createScriptURL(url), /was not handed/);
});

test("only addresses of the page's own origin pass", () => {
  for (const trustedTypes of [undefined, factory("blackbar")]) {
    const { copy, context } = page({ trustedTypes });
    const trustedUrl = copy();
    trustedUrl("/w.js", "");
    for (const url of ["https://evil.example/w.js", "http://shop.example/w.js", "data:text/javascript,1",
      "blob:https://shop.example/5-5", "javascript:alert(1)", "https://[", "//evil.example/w.js"]) // prettier-ignore
      assert.throws(() => trustedUrl(url, "options.worker"), /out-of-range options.worker/, url);
    const shared = context[Symbol.for("blackbar.trusted")];
    if (shared) assert.throws(() => shared(new URL("blob:https://shop.example/5-5")), /origin/);
  }
});

test("a page that names other policies gets the address, and decides", () => {
  const trustedUrl = page({ trustedTypes: factory("others") }).copy();
  assert.equal(trustedUrl("/w.js", ""), "https://shop.example/w.js");
});
