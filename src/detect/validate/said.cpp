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
#include "text/vocabulary.h"

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
// complaint and of forms, in the languages of the rule (src/rules/not_prose.txt).
bool not_prose(std::string_view match) {
  while (!match.empty() && (match.back() == '!' || match.back() == '?'))
    match.remove_suffix(1);
  std::string word = "|";
  for (size_t at = 0; at < match.size(); ++at) word += lower_at(match, at);
  return std::string_view(kProse).find(word + "|") == std::string_view::npos;
}

// No word of it is one of src/rules/not_names.txt, but for initials.
bool not_name(std::string_view match) {
  bool first = true;
  for (size_t at = 0; at < match.size();) {
    std::string word;
    size_t letters = 0;
    while (at < match.size() && (letter_at(match, at) || match[at] == '\'')) {
      const PlainLetter letter = plain_letter(match, at);
      word += letter.view();
      at += letter.length;
      ++letters;
    }
    if (word.empty()) {
      ++at;
      continue;
    }
    if ((first || letters > 1) && in_filter<7>(kNotNames, word)) return false;
    first = false;
  }
  return !first;
}

}  // namespace blackbar
