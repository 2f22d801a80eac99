// The shop's support bot: answers with what it was sent, and nothing else.
// It quotes the placeholders it finds, so that the page can show what putting
// the values back looks like. It never makes one up.

// (EMAIL_1_KX4T), or a value with most of it starred out. A label such as [PASSWORD]
// tells nothing that a shop would want to note.
const PLACEHOLDER = /\([A-Z][A-Z0-9_]*_\d+(?:_[A-Z0-9]{4})?\)|\*[* \-./]{3,}[A-Z0-9]*/g;

const QUOTED = 3; // more than three would read like a form, not like a reply

const PHRASES = {
  en: {
    words: /\b(?:the|and|my|is|please|with|for)\b/gi,
    noted: (list) => `Thanks, I have noted ${list}. Is there anything else I can do for you?`,
    plain: "Thanks for the details. I am looking into it and will be right back with you.",
    more: (n) => `${n} more`,
    and: " and ",
  },
  de: {
    words: /\b(?:und|ich|bitte|meine|mein|ist|der|die|das|auf)\b/gi,
    noted: (list) => `Danke, ich habe ${list} notiert. Kann ich sonst noch etwas f\u00fcr Sie tun?`,
    plain: "Danke f\u00fcr die Angaben. Ich sehe nach und melde mich gleich.",
    more: (n) => `${n} weitere Angaben`,
    and: " und ",
  },
  es: {
    words: /\b(?:mi|es|por|favor|el|la|con|para|gracias|una)\b/gi,
    noted: (list) => `Gracias, he anotado ${list}. \u00bfPuedo ayudarle en algo m\u00e1s?`,
    plain: "Gracias por los datos. Lo reviso y enseguida le respondo.",
    more: (n) => `${n} m\u00e1s`,
    and: " y ",
  },
};

// The language whose small words the text has most of; English on a tie.
function phrasesFor(text) {
  const count = ({ words }) => (text.match(words) ?? []).length;
  return Object.values(PHRASES).reduce((best, next) => (count(next) > count(best) ? next : best));
}

// What the person wrote, out of deep-chat's request body; "" if it is none.
function lastMessage(body) {
  try {
    const last = JSON.parse(body).messages.at(-1);
    return typeof last.text === "string" ? last.text : "";
  } catch {
    return "";
  }
}

/** The reply to one request body. */
export function replyTo(body) {
  const text = lastMessage(body);
  const phrases = phrasesFor(text);
  const seen = [...new Set((text.match(PLACEHOLDER) ?? []).map((found) => found.trim()))];
  if (seen.length === 0) return phrases.plain;
  const named = seen.slice(0, QUOTED);
  if (seen.length > QUOTED) named.push(phrases.more(seen.length - QUOTED));
  const last = named.pop();
  return phrases.noted(named.length === 0 ? last : named.join(", ") + phrases.and + last);
}
