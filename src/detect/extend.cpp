// Tested by tests/detect/extend_test.cpp.
#include "detect/extend.h"

#include <algorithm>
#include <iterator>

#include "text/chars.h"
#include "text/plain.h"

namespace blackbar {
namespace {

// Sorted, as plain_letter folds them; clang-format would set one on a line.
// clang-format off

// Words a unit's number or letter follows.
constexpr std::string_view kUnits[] = {
    "ap", "apartamento", "apartment", "appt", "apt", "apto", "bldg", "block",
    "bloco", "bloque", "box", "building", "bus", "casa", "daire",
    "departamento", "depto", "door", "dpto", "escalera", "etage", "flat",
    "floor", "int", "interior", "interno", "kat", "kv", "level", "lok", "lokal",
    "lot", "lote", "m", "no", "oficina", "piano", "piso", "planta", "puerta",
    "room", "sala", "scala", "ste", "stiege", "suite", "top", "tower", "unit",
    "whg", "wohnung", "\u043a\u0432",
    "\u043a\u0432\u0430\u0440\u0442\u0438\u0440\u0430",
    "\u043a\u043e\u0440\u043f", "\u043e\u0444",
    "\u043f\u043e\u0434\u044a\u0435\u0437\u0434"};
// Words that a unit's ordinal comes before: "3rd floor", "2. Stock".
constexpr std::string_view kFloors[] = {
    "andar", "dcha", "derecha", "direito", "dto", "esq", "esquerdo", "etage",
    "fl", "floor", "frente", "izda", "izq", "izquierda", "obergeschoss", "og",
    "piano", "piso", "planta", "puerta", "stock"};
// Small words inside the name of a place.
constexpr std::string_view kParticles[] = {
    "a", "aan", "am", "an", "and", "bei", "d", "da", "das", "de", "dei", "del",
    "della", "dem", "den", "der", "di", "do", "dos", "du", "e", "el", "en",
    "et", "i", "im", "l", "la", "las", "le", "les", "los", "na", "nad", "ob",
    "of", "op", "pod", "pri", "s", "sous", "sur", "ter", "the", "u", "upon",
    "v", "van", "von", "y", "zu"};
// Words that begin something else: "..., please ring", "\nThanks".
constexpr std::string_view kStops[] = {
    "account", "also", "and", "are", "at", "because", "bitte", "bonjour", "but",
    "call", "can", "cell", "cheers", "ciao", "code", "contact", "cordialement",
    "could", "customer", "danke", "date", "dear", "do", "dzieki", "email",
    "fax", "for", "from", "gracias", "grazie", "gruss", "grusse", "have", "he",
    "hello", "her", "hey", "hi", "his", "hola", "i", "ich", "id", "if", "is",
    "it", "its", "just", "kind", "liebe", "mail", "mein", "meine", "merci",
    "mit", "mobile", "my", "name", "no", "not", "now", "obrigada", "obrigado",
    "ok", "okay", "on", "or", "order", "our", "phone", "please", "pozdrawiam",
    "ref", "reference", "regards", "saludos", "she", "so", "sorry", "ssn",
    "tel", "telephone", "thank", "thanks", "that", "the", "then", "there",
    "they", "this", "to", "until", "viele", "was", "we", "what", "when",
    "where", "which", "will", "wir", "with", "would", "yes", "you", "your"};
// Words in -s that follow a street without making it a kind of thing.
constexpr std::string_view kNotPlural[] = {
    "always", "as", "dans", "does", "es", "goes", "has", "is", "its", "looks",
    "mais", "mas", "needs", "puis", "sous", "this", "tres", "us", "vers",
    "was"};
// Before a number they count something that is no house: "Gate 5".
constexpr std::string_view kNumbered[] = {
    "area", "bus", "chapter", "exit", "gate", "level", "line", "page",
    "platform", "route", "section", "sector", "step", "team", "terminal",
    "track", "version", "windows", "zone"};
// Small words that no name of a street has: "5 minutes from the park".
constexpr std::string_view kNotNames[] = {
    "am", "at", "by", "days", "down", "for", "from", "hours", "in", "is", "km",
    "miles", "min", "minutes", "my", "near", "people", "per", "pm", "times",
    "to", "was", "with", "your"};
// Types of streets that stand behind a name without a number: "on Elm Street".
constexpr std::string_view kTypes[] = {
    "ave", "avenue", "court", "drive", "lane", "rd", "road", "st", "street",
    "terrace", "way"};
constexpr std::string_view kSides[] = {
    "e", "east", "n", "ne", "north", "nw", "s", "se", "south", "sw", "w",
    "west"};

// clang-format on

static_assert(std::is_sorted(std::begin(kUnits), std::end(kUnits)));
static_assert(std::is_sorted(std::begin(kFloors), std::end(kFloors)));
static_assert(std::is_sorted(std::begin(kParticles), std::end(kParticles)));
static_assert(std::is_sorted(std::begin(kStops), std::end(kStops)));
static_assert(std::is_sorted(std::begin(kNotPlural), std::end(kNotPlural)));
static_assert(std::is_sorted(std::begin(kNumbered), std::end(kNumbered)));
static_assert(std::is_sorted(std::begin(kNotNames), std::end(kNotNames)));
static_assert(std::is_sorted(std::begin(kTypes), std::end(kTypes)));
static_assert(std::is_sorted(std::begin(kSides), std::end(kSides)));

template <size_t kSize>
bool is_one_of(const std::string_view (&list)[kSize], std::string_view word) {
  return std::binary_search(std::begin(list), std::end(list), word);
}

// A word as plain_letter folds it, as far as it fits.
struct Folded {
  char text[32];
  size_t size = 0;
  std::string_view view() const { return {text, size}; }
};

Folded fold(std::string_view word) {
  Folded out;
  for (size_t at = 0; at < word.size();) {
    const PlainLetter letter = plain_letter(word, at);
    if (out.size + letter.size > sizeof out.text) break;
    for (char c : letter.view()) out.text[out.size++] = c;
    at += letter.length;
  }
  return out;
}

// Bytes of a letter, or of a capital one. Beyond ASCII what two bytes write
// counts as a capital from U+0100 on: names there rarely begin small.
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

// What parts two words of an address.
struct Gap {
  size_t end = 0;
  bool comma = false;
  bool stop = false;    // a full stop first
  bool line = false;    // goes on in another line
  bool marked = false;  // the new line is indented or quoted
};

// Commas, blanks, " - ", the end of a line or two with what a mail puts before
// each line. Longer gaps part two things.
Gap gap_at(std::string_view text, size_t at) {
  constexpr size_t kLongest = 24;
  Gap gap;
  const size_t begin = at;
  uint32_t lines = 0;
  for (; at < text.size() && at - begin < kLongest; ++at) {
    const char c = text[at];
    if (c == '\n') {
      if (++lines > 2) break;
      gap.line = true;
      gap.marked = false;
    } else if (c == ',') {
      gap.comma = true;
    } else if (c == '.' && at == begin) {
      gap.stop = true;
    } else if (gap.line &&
               (c == '>' || c == '|' || c == '?' || c == ' ' || c == '\t')) {
      gap.marked = true;
    } else if (c == '-' && at > begin && text[at - 1] == ' ' &&
               at + 1 < text.size() && text[at + 1] == ' ') {
      gap.comma = true;
    } else if (!is_space(c)) {
      break;
    }
  }
  gap.end = at;
  if (gap.comma) gap.stop = false;
  return gap;
}

// A postal code; `sure` if its form alone says so.
struct Code {
  size_t end = 0;  // 0: none
  bool sure = false;
};

// Digits and capitals of a form: '9' a digit, 'A' a letter, 'X' either, ' ' a
// blank that may be missing. Its end, or 0.
size_t formed(std::string_view text, size_t at, std::string_view form) {
  for (char f : form) {
    if (f == ' ') {
      if (at < text.size() && text[at] == ' ') ++at;
      continue;
    }
    if (at >= text.size()) return 0;
    const char c = text[at];
    if (f == '9'   ? !is_digit(c)
        : f == 'A' ? !is_alpha(c)
        : f == 'X' ? !is_alnum(c)
                   : c != f)
      return 0;
    ++at;
  }
  return word_at(text, at) ? 0 : at;
}

// "1012 AB", but "9000 St. Gallen".
bool is_dutch(std::string_view text, size_t end) {
  return is_upper(text[end - 2]) == is_upper(text[end - 1]) &&
         (end == text.size() || text[end] != '.' || !letter_at(text, end + 2));
}

// Forms of the Universal Postal Union's addressing sheets; of those that match
// the longest counts.
Code code_at(std::string_view text, size_t at) {
  constexpr std::string_view kSure[] = {
      "99999",    "999999",  "99999-9999", "99999-999", "9999-999",
      "99-999",   "9999 AA", "A9 9AA",     "A99 9AA",   "AA9 9AA",
      "AA99 9AA", "A9A 9AA", "AA9A 9AA",   "A9A 9A9",   "A-9999",
      "A-99999",  "AA-9999", "AA-99999",   "AA-999 99", "A99 XXXX"};
  Code code;
  if (at >= text.size()) return code;
  for (std::string_view form : kSure) {
    const size_t end = formed(text, at, form);
    if (form != "9999 AA" || (end && is_dutch(text, end)))
      code.end = std::max(code.end, end);
  }
  code.sure = code.end > 0;
  for (std::string_view form : {"9999", "999 99", "999 999"})
    if (!code.sure) code.end = std::max(code.end, formed(text, at, form));
  // Not the beginning of a longer number.
  if (code.end && code.end + 1 < text.size() && !is_alpha(text[code.end]) &&
      is_digit(text[code.end + 1]) && !(code.sure && is_space(text[code.end])))
    return {};
  return code;
}

// The sign of an ordinal in Romance languages, or a degree sign. Bytes.
size_t ordinal_sign(std::string_view text, size_t at) {
  for (std::string_view sign : {"\u00ba", "\u00aa", "\u00b0"})
    if (text.substr(at).starts_with(sign)) return sign.size();
  return 0;
}

// The end of "5", "B-12" or "C", a unit's number; 0 for none.
size_t unit_number(std::string_view text, size_t at) {
  constexpr size_t kLongest = 6;
  const size_t begin = at;
  if (at < text.size() && is_alpha(text[at]) && !letter_at(text, at + 1)) ++at;
  if (at > begin && at + 1 < text.size() && text[at] == '-' &&
      is_digit(text[at + 1]))
    ++at;
  const size_t digits = at;
  at = digits_end(text, at);
  if (at - digits > kLongest || at == begin) return 0;
  if (at > digits && letter_at(text, at) == 1 && !word_at(text, at + 1)) ++at;
  return word_at(text, at) ? 0 : at;
}

// The end of a unit: "Apt. #5", "3rd floor", "2. Stock", "3\u00ba B"; 0 for
// none.
size_t unit_at(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '#')
    return unit_number(text, at + 1 + (text.substr(at + 1).starts_with(' ')));
  if (is_digit(text[at])) {
    size_t end = digits_end(text, at);
    if (end - at > 2) return 0;
    const size_t sign = ordinal_sign(text, end);
    const size_t letters = letters_end(text, end) - end;
    end += sign ? sign : letters <= 3 ? letters : 0;
    while (end < text.size() && (text[end] == '.' || text[end] == ',')) ++end;
    const size_t signed_end = end;
    if (text.substr(end).starts_with(' ')) ++end;
    const size_t last = letters_end(text, end);
    if (last > end &&
        is_one_of(kFloors, fold(text.substr(end, last - end)).view()))
      return last;
    if (sign && last - end == 1) return last;
    return sign ? signed_end : 0;
  }
  size_t end = letters_end(text, at);
  if (!is_one_of(kUnits, fold(text.substr(at, end - at)).view())) return 0;
  const size_t word = end - at;
  for (size_t n = 0; n < 4 && end < text.size(); ++n) {
    const char c = text[end];
    if (c != '.' && c != ' ' && c != '#' && c != ':') break;
    ++end;
  }
  if (text.substr(end).starts_with("no. ")) end += 4;
  if (text.substr(end).starts_with("no ")) end += 3;
  const size_t number = unit_number(text, end);
  // One letter alone is a unit behind a long word only: "Apt B", not "m a".
  if (number == end + 1 && is_alpha(text[end]) &&
      (word < 3 || !is_upper(text[end])))
    return 0;
  return number;
}

// Does any word of it begin with a capital?
bool has_capital(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at)
    if (opens_capital(text, at) && (at == 0 || !word_at(text, at - 1)))
      return true;
  return false;
}

