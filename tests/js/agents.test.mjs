// The demo's two agents: each opens its own, and a conversation is what its cookie says.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openAgents } from "../../demo/agents.mjs";
import { createRedactor } from "../../js/dist/index.js";

const routes = await openAgents(fileURLToPath(new URL("../../js/dist", import.meta.url)));
const server = createServer((request, response) => routes[`${request.method} ${request.url}`](request, response));
await new Promise((done) => server.listen(0, "127.0.0.1", done));
after(() => server.close());
const at = `http://127.0.0.1:${server.address().port}`;

async function session() {
  const response = await fetch(`${at}/agents/session`);
  const cookie = response.headers.get("set-cookie").split(";")[0];
  const { id, policy } = await response.json();
  const redactor = await createRedactor({ policy });
  const chat = redactor.openConversation({ id });
  const post = async (body, as = cookie) => {
    const answer = await fetch(`${at}/agents/chat`, {
      method: "POST",
      headers: { cookie: as },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: answer.status, ...(await answer.json()) };
  };
  return { chat, cookie, policy, post };
}

const VALUES = ["DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111", "ana@example.com", "+1 212 555 0134"];
const TEXT = `IBAN ${VALUES[0]}, card ${VALUES[1]}, mail ${VALUES[2]}, call ${VALUES[3]}`;

test("billing opens card and IBAN, support e-mail and telephone", async () => {
  const { chat, policy, post } = await session();
  assert.ok(!JSON.stringify(policy).includes('"d"'));
  const { text, sealed } = chat.redact(TEXT);
  const { status, received, agents } = await post({ text, sealed });
  assert.equal(status, 200);
  for (const value of VALUES) assert.ok(!JSON.stringify(received).includes(value), value);
  const opened = agents.map(({ name, items }) => [name, items.map(({ value }) => value).filter(Boolean)]);
  assert.deepEqual(opened, [["billing", VALUES.slice(0, 2)], ["support", VALUES.slice(2)]]);
});

test("what is sent twice, or in another conversation, is refused", async () => {
  const [one, other] = [await session(), await session()];
  const { text, sealed } = one.chat.redact(TEXT);
  assert.equal((await one.post({ text, sealed })).status, 200);
  const again = await one.post({ text, sealed });
  assert.deepEqual([again.status, again.code, again.agents], [422, "replayed", undefined]);
  const moved = await one.post({ text, sealed: one.chat.redact(TEXT).sealed }, other.cookie);
  assert.deepEqual([moved.status, moved.code, moved.agents], [422, "not-opened", undefined]);
  assert.equal((await one.post({ text, sealed }, "conversation=none")).status, 403);
  assert.equal((await one.post("{")).status, 400);
  assert.equal((await one.post({ text: "hi" })).agents[0].items.length, 0);
});
