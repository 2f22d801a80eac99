// Tested by tests/detect/validate_test.cpp.
#include "detect/validate/algorithms.h"
#include "detect/validate/digits.h"
#include "detect/validate/families.h"

namespace blackbar {

// Never issued: area 000, 666 and 900-999, group 00, serial 0000.
// https://www.ssa.gov/employer/randomization.html. 123-45-6789 is the one that
// everybody types as an example.
bool us_ssn(std::string_view match) {
  const Digits d(match);
  if (d.size != 9 || d.all_alike()) return false;
  const uint64_t area = d.number(0, 3);
  const uint64_t whole = d.number(0, 9);
  return area != 0 && area != 666 && area < 900 && d.number(3, 2) != 0 &&
         d.number(5, 4) != 0 && whole != 123456789;
}

// Modulus 11, weights 10 to 2; a check of 10 is never issued.
// https://www.datadictionary.nhs.uk/attributes/nhs_number.html
bool uk_nhs(std::string_view match) {
  const Digits d(match);
  if (d.size != 10 || d.all_alike()) return false;
  int sum = 0;
  for (int i = 0; i < 9; ++i) sum += d.at[i] * (10 - i);
  const int check = (11 - sum % 11) % 11;
  return check != 10 && check == d.at[9];
}

// DNI and NIE: the number mod 23 names the letter; X, Y, Z count 0, 1, 2.
// Real Decreto 338/1990 and 1496/2003; python-stdnum's es.dni, es.nie.
bool es_nif(std::string_view match) {
  uint32_t number = 0;
  size_t digits = 0;
  char letter = 0;
  for (char c : match) {
    const char small = lower(c);
    if (is_digit(c)) {
      number = number * 10 + static_cast<uint32_t>(c - '0');
      ++digits;
    } else if (is_alpha(c) && digits == 0) {
      if (small < 'x') return false;
      number = static_cast<uint32_t>(small - 'x');
      ++digits;
    } else if (is_alpha(c)) {
      letter = small;
    }
  }
  return digits == 8 && number != 0 &&
         letter == "trwagmyfpdxbnjzsqvhlcke"[number % 23];
}

// Decreto ministeriale of 23 December 1976: characters at odd places count by a
// table, those at even places as they stand; the sum mod 26 is the last letter.
// https://en.wikipedia.org/wiki/Italian_fiscal_code#Verification_code
bool it_fiscal_code(std::string_view match) {
  const Value v(match);
  if (v.size != 16) return false;
  constexpr int kOdd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                          20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (size_t i = 0; i < 15; ++i) {
    const int place = is_digit(v.at[i]) ? v.at[i] - '0' : v.at[i] - 'A';
    sum += i % 2 == 0 ? kOdd[place] : place;
  }
  return v.at[15] == 'A' + sum % 26;
}

// https://www.oecd.org/content/dam/oecd/en/topics/policy-issue-focus/aeoi/turkey-tin.pdf
bool tr_vkn(std::string_view match) {
  const Digits d(match);
  if (d.size != 10) return false;
  int sum = 0;
  for (int i = 0; i < 9; ++i) {
    const int shifted = (d.at[i] + 9 - i) % 10;
    if (shifted == 0) continue;
    const int product = shifted * (1 << (9 - i)) % 9;
    sum += product == 0 ? 9 : product;
  }
  return d.at[9] == (10 - sum % 10) % 10;
}

}  // namespace blackbar
