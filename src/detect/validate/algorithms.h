// Check-digit algorithms that many numbers share, by the names rules use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/chars.h"

namespace blackbar {

constexpr size_t kMaxValue = 64;  // letters and digits of one value

// The ASCII letters and digits of a match, letters as capitals. Of more than
// kMaxValue none are kept: no number is that long.
struct Value {
  char at[kMaxValue];
  size_t size = 0;

  explicit Value(std::string_view match) {
    for (char c : match) {
      if (!is_digit(c)) {
        c &= ~0x20;  // of a letter the capital
        if (!is_upper(c)) continue;
      }
      if (size == kMaxValue) {
        size = 0;
        return;
      }
      at[size++] = c;
    }
  }
  std::string_view text() const { return {at, size}; }
  std::string_view part(size_t begin, size_t end) const {
    return {at + begin, end - begin};
  }
};

// What a character counts: 0..9, A = 10 ... Z = 35 (ISO/IEC 7064, annex A).
constexpr int64_t worth(char c) { return is_digit(c) ? c - '0' : c - 'A' + 10; }

// Takes digits and capitals; the check characters are the last ones.
using Algorithm = bool (*)(std::string_view value);

bool luhn_sum(std::string_view value);  // ISO/IEC 7812-1, annex B
bool mod97_10(std::string_view value);  // ISO/IEC 7064

// luhn, verhoeff, damm; mod97_10, mod11_10, mod11_2, mod37_2, mod37_36 of
// ISO/IEC 7064. False when there is no such algorithm; else its number.
bool find_algorithm(std::string_view name, size_t& number);
Algorithm algorithm(size_t number);

}  // namespace blackbar