class Reading {
 public:
  Reading(std::string_view text, Span head)
      : text_(
            text.substr(0, std::min<size_t>(text.size(), head.end + kMaxTail))),
        begin_(head.begin),
        at_(head.end),
        end_(head.end),
        small_(!has_capital(text.substr(head.begin, head.size()))) {}

  Address run() {
    cut_unit_word();
    if (counts_things() || is_numbered() || is_phrase()) return {};
    const bool bare = is_bare();
    side();
    abbreviated_ = abbreviation();
    while (step()) {
    }
    if (bare && !located_) return {};
    before();
    return {{begin_, static_cast<uint32_t>(end_)}, located_};
  }

 private:
  static constexpr uint32_t kMaxPending = 12;  // words up to a postal code
  static constexpr uint32_t kMaxPlaces = 3;    // parts of a place: town, state
  static constexpr uint32_t kMaxPart = 4;      // words of a part

  void commit(size_t end) {
    at_ = end_ = end;
    pending_ = 0;
  }

  // "Elm Park Apt" 5, "Elm Park Suite 5"
  void cut_unit_word() {
    size_t last = end_;
    while (last > begin_ && is_digit(text_[last - 1])) --last;
    while (last > begin_ && (text_[last - 1] == '.' || text_[last - 1] == ' '))
      --last;
    size_t from = last;
    while (from > begin_ && is_alpha(text_[from - 1])) --from;
    if (from == begin_ || last - from < 3 || word_at(text_, last) ||
        !is_one_of(kUnits, fold(text_.substr(from, last - from)).view()) ||
        !unit_at(text_, from))
      return;
    while (from > begin_ &&
           (is_space(text_[from - 1]) || text_[from - 1] == ','))
      --from;
    if (from > begin_) commit(from);
  }

