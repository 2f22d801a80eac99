// Forty values that must not reach a server, in the messages people would put
// them in. All are published test numbers, numbers kept free for fiction
// (555-01xx, Ofcom's and the Bundesnetzagentur's drama ranges, RFC 5737 and
// RFC 3849 addresses) or example.com names.

// Assembled here, so that no scanner takes this file for a leak.
const accessToken = ["ghp", "Z9y8X7w6V5u4T3s2R1q0P9o8N7m6L5k4J3i2"].join("_");

/** Each message with the values in it, as typed. */
export const MESSAGES = [
  {
    text: "Please charge my card 4111 1111 1111 1111, expires 11/28, CVV 737.",
    values: ["4111 1111 1111 1111", "11/28", "737"],
  },
  {
    text: "My Mastercard is 5555555555554444, valid until 03/2031 and the security code is 264.",
    values: ["5555555555554444", "03/2031", "264"],
  },
  {
    text: "Use the Amex card instead: 3782 822463 10005, exp 09/30, CVC 8421.",
    values: ["3782 822463 10005", "09/30", "8421"],
  },
  {
    text: "I have two more cards, 6011-1111-1111-1117 and 3530 1113 3330 0000.",
    values: ["6011-1111-1111-1117", "3530 1113 3330 0000"],
  },
  {
    text: "Refused cards so far: 30569309025904, 2223 0031 2200 3222 and the Visa card 4222222222222.",
    values: ["30569309025904", "2223 0031 2200 3222", "4222222222222"],
  },
  {
    text: "Write to ana.lopez@example.com or jonas+shop@example.org, please.",
    values: ["ana.lopez@example.com", "jonas+shop@example.org"],
  },
  {
    text: "The invoice went to kim_lee@mail.example.net and S.Weber@support.example.com by mistake.",
    values: ["kim_lee@mail.example.net", "S.Weber@support.example.com"],
  },
  {
    text: "Call me on (202) 555-0143 or +1-202-555-0178. My London phone is +44 20 7946 0958, mobile 07700 900123.",
    values: ["(202) 555-0143", "+1-202-555-0178", "+44 20 7946 0958", "07700 900123"],
  },
  {
    text: "Meine Telefonnummer ist 030 23125 123, in Paris bin ich unter +33 1 99 00 12 34 zu erreichen.",
    values: ["030 23125 123", "+33 1 99 00 12 34"],
  },
  {
    text: "Refund to IBAN DE89 3704 0044 0532 0130 00 or to GB29 NWBK 6016 1331 9268 19.",
    values: ["DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19"],
  },
  {
    text: "Our other accounts: FR1420041010050500013M02606 and NL91 ABNA 0417 1643 00.",
    values: ["FR1420041010050500013M02606", "NL91 ABNA 0417 1643 00"],
  },
  {
    text: "My SSN is 219-09-9999 and I was born on 07/21/1990. My NHS number is 943 476 5919.",
    values: ["219-09-9999", "07/21/1990", "943 476 5919"],
  },
  {
    text: "Hola, mi NIF es 12345678Z y mi fecha de nacimiento es 14/03/1985.",
    values: ["12345678Z", "14/03/1985"],
  },
  {
    text: "My password is Tulip-Garden-42 and it stopped working. The new password: hunter2!x",
    values: ["Tulip-Garden-42", "hunter2!x"],
  },
  {
    text: "The verification code is 482913. I was on 203.0.113.57, before that on 2001:db8::8a2e:370:7334.",
    values: ["482913", "203.0.113.57", "2001:db8::8a2e:370:7334"],
  },
  {
    text: `Log in at https://ana:s3cr3t-77@shop.example.com/orders with the token ${accessToken}`,
    values: ["ana:s3cr3t-77", accessToken],
  },
];

export const VALUES = MESSAGES.flatMap(({ values }) => values);

const RUN = 6; // digits in a row that give a value away: a mask may keep the last four
const LONG = 8; // digits a value must have for that to count

/** True if the bytes give the value away: whole, without separators, or six digits of it. */
export function stands(value, bytes) {
  const body = bytes.toLowerCase();
  if (body.includes(value.toLowerCase())) return true;
  const digits = value.replace(/\D/g, "");
  if (digits.length < LONG) return false;
  const joined = body.replace(/(?<=\d)[ ./-](?=\d)/g, "");
  for (let at = 0; at + RUN <= digits.length; ++at) {
    const run = digits.slice(at, at + RUN);
    if (body.includes(run) || joined.includes(run)) return true;
  }
  return false;
}
