// The digits of a match, for validators.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "text/chars.h"

namespace blackbar {

// Of more than 40 digits none are kept: no number is that long.
struct Digits {
  char at[40];
  size_t size = 0;

  explicit Digits(std::string_view match) {
    for (char c : match) {
      if (!is_digit(c)) continue;
      if (size == sizeof at) {
        size = 0;
        return;
      }
      at[size++] = static_cast<char>(c - '0');
    }
  }
  uint64_t number(size_t begin, size_t count) const {
    uint64_t n = 0;
    for (size_t i = begin; i < begin + count && i < size; ++i)
      n = n * 10 + at[i];
    return n;
  }
  bool all_alike() const {
    return std::all_of(at, at + size, [&](char d) { return d == at[0]; });
  }
};

}  // namespace blackbar
