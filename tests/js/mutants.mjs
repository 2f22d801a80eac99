// What somebody between the page and its recipient could do to an envelope. Shared by
// sealed.test.mjs and interop.test.mjs.

/** 0 to 1, the same each time (mulberry32). */
export function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const bytesOf = (text) => Buffer.from(text, "base64url");
const withItem = (envelope, at, changes) => ({
  ...envelope,
  items: envelope.items.map((item, index) => (index === at ? { ...item, ...changes } : item)),
});
const sealedAs = (envelope, at, bytes) => withItem(envelope, at, { sealed: Buffer.from(bytes).toString("base64url") });
const URL_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Kinds of change: each gives { envelope, conversation, keys }, or what of them differs.
 *  `at` is the item whose value must not come out. */
export const MUTANTS = {
  "a bit flipped": ({ envelope, at, any }) => {
    const bytes = bytesOf(envelope.items[at].sealed);
    bytes[any(bytes.length)] ^= 1 << any(8);
    return { envelope: sealedAs(envelope, at, bytes) };
  },
  "bytes cut off": ({ envelope, at, any }) => {
    const bytes = bytesOf(envelope.items[at].sealed);
    const cut = 1 + any(bytes.length);
    return { envelope: sealedAs(envelope, at, any(2) ? bytes.subarray(0, -cut) : bytes.subarray(cut)) };
  },
  "trailing bytes": ({ envelope, at, any }) => {
    const more = Buffer.alloc(1 + any(64), any(256));
    return { envelope: sealedAs(envelope, at, Buffer.concat([bytesOf(envelope.items[at].sealed), more])) };
  },
  "another spelling of the same bytes": ({ envelope, at, any }) => {
    const { sealed } = envelope.items[at];
    const last = URL_SIGNS.indexOf(sealed.at(-1));
    const spelled = [
      sealed.slice(0, -1) + URL_SIGNS[last ^ 1], // bits that belong to no byte
      `${sealed}=`,
      `${sealed} `,
      `\n${sealed}`,
    ];
    return { envelope: withItem(envelope, at, { sealed: spelled[any(spelled.length)] }) };
  },
  "another conversation": ({ any }) => ({ conversation: ["conv-43", "", "conv-42 ", "CONV-42"][any(4)] }),
  "another entity": ({ envelope, at, any }) => {
    const type = ["PERSON", "EMAIL", "URL", "", "email_address"][any(5)];
    return { envelope: withItem(envelope, at, { type }) };
  },
  "another ref": ({ envelope, at, any }) => {
    const { ref } = envelope.items[at];
    const changed = [ref.replace(/\d+/, (n) => `${Number(n) + 1}`), ref.toLowerCase(), `(${ref})`, "", `${ref} `][any(5)];
    return { envelope: withItem(envelope, at, { ref: changed }) };
  },
  "another item's bytes": ({ envelope, at, any }) => {
    const other = (at + 1 + any(envelope.items.length - 1)) % envelope.items.length;
    return { envelope: withItem(envelope, at, { sealed: envelope.items[other].sealed }) };
  },
  "another kid": ({ envelope, at, any }) => {
    const kid = ["b2", "old", "none", "", "B1"][any(5)]; // two of them are in the keyring
    return { envelope: withItem(envelope, at, { kid }) };
  },
  "another key of that name": ({ strangers }) => ({ keys: strangers }),
  "another suite or version": ({ envelope, any }) => {
    const changes = [{ suite: 2 }, { suite: 3 }, { suite: 0 }, { suite: 5 }, { suite: "1" }, { v: 2 }, { v: "1" }];
    return { envelope: { ...envelope, ...changes[any(changes.length)] } };
  },
  "an item that is there twice": ({ envelope, at }) => ({
    envelope: { ...envelope, items: [...envelope.items, envelope.items[at]] },
  }),
};

/**
 * `count` of them, kind after kind, the same each time.
 * @param {{ envelope, conversation, keys, strangers }} base strangers: other keys, same names
 * @returns {{ kind, envelope, conversation, keys, at }[]}
 */
export function mutants(base, count, seed = 1) {
  const random = dice(seed);
  const any = (below) => Math.floor(random() * below);
  const kinds = Object.entries(MUTANTS);
  return Array.from({ length: count }, (_, n) => {
    const [kind, change] = kinds[n % kinds.length];
    const at = any(base.envelope.items.length);
    return { ...base, kind, at, ...change({ ...base, at, any }) };
  });
}

/** "84 a bit flipped, ..." */
export function counted(all) {
  const counts = new Map();
  for (const { kind } of all) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, n]) => `${n} ${kind}`).join(", ");
}
