// Sets of words as Bloom filters, which src/rules/tables.mjs makes: small, and
// wrong about a few words that are not in the set.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/vocabulary.h"

namespace blackbar {

// Can the word, in lower case, be in the set? O(word).
constexpr bool in_filter(const uint32_t (&bits)[512], std::string_view word) {
  uint32_t hash = kHashSeed;
  for (char c : word) hash = hash_step(hash, c);
  for (uint32_t i = 0; i < 4; ++i) {
    const uint32_t bit = (hash ^ (hash * (2 * i + 1)) >> 13) & 16383;
    if (!(bits[bit / 32] >> (bit & 31) & 1)) return false;
  }
  return true;
}

}  // namespace blackbar