  // "Gate 5", "Stockholm 2012": one word and a number that is no house.
  bool is_numbered() const {
    const size_t last = letters_end(text_, begin_);
    if (last == begin_ || last + 1 >= end_ || text_[last] != ' ' ||
        !is_digit(text_[last + 1]))
      return false;
    return is_year(last + 1, end_) ||
           is_one_of(kNumbered,
                     fold(text_.substr(begin_, last - begin_)).view());
  }

  // "Paris": neither a number nor the type of a street.
  bool is_bare() const {
    const std::string_view head = text_.substr(begin_, end_ - begin_);
    if (std::any_of(head.begin(), head.end(), is_digit)) return false;
    const size_t last = head.rfind(' ');
    return last == head.npos ||
           !is_one_of(kTypes, fold(head.substr(last + 1)).view());
  }

  // "5 minutes from the park": a number, and small words of a sentence.
  bool is_phrase() const {
    if (!is_digit(text_[begin_])) return false;
    for (size_t at = begin_; at < end_;) {
      const size_t last = letters_end(text_, at);
      if (last > at && is_one_of(kNotNames, text_.substr(at, last - at)))
        return true;
      at = std::max(last, at + 1);
    }
    return false;
  }

  // "10 Wall Street banks", "2 road trips": the street is an attribute.
  bool counts_things() const {
    if (!is_digit(text_[begin_]) || !is_alpha(text_[end_ - 1])) return false;
    if (end_ + 1 >= text_.size() || text_[end_] != ' ') return false;
    const size_t from = end_ + 1;
    const size_t last = letters_end(text_, from);
    const std::string_view word = text_.substr(from, last - from);
    return word.size() > 3 && !opens_capital(text_, from) &&
           word.ends_with('s') && !word.ends_with("ss") &&
           !is_one_of(kNotPlural, fold(word).view());
  }

