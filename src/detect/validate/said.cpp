// Tested by tests/detect/validate_test.cpp.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>

#include "detect/tables.gen.h"
#include "detect/validate/families.h"
#include "detect/validate/filter.h"
#include "text/chars.h"
#include "text/plain.h"

namespace blackbar {

// A day that has been, in any of the orders people write: year 1900 to 2099.
bool date(std::string_view match) {
  uint64_t part[3] = {};
  size_t length[3] = {};
  size_t count = 0;
  bool inside = false;
  for (char c : match) {
    if (is_digit(c)) {
      if (!inside && ++count > 3) return false;
      part[count - 1] = part[count - 1] * 10 + static_cast<uint64_t>(c - '0');
      if (++length[count - 1] > 4) return false;
    }
    inside = is_digit(c);
  }
  const auto year = [&](size_t i) {
    return length[i] == 2 ||
           (length[i] == 4 && part[i] >= 1900 && part[i] < 2100);
  };
  const auto day = [&](size_t i) { return part[i] >= 1 && part[i] <= 31; };
  if (count == 2) return day(0) && year(1);  // the month is a word
  if (count != 3) return false;
  const auto month_and_day = [&](size_t a, size_t b) {
    return day(a) && day(b) && (part[a] <= 12 || part[b] <= 12);
  };
  return (year(2) && month_and_day(0, 1)) ||
         (length[0] == 4 && year(0) && month_and_day(1, 2));
}

// What follows "my password is" or "password:" and is no password: words of
// complaint and of forms, in the languages of the rule. Sorted.
static constexpr std::string_view kProse[] = {
    "a",           "abgelaufen", "about",     "again",       "already",
    "also",        "always",     "an",        "and",         "asking",
    "auch",        "being",      "blocked",   "but",         "case",
    "compromised", "correct",    "correcta",  "correcto",    "das",
    "der",         "die",        "different", "ein",         "eine",
    "empty",       "enter",      "est",       "exactly",     "exp",
    "expirado",    "expired",    "falsch",    "fine",        "forgotten",
    "gesperrt",    "gone",       "good",      "hidden",      "highlighted",
    "ich",         "in",         "incorrect", "incorrecta",  "incorrecte",
    "incorrecto",  "insecure",   "invalid",   "it",          "just",
    "kaputt",      "keep",       "known",     "korrekt",     "locked",
    "lost",        "mandatory",  "missing",   "my",          "necessary",
    "needed",      "never",      "nicht",     "no",          "none",
    "not",         "now",        "null",      "obligatoire", "ok",
    "okay",        "on",         "only",      "optional",    "please",
    "private",     "protected",  "requerida", "required",    "reset",
    "right",       "safe",       "same",      "secret",      "secure",
    "sent",        "set",        "still",     "stolen",      "strong",
    "such",        "that",       "the",       "there",       "this",
    "to",          "too",        "unbekannt", "undefined",   "ung\303\274ltig",
    "unknown",     "unsafe",     "used",      "vergessen",   "very",
    "weak",        "weg",        "what",      "working",     "wrong",
    "your",
};

static_assert(std::is_sorted(std::begin(kProse), std::end(kProse)));

bool not_prose(std::string_view match) {
  std::string word(match);
  for (char& c : word) c = lower(c);
  return !std::binary_search(std::begin(kProse), std::end(kProse), word);
}

// No word of it is one of src/rules/not_names.txt, but for the particles and
// initials that a name may hold behind its first word.
bool not_name(std::string_view match) {
  bool first = true;
  for (size_t at = 0; at < match.size();) {
    std::string word;
    size_t letters = 0;
    while (at < match.size() && (letter_at(match, at) || match[at] == '\'')) {
      const PlainLetter letter = plain_letter(match, at);
      word += letter.view();
      at += std::max(letter.length, 1u);
      ++letters;
    }
    if (word.empty()) {
      ++at;
      continue;
    }
    const bool may_be_inside = !first && letters <= 3;
    if (!may_be_inside && in_filter(kNotNames, word)) return false;
    first = false;
  }
  return !first;
}

}  // namespace blackbar
