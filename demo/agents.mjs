// Two agents of the shop, of whom each opens its own: billing card and IBAN, support e-mail
// and telephone. The page is public/agents.html.
//
//   const routes = await openAgents("js/dist");
//   routes["POST /agents/chat"](request, response);
//
// Their keys are made here, when the server starts, and kept nowhere. A page is given the
// public halves, within its policy, and an id for its conversation; which conversation a
// message belongs to is told by its cookie, never by what is sealed.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bodyOf } from "./body.mjs";

const AGENTS = {
  billing: { title: "Billing", entities: ["CREDIT_CARD", "IBAN_CODE"] },
  support: { title: "Support", entities: ["EMAIL_ADDRESS", "PHONE_NUMBER"] },
};
const KEPT = 100; // conversations, the oldest leave first
const MAX_BODY = 64 * 1024; // bytes
const COOKIE = "conversation";

/** @param {string} dist the folder that server/index.js is in; without it there is no such page */
export async function openAgents(dist) {
  const entry = join(dist, "server", "index.js");
  if (!existsSync(entry)) return {};
  const { createKeyring, makeRecipientKey, openSealed } = await import(pathToFileURL(entry).href);

  const recipients = {};
  const keyrings = {};
  for (const name of Object.keys(AGENTS)) {
    const { privateKey, publicKey } = makeRecipientKey({ kid: `${name}-1` });
    recipients[name] = publicKey;
    keyrings[name] = createKeyring(privateKey);
  }
  const entities = Object.fromEntries(
    Object.entries(AGENTS).flatMap(([recipient, agent]) =>
      agent.entities.map((entity) => [entity, { operator: "seal", recipient }]),
    ),
  );
  // What somebody sealed for an agent is not to be opened twice.
  const conversations = new Map(); // id -> { agent: items seen }

  function begin() {
    const id = randomUUID();
    conversations.set(id, Object.fromEntries(Object.keys(AGENTS).map((name) => [name, new Set()])));
    if (conversations.size > KEPT) conversations.delete(conversations.keys().next().value);
    return id;
  }

  /** What one agent sees of a message: the text with the values that are for it. */
  function view(name, { text, sealed }, conversation) {
    const seen = conversations.get(conversation)[name];
    const items = openSealed(sealed, keyrings[name], { conversation, seen });
    return { name, title: AGENTS[name].title, kid: keyrings[name].kids[0], text, items };
  }

  return {
    "GET /agents": (request, response) => response.writeHead(308, { location: "/agents.html" }).end(),

    "GET /agents/session": (request, response) => {
      const id = begin();
      const cookie = `${COOKIE}=${id}; Path=/agents; HttpOnly; SameSite=Strict`;
      say(response, 200, { id, policy: { recipients, entities } }, { "set-cookie": cookie });
    },

    "POST /agents/chat": async (request, response) => {
      const conversation = conversationOf(request);
      if (!conversations.has(conversation)) return say(response, 403, { code: "no-conversation" });
      const body = jsonOf(await bodyOf(request, MAX_BODY));
      if (typeof body?.text !== "string") return say(response, 400, { code: "no-message" });
      try {
        const agents = Object.keys(AGENTS).map((name) => view(name, body, conversation));
        say(response, 200, { received: body, agents });
      } catch (error) {
        if (error.name !== "BlackbarError") throw error;
        // The code, and not a word more.
        say(response, 422, { received: body, code: error.code });
      }
    },
  };
}

function conversationOf({ headers }) {
  const pairs = (headers.cookie ?? "").split("; ").map((pair) => pair.split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}

function say(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

/** Undefined for what is no JSON, or was too long. */
function jsonOf(bytes) {
  try {
    return bytes === null ? undefined : JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
