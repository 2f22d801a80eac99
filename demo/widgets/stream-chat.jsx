import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { StreamChat } from "stream-chat";
import { KNOWN, place } from "./known.js";
import { Talk } from "./talk.jsx";

// A token that says who somebody is and is signed by nobody: the server is ours.
const part = (value) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = `${part({ alg: "HS256", typ: "JWT" })}.${part({ user_id: KNOWN.customer })}.unsigned`;

const client = new StreamChat("key", { baseURL: `${location.origin}/api/stream-chat` });
await client.connectUser({ id: KNOWN.customer, name: "A person" }, token);
const channel = client.channel("messaging", "support");
await channel.watch();

function Chat() {
  const [said, setSaid] = useState([]);
  const show = () =>
    setSaid(channel.state.messages.map(({ id, text, user }) => ({ id, text, mine: user?.id === KNOWN.customer })));
  useEffect(() => channel.on("message.new", show).unsubscribe, []);

  async function send(text, files) {
    const attachments = [];
    for (const file of files ?? []) {
      const sent = await channel.sendFile(file, file.name, file.type);
      attachments.push({ type: "file", title: file.name, asset_url: sent.file });
    }
    await channel.sendMessage({ text, attachments, ...KNOWN });
  }
  return <Talk said={said} onSend={send} />;
}

createRoot(place).render(<Chat />);
