// What the panel calls things. Ids the engine has and this file does not are
// shown in plain words made from the id, so nothing here must be complete.

const ENTITIES = {
  CREDIT_CARD: "Payment card",
  CREDIT_CARD_EXPIRATION_DATE: "Card expiry",
  CVV_NUMBER: "Security code",
  DATE_OF_BIRTH: "Date of birth",
  EMAIL_ADDRESS: "E-mail address",
  ES_NIF: "Spanish tax ID",
  IBAN_CODE: "Bank account",
  IP_ADDRESS: "IP address",
  ONE_TIME_CODE: "One-time code",
  PHONE_NUMBER: "Phone number",
  UK_NHS: "NHS number",
  URL: "Link with login",
  US_SSN: "Social Security",
};

// What a passed check says about a value.
const CHECKS = {
  card: "check digit: Luhn",
  card_expiry: "a real month",
  date: "a real date",
  email: "a valid name",
  es_nif: "check letter: mod 23",
  iban: "check digits: mod 97",
  ipv4: "a valid address",
  ipv6: "a valid address",
  luhn: "check digit: Luhn",
  not_prose: "not a plain word",
  phone_e164: "dialling plan",
  uk_nhs: "check digit: mod 11",
  us_ssn: "an issued range",
};

const OPERATORS = {
  keep: "kept",
  remove: "removed",
  label: "label",
  mask: "masked",
  token: "token",
};

const ACRONYMS = /\b(?:api|cvv|iban|id|ip|nhs|nif|otp|ssn|uk|url|us)\b/gi;

const plain = (id) => {
  const words = id.toLowerCase().replaceAll("_", " ").replace(ACRONYMS, (word) => word.toUpperCase());
  return words[0].toUpperCase() + words.slice(1);
};

export const entityName = (id) => ENTITIES[id] ?? plain(id);
export const operatorName = (id) => OPERATORS[id] ?? id;

/** A reason in words: "check digit: Luhn". */
export function reasonWords({ kind, detail }) {
  switch (kind) {
    case "pattern":
      return "pattern";
    case "check":
      return CHECKS[detail] ?? `check: ${detail.replaceAll("_", " ")}`;
    case "denied":
      return "listed by the policy";
    default:
      return `${kind}: ${detail}`;
  }
}

/** "1 value replaced", "3 values replaced". */
export const counted = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
