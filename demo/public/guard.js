// The switch, the engine's state, and the banner when a message is held back.
// The guard itself is blackbar's gate; this file only turns it on and off.

const OPTIONS = { policy: "default", guard: ["fetch", "xhr"], endpoints: ["/chat"] };
const element = (id) => document.getElementById(id);

let gate = globalThis.Blackbar?.gate; // the one the script tag made
let on = Boolean(gate);
let watcher; // a redactor of our own, to show what an unguarded message gave away

export const guarded = () => on;

/** What turns the tokens in a reply to a message sent now into values again, and
 *  leaves other text. It stays with the message, as the switch may move meanwhile. */
export function restorer() {
  const sender = on ? gate : null;
  return (text) => sender?.conversation?.restore(text) ?? text;
}

/** What stands in an unguarded message. Looked at here only, nothing is changed. */
export async function exposed(text) {
  watcher ??= globalThis.Blackbar.createRedactor({ policy: OPTIONS.policy });
  try {
    return (await watcher).detect(text);
  } catch {
    return [];
  }
}

const ROUNDS = 4; // the quickest counts: in the others something else ran, too
const RUNS = 50; // of a round: the browser's clock is too coarse for one run
const LIMIT = 5; // milliseconds of a round; a long text gets fewer runs

/** Microseconds the engine needs for a text when it is warm, or null without one. */
export function warm(text) {
  const redactor = on ? gate.redactor : undefined;
  if (!redactor) return null;
  let best = Infinity;
  for (let round = 0; round < ROUNDS; ++round) {
    const begun = performance.now();
    const passed = () => performance.now() - begun;
    let runs = 0;
    do redactor.redact(text);
    while (++runs < RUNS && passed() < LIMIT);
    best = Math.min(best, (passed() * 1000) / runs);
  }
  return best;
}

function turn(next) {
  if (next === on) return;
  if (next) gate = globalThis.Blackbar.gate = globalThis.Blackbar.attachGate(OPTIONS);
  else gate.detach();
  on = next;
  element("banner").hidden = true;
  show();
  if (on) follow();
  else engine("off", "Guard off");
}

// Shows how the gate's engine comes up. The switch may have moved on meanwhile.
function follow() {
  const followed = gate;
  const current = () => on && gate === followed;
  engine("starting", "Engine starting");
  gate.ready.then(
    () => current() && engine("ready", "Engine ready"),
    () => current() && failed(),
  );
}

function failed() {
  engine("failed", "Engine not running");
  element("guard").dataset.state = "failed";
  element("guard-title").textContent = "Guard on, engine not running";
  element("guard-text").textContent = "Nothing can be checked, so every message is held back.";
}

function engine(state, words) {
  element("engine").dataset.state = state;
  element("engine-text").textContent = words;
}

function show() {
  document.documentElement.dataset.guard = on ? "on" : "off";
  element("guard").dataset.state = on ? "on" : "off";
  element("switch").setAttribute("aria-checked", String(on));
  element("switch").querySelector(".switch-word").textContent = on ? "On" : "Off";
  element("guard-title").textContent = on ? "Guard on" : "Unprotected: this is what leaves today";
  element("guard-text").textContent = on
    ? "Messages are checked in this page, and personal data is replaced before they are sent."
    : "The guard is off. Every value reaches the server exactly as it was typed.";
}

function banner(title, text) {
  element("banner-title").textContent = title;
  element("banner-text").textContent = text;
  element("banner").hidden = false;
}

/** True when there is a gate to work with. */
export function startGuard() {
  if (!gate) {
    engine("failed", "Not loaded");
    banner("blackbar.js did not load.", "Nothing would be protected, so the chat stays closed.");
    return false;
  }
  element("switch").disabled = false;
  element("switch").addEventListener("click", () => turn(!on));
  document.addEventListener("blackbar:redacted", () => (element("banner").hidden = true));
  document.addEventListener("blackbar:degraded", ({ detail }) =>
    banner("Protection is reduced.", `The engine reports: ${detail.code}.`),
  );
  document.addEventListener("blackbar:blocked", ({ detail }) =>
    banner(
      "Message held back.",
      `It could not be checked here (${detail.code}), so it was not sent. The server received nothing.`,
    ),
  );
  show();
  follow();
  return true;
}
