// Tested by tests/detect/extend_test.cpp.
#include "detect/extend_words.h"

#include "text/chars.h"
#include "text/plain.h"

namespace blackbar {
namespace {

// As plain_letter folds them, a blank before and after each: one text is fewer
// bytes than a table of places in it.
constexpr std::string_view kWords[] = {
    // kUnit
    " ap apartamento apartment appt apt apto bldg block bloco bloque box "
    "building bus casa daire departamento depto door dpto escalera etage "
    "flat floor int interior interno kat kv level lok lokal lot lote m "
    "no oficina piano piso planta puerta room sala scala ste stiege "
    "suite top tower unit whg wohnung \u043a\u0432 "
    "\u043a\u0432\u0430\u0440\u0442\u0438\u0440\u0430 "
    "\u043a\u043e\u0440\u043f \u043e\u0444 "
    "\u043f\u043e\u0434\u044a\u0435\u0437\u0434 ",
    // kFloor
    " andar dcha derecha direito dto esq esquerdo etage fl floor frente "
    "izda izq izquierda obergeschoss og piano piso planta puerta stock ",
    // kParticle
    " a aan am an and bei d da das de dei del della dem den der di do "
    "dos du e el en et i im l la las le les los na nad ob of op pod pri "
    "s sous sur ter the u upon v van von y zu ",
    // kStop
    " account also and are at because bitte bonjour but call can cell "
    "cheers ciao code contact cordialement could customer danke date "
    "dear do dzieki email fax for from gracias grazie gruss grusse have "
    "he hello her hey hi his hola i ich id if is it its just kind liebe "
    "mail mein meine merci mit mobile my name no not now obrigada "
    "obrigado ok okay on or order our phone please pozdrawiam ref "
    "reference regards saludos she so sorry ssn tel telephone thank "
    "thanks that the then there they this to until viele was we what "
    "when where which will wir with would yes you your ",
    // kNotPlural
    " always as dans does es goes has is its looks mais mas needs puis "
    "sous this tres us vers was ",
    // kNumbered
    " area bus chapter exit gate level line page platform route section "
    "sector step team terminal track version windows zone ",
    // kNotName
    " am at by days down for from hours in is km miles min minutes my "
    "near people per pm times to was with your ",
    // kType
    " ave avenue court drive lane rd road st street terrace way ",
    // kSide
    " e east n ne north nw s se south sw w west ",
};

constexpr size_t kLongest = 32;  // bytes of a word

}  // namespace

bool is_address_word(AddressWord kind, std::string_view word) {
  char folded[kLongest + 2] = {' '};
  size_t size = 1;
  for (size_t at = 0; at < word.size();) {
    const PlainLetter letter = plain_letter(word, at);
    if (size + letter.size > kLongest + 1) return false;
    for (char c : letter.view()) folded[size++] = c;
    at += letter.length;
  }
  if (size == 1) return false;
  folded[size++] = ' ';
  return kWords[static_cast<size_t>(kind)].find({folded, size}) !=
         std::string_view::npos;
}

bool opens_capital(std::string_view text, size_t at) {
  if (is_upper(text[at])) return true;
  if (letter_at(text, at) < 2) return false;
  const auto lead = static_cast<unsigned char>(text[at]);
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return lead != 0xC3 || next < 0x9F;
}

size_t letters_end(std::string_view text, size_t at) {
  while (const uint32_t length = letter_at(text, at)) at += length;
  return at;
}

size_t digits_end(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool word_at(std::string_view text, size_t at) {
  return at < text.size() && (is_word(text[at]) || letter_at(text, at) > 0);
}

}  // namespace blackbar
