// Tested by tests/detect/extend_test.cpp.
#include "detect/extend_parts.h"

#include <algorithm>

#include "detect/extend_words.h"
#include "text/chars.h"

namespace blackbar {
namespace {

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

}  // namespace

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
        is_address_word(AddressWord::kFloor, text.substr(end, last - end)))
      return last;
    if (sign && last - end == 1) return last;
    return sign ? signed_end : 0;
  }
  size_t end = letters_end(text, at);
  if (!is_address_word(AddressWord::kUnit, text.substr(at, end - at))) return 0;
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

bool is_year(std::string_view text, size_t from, size_t to) {
  const std::string_view century = text.substr(from, 2);
  if (to - from != 4 || (century != "19" && century != "20")) return false;
  return from < 3 || !is_upper(text[from - 2]) || !is_upper(text[from - 3]);
}

}  // namespace blackbar