  // "Street NW", "Ave. South"
  void side() {
    size_t from = end_;
    if (text_.substr(from).starts_with('.')) ++from;
    if (!text_.substr(from).starts_with(' ')) return;
    const size_t last = letters_end(text_, ++from);
    if (last == from || word_at(text_, last)) return;
    if (opens_capital(text_, from) &&
        is_one_of(kSides, fold(text_.substr(from, last - from)).view()))
      commit(last);
  }

  // Is the stop behind the head that of "St." or "u. 15."?
  bool abbreviation() const {
    size_t from = end_;
    while (from > begin_ && is_alpha(text_[from - 1])) --from;
    return end_ - from <= 4;
  }

  bool step() {
    const Gap gap = gap_at(text_, at_);
    if (gap.end == at_ || gap.end >= text_.size()) return false;
    const bool soft = gap.stop && !(abbreviated_ && at_ == end_ && !located_);
    if (const size_t unit = !coded_ ? unit_at(text_, gap.end) : 0;
        unit && pending_ <= (small_ ? 1 : 4)) {
      commit(unit);
      located_ = unit_ = true;
      places_ = 0;
      return true;
    }
    if (gap.stop && soft) return false;
    if (code(gap)) return true;
    return word(gap);
  }

  bool code(const Gap& gap) {
    const Code code = code_at(text_, gap.end);
    if (!code.end) return false;
    if (coded_ && (gap.line || gap.comma || !code.sure || placed_ == 0))
      return false;
    if (!code.sure && !place_follows(code.end) &&
        (is_year(gap.end, code.end) || places_ + pending_ == 0))
      return false;
    commit(code.end);
    behind_code_ = places_ == 0 && pending_words_ == 0 && !coded_;
    located_ = coded_ = true;
    placed_ = places_ = 0;
    return true;
  }

