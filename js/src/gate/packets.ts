// What socket.io sends: JSON behind digits that say what it is. One packet to a
// frame of a WebSocket; several to a body of its long polling.
// engine.io protocol 3 and 4, socket.io protocol 4 and 5: socket.io/docs/v4.

/** engine.io type, socket.io type, attachments, name space, id of the answer. */
const PACKET = /^[0-6][0-6]?(?:\d+-)?(?:\/[^,[{]*,)?\d*(?=[[{])/;
const SEPARATOR = "\x1e";

/** What is done to what a packet holds. */
export interface PacketEditing {
  /** Undefined if it is none. */
  readonly json: (text: string) => string | undefined;
  readonly text: (text: string) => string;
  readonly base64: (text: string) => string;
}

/** A frame, or a body of long polling; undefined if it is none. */
export function editPackets(text: string, editing: PacketEditing): string | undefined {
  const measured = readLengths(text);
  if (measured !== undefined) {
    const packets = measured.map((packet) => editPacket(packet, editing));
    // Lengths count UTF-16 units: engine.io-parser 2, encodePayload.
    return packets.map((packet) => `${packet.length}:${packet}`).join("");
  }
  const packets = text.split(SEPARATOR);
  if (packets.length === 1) return editJsonPacket(text, editing);
  if (!packets.every((packet) => /^[0-6b]/.test(packet))) return undefined;
  return packets.map((packet) => editPacket(packet, editing)).join(SEPARATOR);
}

function editJsonPacket(text: string, { json }: PacketEditing): string | undefined {
  const head = PACKET.exec(text)?.[0];
  if (head === undefined) return undefined;
  const after = json(text.slice(head.length));
  return after === undefined ? undefined : head + after;
}

function editPacket(packet: string, editing: PacketEditing): string {
  const binary = /^b[0-6]?/.exec(packet)?.[0];
  if (binary !== undefined) return binary + editing.base64(packet.slice(binary.length));
  return editJsonPacket(packet, editing) ?? packet[0] + editing.text(packet.slice(1));
}

/** Protocol 3: "6:40abcd2:2x". Undefined if the lengths do not add up. */
function readLengths(text: string): string[] | undefined {
  const out: string[] = [];
  const length = /(\d{1,9}):(?=[0-6b])/y;
  for (let at = 0; at < text.length; ) {
    length.lastIndex = at;
    const match = length.exec(text);
    if (match === null) return undefined;
    const begin = length.lastIndex;
    at = begin + Number(match[1]);
    if (at > text.length || at === begin) return undefined;
    out.push(text.slice(begin, at));
  }
  return out.length === 0 ? undefined : out;
}
