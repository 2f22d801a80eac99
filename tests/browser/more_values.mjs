// A hundred and sixty values more, in braces, as people would write them. As in
// values.mjs: published test numbers, ranges kept free for fiction or for
// documentation, example.com, and numbers made up with the right check digits.

// Assembled here, so that no scanner takes this file for a leak.
const apiKey = ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_");
const awsKey = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
const token = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJleGFtcGxlIn0", "dBjftJeZ4CVPmB92K27uhbUJU1p1r"].join(".");

const SENTENCES = [
  // Cards: the test numbers of Stripe, Adyen, Worldpay and PayPal.
  "My card is {4242 4242 4242 4242} and the CVC is {318}.",
  "Charge {4000056655665556}, expires {07/29}, security code {946}.",
  "Or use {5200 8282 8282 8210}, valid until {12/2030}, CVV {572}.",
  "The company card {378734493671000} has the CID {4417}.",
  "The second Amex is {3714 496353 98431}, exp {02/31}.",
  "A Discover card: {6011000990139424}. A Diners card: {3852 000002 3237}.",
  "My JCB is {3566 0020 2036 0505}, my UnionPay card {6250 9410 0652 8599}.",
  "This Visa card was declined: {4012888888881881}, this Mastercard too: {5454 5454 5454 5454}.",
  "Maestro {6759 6498 2643 8453}, Visa Electron {4917 6100 0000 0000}.",
  "Please remove the card {4444 3333 2222 1111} and the card {5555341244441115}.",
  // Mail and phones.
  "Write to {maria.silva@example.com}, or to {m.silva@example.org} on weekends.",
  "My e-mail is {peter+orders@example.net}, my wife's {anna_k@example.com}.",
  "Send the invoice to {billing@contoso.example} and a copy to {li.wei@mail.example.org}.",
  "I used {jean-paul.d@example.com} before, now it is {jpd1990@example.net}.",
  "Our team: {o.nilsson@example.com}, {r.okafor@example.org}, {t.nguyen@example.net}.",
  "Please unsubscribe {newsletter.fan@example.com} and {x9q7@example.org}.",
  "My cell phone is {(212) 555-0110}, the office {+1 415-555-0132}.",
  "Call {303-555-0199} or {1-800-555-0165} after five.",
  "My mobile is {+44 7700 900456}, at home call {0113 496 0123}.",
  "Phone me on {020 7946 0321} or {+44 131 496 0222}, please.",
  "In Sydney my phone is {+61 2 5550 1234}, my mobile {0491 570 156}.",
  "Meine Handynummer ist {0152 28817386}, im B\u00fcro {+49 69 90009 123}.",
  "Mon t\u00e9l\u00e9phone est le {06 39 98 12 34} ou le {+33 2 61 91 45 67}.",
  "Mitt telefonnummer \u00e4r {08-465 004 12}, mobil {+46 70 174 06 05}.",
  // Accounts: the examples of the IBAN registry.
  "IBAN: {AT61 1904 3002 3457 3201} or {BE68 5390 0754 7034}.",
  "Transfer to {CH93 0076 2011 6238 5295 7} or to {DK50 0040 0440 1162 43}.",
  "My accounts are {ES91 2100 0418 4502 0005 1332} and {FI2112345600000785}.",
  "Refund {IE29 AIBK 9311 5212 3456 78}, not {IT60X0542811101000000123456}.",
  "Also {LU28 0019 4006 4475 0000}, {NO93 8601 1117 947} and {SE45 5000 0000 0583 9825 7466}.",
  "Polish account {PL61109010140000071219812874}, Portuguese {PT50 0002 0123 1234 5678 9015 4}.",
  "Czech {CZ65 0800 0000 1920 0014 5399}, Greek {GR1601101250000000012300695}.",
  "Hungary {HU42 1177 3016 1111 1018 0000 0000}, Turkey {TR330006100519786457841326}.",
  "Gulf: {SA0380000000608010167519} and {AE07 0331 2345 6789 0123 456}.",
  "Baltic: {EE382200221020145685}, {LT12 1000 0111 0100 1000}, {LV80BANK0000435195001}.",
  "Slovak {SK31 1200 0000 1987 4263 7541}, Slovenian {SI56263300012039086}.",
  "Romanian {RO49AAAA1B31007593840000}, Bulgarian {BG80 BNBG 9661 1020 3456 78}.",
  // People's numbers.
  "My SSN is {470-46-9767}. My husband's SSN is {536-90-4399}.",
  "My ITIN is {912-90-3456} and the company's EIN is {91-1144442}.",
  "NHS number {120 261 3799}, national insurance number {AB 76 87 08 C}.",
  "My driving licence is {JONES802145AB9XY}, my British passport is {518204937}.",
  "My social insurance number is {142 839 059}, from Canada.",
  "My TFN is {926 456 840} and my Medicare card is {2482 01931 1}.",
  "My Aadhaar is {4475 9613 6758}, my PAN is {ABCPD1931E}.",
  "Mein Personalausweis: {L3VK97TX2}. Meine Steuer-ID: {56 216 058 558}.",
  "Meine Versichertennummer ist {K482019374}, mein Reisepass {C4J7MH2K1}.",
  "Mi DNI es {90293460Z} y mi NIE es {Y4552480N}.",
  "Mi n\u00famero de la seguridad social es {28/12345678/40}, pasaporte {XDA482913}.",
  "Mon num\u00e9ro de s\u00e9curit\u00e9 sociale: {1 85 07 75 873 759 00}.",
  "Il mio codice fiscale: {RSSMRA85L30H501G}, carta d'identit\u00e0 {CA48201KV}.",
  "Meu CPF \u00e9 {646.344.064-70} e o CNPJ {94.449.446/0001-41}.",
  "Mijn BSN is {949491214}. Numer PESEL: {85073057263}, numer NIP: {526-554-91-73}.",
  "Mitt personnummer \u00e4r {850730-2548}. Mit CPR nummer: {300785-3201}.",
  "My hetu is {300785-089T}. My AHV is {756.3632.4940.89}.",
  "My resident registration number: {850730-1518326}. My RSA ID: {850730 1172 082}.",
  "My PPSN is {4731791IA}, my Singapore FIN: {S1234567D}, my T.C. kimlik: {72244026412}.",
  "My CURP: {BOXW310820HNERXN09}. My CLABE: {072180009173645209}.",
  "My passport number is {X20481937}, my driver's license number is {D4820193}.",
  "Member id: {XYP482019375}, policy number {POL-4820193}, MRN: {482019}.",
  // Days, devices, places.
  "I was born on {03/14/1985}. My daughter's date of birth is {2011-09-02}.",
  "Mein Geburtsdatum ist {23.11.1979}, ma date de naissance est le {05/06/1992}.",
  "My router has the address {198.51.100.23}, the server {192.0.2.146}.",
  "I connected from {203.0.113.200} and from {2001:db8:85a3::8a2e:370:7334}.",
  "MAC address {00:1A:2B:3C:4D:5E}, and {AA-BB-CC-DD-EE-FF} of the laptop.",
  "IMEI: {490154203237518}. VIN: {1FTEW1EP6KFA48201}.",
  "The car reg is {KV21 TRM}. Mein Kennzeichen: {B-KV 4820}.",
  "I live at {221B Baker Street}. Ship it to {12 Elm Park Ave Apt 7}, please.",
  // Secrets.
  "My password is {Blue-Kettle-88}. The old password: {s3cret!Moon}.",
  "Password: {Tr0ub4dor&3}. My PIN is {7391}.",
  "The verification code is {730164}. OTP: {558204}.",
  `The key is ${`{${apiKey}}`} and the AWS access key ${`{${awsKey}}`}.`,
  `Here is the token: ${`{${token}}`} for the test shop.`,
  "My wallet: {1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa}, or {0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed}.",
  "Log in at https://{root:Pa55word-x}@db.example.com, username: {jdoe_77}.",
  "My sort code and account: {09-87-21 72048193}. Swedish bankgiro {517-2044}.",
  "My UPI ID is {ravi.kumar@okaxis}, my voter ID: {WKH1186253}.",
  "My ABN: {66 046 579 673}. Medicare ID {3KH8-PC2-RX74}. VAT number {IE8818357W}.",
  "My mother's maiden name is {Kowalski}. BIC: {NEDSZAJJXXX}.",
];

/** Each sentence with the values in it, as typed. */
export const MORE = SENTENCES.map((marked) => ({
  text: marked.replace(/[{}]/g, ""),
  values: [...marked.matchAll(/\{([^}]*)\}/g)].map(([, value]) => value),
}));

const TOGETHER = 40; // values in one message, about

/** Messages of several sentences each, with all the values of both lists. */
export function longMessages(all) {
  const messages = [{ text: "", values: [] }];
  for (const { text, values } of all) {
    if (messages.at(-1).values.length >= TOGETHER) messages.push({ text: "", values: [] });
    const last = messages.at(-1);
    last.text = `${last.text} ${text}`.trim();
    last.values.push(...values);
  }
  return messages;
}
