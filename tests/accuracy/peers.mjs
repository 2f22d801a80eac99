// Other npm packages on the same rows, called as their README says. Where one
// lets its replacement be chosen it is MARK, so that spans can be read off.
import { changed, MARK } from "./spans.mjs";

export async function peers() {
  const subjects = [];
  for (const load of [arcjet, openredaction, redactPii, redactpiiNode]) {
    try {
      subjects.push(await load());
    } catch (error) {
      console.log(`${load.name} does not run here: ${error.message.split("\n")[0]}`);
    }
  }
  return subjects;
}

/** One text at a time; a peer that throws on a text has found nothing in it. */
function subject(name, findOne) {
  const find = async (texts) => {
    const all = [];
    for (const text of texts) {
      try {
        all.push(await findOne(text));
      } catch {
        all.push([]);
      }
    }
    return all;
  };
  return { name, find };
}

async function arcjet() {
  const { redact } = await import("@arcjet/redact");
  const replace = () => MARK;
  await redact("a", { replace }); // where its wasm does not start, it fails here
  return subject("arcjet", async (text) => changed(text, (await redact(text, { replace }))[0]));
}

async function openredaction() {
  const { LiteOpenRedaction } = await import("@openredaction/core/lite");
  const redactor = new LiteOpenRedaction();
  return subject("openredaction", async (text) =>
    (await redactor.detect(text)).detections.map(({ position: [start, end] }) => ({ start, end })),
  );
}

async function redactPii() {
  const { SyncRedactor } = (await import("redact-pii")).default;
  const redactor = new SyncRedactor({ globalReplaceWith: MARK });
  return subject("redact-pii", async (text) => changed(text, redactor.redact(text)));
}

async function redactpiiNode() {
  const { Redactor } = await import("@redactpii/node");
  const redactor = new Redactor({ globalReplaceWith: MARK });
  return subject("redactpii/node", async (text) => changed(text, redactor.redact(text)));
}
