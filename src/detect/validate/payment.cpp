// Tested by tests/detect/validate_test.cpp.
#include <algorithm>
#include <string>

#include "detect/tables.gen.h"
#include "detect/validate/algorithms.h"
#include "detect/validate/digits.h"
#include "detect/validate/families.h"

namespace blackbar {

static bool luhn_holds(const Digits& d) {
  char text[sizeof d.at];
  std::transform(d.at, d.at + d.size, text, [](char n) { return n + '0'; });
  return d.size > 1 && luhn_sum({text, d.size});
}

bool luhn(std::string_view match) {
  const Digits d(match);
  return luhn_holds(d) && !d.all_alike();
}

// Luhn, and an issuer's range of which this is a length.
bool card(std::string_view match) {
  const Digits d(match);
  if (d.size < 12 || d.size > 19 || !luhn_holds(d)) return false;
  const uint64_t first = d.number(0, 8);
  return std::any_of(std::begin(kIssuerRanges), std::end(kIssuerRanges),
                     [&](const IssuerRange& r) {
                       return first >= r.first && first <= r.last &&
                              (r.lengths >> d.size & 1);
                     });
}

// MM/YY or MM/YYYY. Years 2000 to 2099: the engine has no clock.
bool card_expiry(std::string_view match) {
  const Digits d(match);
  const uint64_t month = d.number(0, d.size % 2 ? 1 : 2);
  const bool long_year = d.size > 4;
  return month >= 1 && month <= 12 &&
         (!long_year || d.number(d.size - 4, 2) == 20);
}

// ISO 13616: first four to the end, letters count 10..35, mod 97 is 1; and the
// registry's layout for the country.
bool iban(std::string_view match) {
  const Value v(match);
  if (v.size < 5) return false;
  const auto* layout = std::find_if(
      std::begin(kIbanLayouts), std::end(kIbanLayouts),
      [&](const char* l) { return l[0] == v.at[0] && l[1] == v.at[1]; });
  if (layout == std::end(kIbanLayouts)) return false;
  size_t at = 4;
  for (const char* run = *layout + 2; *run;) {
    const char kind = *run++;
    size_t length = 0;
    while (is_digit(*run))
      length = length * 10 + static_cast<size_t>(*run++ - '0');
    for (; length > 0; --length, ++at) {
      if (at == v.size) return false;
      if (kind != 'c' && (kind == 'n') != is_digit(v.at[at])) return false;
    }
  }
  if (at != v.size) return false;
  char turned[kMaxValue];
  std::rotate_copy(v.at, v.at + 4, v.at + v.size, turned);
  return mod97_10({turned, v.size});
}

// "Modulo 10, recursive" of Swiss payment slips: each digit steps through a
// table, the last one is what is missing to ten. Of a postal account, 01-162-8,
// the middle has six digits. SIX, Swiss Payment Standards, annex B.
bool mod10_recursive(std::string_view match) {
  constexpr char kNext[] = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
  std::string digits;
  const size_t first = match.find('-');
  const size_t last = match.rfind('-');
  for (char c : match)
    if (is_digit(c)) digits += c;
  if (first != match.npos && last > first && digits.size() < 9)
    digits.insert(2, 9 - digits.size(), '0');
  if (digits.size() < 3) return false;
  size_t carry = 0;
  for (char c : std::string_view(digits).substr(0, digits.size() - 1))
    carry =
        static_cast<size_t>(kNext[(carry + static_cast<size_t>(c - '0')) % 10]);
  return static_cast<size_t>(digits.back() - '0') == (10 - carry) % 10;
}

}  // namespace blackbar
