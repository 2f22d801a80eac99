// Bytes as text. Reading is strict: one text for the same bytes, so that nothing sealed
// can be changed and still open.

/** RFC 4648, section 5, without padding. */
export function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Undefined for what is no base64url, or another spelling of it: spaces, padding, bits
 *  that no byte has. */
export function unbase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  return base64url(bytes) === text ? bytes : undefined;
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const AT_ONCE = 9; // digits, which a double holds exactly

/** Undefined for what is no base58, and for zeros at its beginning: nothing sealed has one. */
export function unbase58(text: string): Uint8Array<ArrayBuffer> | undefined {
  let number = 0n;
  for (let at = 0; at < text.length; at += AT_ONCE) {
    const digits = text.slice(at, at + AT_ONCE);
    let part = 0;
    for (const digit of digits) {
      const value = BASE58.indexOf(digit);
      if (value < 0) return undefined;
      part = part * 58 + value;
    }
    number = number * BigInt(58 ** digits.length) + BigInt(part);
  }
  if (number === 0n || text.startsWith("1")) return undefined;
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