  // "May 2024"; but "NSW 2000" is a state and its code.
  bool is_year(size_t from, size_t to) const {
    const std::string_view century = text_.substr(from, 2);
    if (to - from != 4 || (century != "19" && century != "20")) return false;
    return from < 3 || !is_upper(text_[from - 2]) || !is_upper(text_[from - 3]);
  }

  bool place_follows(size_t at) const {
    if (at >= text_.size() || text_[at] != ' ') return false;
    return at + 1 < text_.size() && opens_capital(text_, at + 1) &&
           !is_stop(at + 1);
  }

  bool is_stop(size_t at) const {
    const size_t last = letters_end(text_, at);
    if (last < text_.size() &&
        (text_[last] == ':' || text_[last] == '@' || is_digit(text_[last])))
      return true;
    const std::string_view word = text_.substr(at, last - at);
    if (word.size() == 2 && is_upper(word[0]) && is_upper(word[1]))
      return false;  // Ontario, Oregon
    return is_one_of(kStops, fold(word).view());
  }

  // A word of a place. It counts at once where a place is expected, else with
  // the code or the unit that follows.
  bool word(const Gap& gap) {
    size_t from = gap.end;
    const bool bracket = text_[from] == '(';
    from += bracket;
    if (from >= text_.size()) return false;
    if (is_digit(text_[from])) {  // "Wien 10", "Sector 15"
      const size_t last = digits_end(text_, from);
      if (last - from > 2) return false;
      if (behind_code_ && placed_ > 0 && !gap.line && !gap.comma &&
          !word_at(text_, last)) {
        commit(last);
        return true;
      }
      if (pending_ + places_ == 0 || coded_) return false;
      const size_t ordinal = letters_end(text_, last);
      at_ = ordinal - last <= 2 ? ordinal : last;
      if (word_at(text_, at_) || ++pending_ > kMaxPending) return false;
      return true;
    }
    size_t last = letters_end(text_, from);
    if (last == from) return false;
    while (last + 1 < text_.size() &&
           (text_[last] == '-' || text_[last] == '\'') &&
           letter_at(text_, last + 1))
      last = letters_end(text_, last + 1);
    const bool capital = opens_capital(text_, from);
    const bool parted = gap.comma || gap.line;
    const std::string_view plain = text_.substr(from, last - from);
    const bool particle = !capital && is_one_of(kParticles, fold(plain).view());
    if (is_stop(from) && !(particle && !parted)) return false;
    if (!capital && !particle && !small_ && !parted) return false;
    if (bracket) {
      if (!text_.substr(last).starts_with(')')) return false;
      ++last;
    }
    if (++pending_ > kMaxPending) return false;
    ++pending_words_;
    at_ = last;
    if (small_ && behind_code_ && placed_ == 0 && !parted &&
        ends_phrase(last)) {
      commit(last);
      ++placed_;
      return true;
    }
    const bool abbreviated =
        text_.substr(last).starts_with(". ") && last - from <= 3;
    if (parted || open_ == 0) {
      const bool marked = gap.comma || gap.marked;
      open_ = begins_place(gap, marked, from) ? 1 : 2;
      part_ = 0;
      ++parts_;
    }
    if (capital && open_ == 1 && ++part_ <= kMaxPart &&
        parts_ <= kMaxPlaces + 1) {
      const uint32_t words = pending_words_;
      commit(last);
      pending_words_ = words;
      ++places_;
      ++placed_;
    }
    if (abbreviated) ++at_;  // "St. Albans"
    return true;
  }

