// Tested by tests/detect/formula_test.cpp.
#include "detect/validate/algorithms.h"

#include <algorithm>

namespace blackbar {

// ISO/IEC 7812-1, annex B: every second digit from the right counts twice.
// Letters count as ISO/IEC 7064 has them.
bool luhn_sum(std::string_view value) {
  int64_t sum = 0;
  bool twice = false;
  for (size_t i = value.size(); i-- > 0; twice = !twice) {
    const int64_t digit = worth(value[i]);
    sum += twice ? digit * 2 / 10 + digit * 2 % 10 : digit;
  }
  return !value.empty() && sum % 10 == 0;
}

// ISO/IEC 7064, as are the systems below.
bool mod97_10(std::string_view value) {
  int64_t rest = 0;
  for (char c : value) {
    const int64_t w = worth(c);
    rest = (rest * (w > 9 ? 100 : 10) + w) % 97;
  }
  return value.size() > 2 && rest == 1;
}

namespace {

bool only_digits(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), is_digit);
}

// J. Verhoeff, Error Detecting Decimal Codes, 1969: the dihedral group of order
// ten, and a permutation for each place from the right.
bool verhoeff(std::string_view value) {
  if (!only_digits(value)) return false;
  // Rotations 0..4 and reflections 5..9 of a pentagon.
  const auto times = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    return b < 5 ? 5 + (a - b) % 5 : (5 + a - b) % 5;
  };
  static constexpr char kPermutation[8][11] = {
      "0123456789", "1576283094", "5803796142", "8916043527",
      "9453126870", "4286573901", "2793806415", "7046913258"};
  int c = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    const auto digit = static_cast<size_t>(value[value.size() - 1 - i] - '0');
    c = times(c, kPermutation[i % 8][digit] - '0');
  }
  return c == 0;
}

// M. Damm, Total anti-symmetrische Quasigruppen, 2004: the quasigroup of order
// ten of its section on check digits.
bool damm(std::string_view value) {
  if (!only_digits(value)) return false;
  static constexpr char kTable[10][11] = {
      "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
      "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"};
  size_t c = 0;
  for (char digit : value)
    c = static_cast<size_t>(kTable[c][digit - '0'] - '0');
  return c == 0;
}

// Pure systems: X stands for 10 at the end of mod 11-2.
bool mod11_2(std::string_view value) {
  int64_t rest = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    const bool ten = i + 1 == value.size() && value[i] == 'X';
    if (!ten && !is_digit(value[i])) return false;
    rest = (rest * 2 + (ten ? 10 : worth(value[i]))) % 11;
  }
  return value.size() > 1 && rest == 1;
}

bool mod37_2(std::string_view value) {
  int64_t rest = 0;
  for (char c : value) rest = (rest * 2 + worth(c)) % 37;
  return value.size() > 1 && rest == 1;
}

// Hybrid systems.
bool hybrid(std::string_view value, int64_t modulus) {
  int64_t check = modulus;
  for (char c : value.substr(0, value.size() - 1)) {
    check = (check + worth(c)) % modulus;
    check = (check == 0 ? modulus : check) * 2 % (modulus + 1);
  }
  return (check + worth(value.back())) % modulus == 1;
}

bool mod11_10(std::string_view value) {
  return value.size() > 1 && only_digits(value) && hybrid(value, 10);
}

bool mod37_36(std::string_view value) {
  return value.size() > 1 && hybrid(value, 36);
}

constexpr struct {
  std::string_view name;
  Algorithm run;
} kAlgorithms[] = {
    {"luhn", luhn_sum},     {"verhoeff", verhoeff}, {"damm", damm},
    {"mod97_10", mod97_10}, {"mod11_10", mod11_10}, {"mod11_2", mod11_2},
    {"mod37_2", mod37_2},   {"mod37_36", mod37_36},
};

}  // namespace

bool find_algorithm(std::string_view name, size_t& number) {
  for (number = 0; number < std::size(kAlgorithms); ++number)
    if (kAlgorithms[number].name == name) return true;
  return false;
}

Algorithm algorithm(size_t number) { return kAlgorithms[number].run; }

}  // namespace blackbar
