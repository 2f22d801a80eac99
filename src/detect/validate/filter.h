// Sets of words as Bloom filters, which src/rules/tables.mjs makes: small, and
// wrong about a few words that are not in the set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace blackbar {

// Can the word, in lower case, be in the set, of whose words each set `kBits`
// bits, cut from its FNV-1a hash? O(word).
template <uint32_t kBits = 4, size_t kSize>
constexpr bool in_filter(const uint32_t (&bits)[kSize], std::string_view word) {
  uint32_t hash = 2166136261u;
  for (char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  for (uint32_t i = 0; i < kBits; ++i) {
    const uint32_t bit = (hash ^ (hash * (2 * i + 1)) >> 13) & (kSize * 32 - 1);
    if (!(bits[bit / 32] >> (bit & 31) & 1)) return false;
  }
  return true;
}

}  // namespace blackbar