  // May a place begin here without a code behind it?
  bool begins_place(const Gap& gap, bool marked, size_t from) const {
    if (!opens_capital(text_, from)) return false;
    if (coded_)
      return behind_code_ ? !gap.line || marked : gap.comma && !gap.line;
    if (gap.comma || marked) return true;
    if (unit_) return true;
    return gap.line && is_place_line(from);
  }

  // Does nothing follow in the same phrase: "99974 musterstadt, please"?
  bool ends_phrase(size_t at) const {
    return at == text_.size() || text_[at] == ',' || text_[at] == '.' ||
           text_[at] == '!' || text_[at] == '?' || text_[at] == '\n';
  }

  // Is the rest of the line one to three capital words?
  bool is_place_line(size_t at) const {
    uint32_t words = 0;
    for (;;) {
      if (!letter_at(text_, at) || !opens_capital(text_, at) || is_stop(at))
        return false;
      at = letters_end(text_, at);
      if (++words > 3) return false;
      if (at == text_.size() || text_[at] == '\n') return true;
      if (text_[at] != ' ' && text_[at] != '-') return false;
      ++at;
    }
  }

  // "1052 Budapest, " before the head, as Hungary has it.
  void town_before() {
    if (begin_ < 8 || text_.substr(begin_ - 2, 2) != ", ") return;
    const size_t last = begin_ - 2;
    const size_t low = last > kMaxForerun ? last - kMaxForerun : 0;
    size_t at = last;
    while (at > low && !is_digit(text_[at - 1]) && text_[at - 1] != ',' &&
           text_[at - 1] != '\n')
      --at;
    if (at < 4 || text_[at] != ' ' || !opens_capital(text_, at + 1)) return;
    const std::string_view town = text_.substr(at + 1, last - at - 1);
    if (std::count(town.begin(), town.end(), ' ') > 2) return;
    const size_t end = at;
    while (at > 0 && is_digit(text_[at - 1]) && end - at <= 6) --at;
    if (end - at < 4 || end - at > 6 || is_year(at, end)) return;
    if (at > 0 && (is_word(text_[at - 1]) || text_[at - 1] == '-')) return;
    begin_ = static_cast<uint32_t>(at);
    located_ = true;
  }

