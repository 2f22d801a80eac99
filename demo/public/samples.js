// The messages the buttons fill in. Only published test numbers, the phone
// ranges kept free for fiction, and example.com.

// Assembled here, so that no scanner takes this file for a leak.
const accessToken = ["ghp", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"].join("_");

export const SAMPLES = [
  {
    name: "Card payment",
    text: "Please charge my card 4111 1111 1111 1111, it expires 04/29 and the CVV is 123.",
  },
  {
    name: "Contact details",
    text: "You can reach me at ana.lopez@example.com or by phone on (202) 555-0143.",
  },
  {
    name: "IBAN",
    text: "Please send the refund to my IBAN DE89 3704 0044 0532 0130 00.",
  },
  {
    name: "Password",
    text: "I cannot sign in as ana.lopez@example.com, my password is Tulip-Garden-42.",
  },
  {
    name: "SSN",
    text: "For the credit check: my SSN is 219-09-9999 and my date of birth is 03/14/1985.",
  },
  {
    name: "API key",
    text: `My shop script fails with this access token: ${accessToken}`,
  },
  {
    name: "Order number",
    text: "Where is my order 5105105105105100? It should have arrived on Monday.",
  },
  {
    name: "German",
    text: "Hallo, bitte buchen Sie von meiner Karte 5555 5555 5555 4444 ab. Meine E-Mail ist jonas@example.com, Telefon +49 30 23125 123.",
  },
];