  // "Apt. 5, " and "12 " before the head.
  void before() {
    town_before();
    number_before();
    size_t at = begin_;
    const size_t low = at > kMaxForerun ? at - kMaxForerun : 0;
    while (at > low && begin_ - at < 3 &&
           (is_space(text_[at - 1]) || text_[at - 1] == ','))
      --at;
    if (at == begin_) return;
    const size_t last = at;
    while (at > low && !is_space(text_[at - 1]) && last - at < 8) --at;
    if (at == last) return;
    for (size_t n = 0; n < 2; ++n) {  // "5" of "Apt. 5", and "Apt."
      if (unit_at(text_.substr(0, last), at) == last) {
        if (at > 0 && word_at(text_, at - 1)) return;
        if (!is_alpha(text_[at])) return;
        begin_ = static_cast<uint32_t>(at);
        located_ = true;
        return;
      }
      while (at > low && (is_space(text_[at - 1]) || text_[at - 1] == '.' ||
                          text_[at - 1] == '#'))
        --at;
      while (at > low && is_alpha(text_[at - 1])) --at;
    }
  }

  // A number by itself right before: of the house, or a code.
  void number_before() {
    constexpr size_t kLongest = 5;
    if (begin_ < 2 || text_[begin_ - 1] != ' ') return;
    const size_t last = begin_ - 1;
    size_t at = last;
    while (at > 0 && is_digit(text_[at - 1]) && last - at <= kLongest) --at;
    if (at == last || last - at > kLongest) return;
    if (last - at == 4 &&
        (text_.substr(at, 2) == "19" || text_.substr(at, 2) == "20"))
      return;
    if (at > 0) {
      const char c = text_[at - 1];
      if (!is_space(c) && c != '>' && c != ':' && c != '(') return;
      if (at > 1 && c == ' ' && is_digit(text_[at - 2])) return;
      // "Apt. 5": a unit's, which before() reads.
      size_t from = at;
      while (from > 0 && (text_[from - 1] == ' ' || text_[from - 1] == '.' ||
                          text_[from - 1] == '#'))
        --from;
      while (from > 0 && is_alpha(text_[from - 1])) --from;
      if (unit_at(text_.substr(0, last), from) == last) return;
    }
    begin_ = static_cast<uint32_t>(at);
  }

  const std::string_view text_;
  uint32_t begin_;
  size_t at_;   // read up to here
  size_t end_;  // of the address as far as it is sure
  bool small_;  // typed without capitals
  bool abbreviated_ = false;
  bool located_ = false;
  bool unit_ = false;
  bool coded_ = false;          // has its postal code
  bool behind_code_ = false;    // the code came first, the town follows
  uint32_t pending_ = 0;        // words read that nothing confirms yet
  uint32_t pending_words_ = 0;  // words since the head or the code
  uint32_t places_ = 0;         // words of places since the unit or the code
  uint32_t placed_ = 0;         // of places since the code
  uint32_t parts_ = 0;
  uint32_t part_ = 0;  // words of this part
  int open_ = 0;       // 1: in a part that counts at once; 2: in one that waits
};

}  // namespace

Address extend_address(std::string_view text, Span head) {
  return Reading(text, head).run();
}

}  // namespace blackbar
