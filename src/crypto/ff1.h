// FF1 of NIST SP 800-38G rev. 1 (second public draft), algorithms 7 and 8, over
// AES: numerals become as many numerals of the same radix, and back.
//
//   std::vector<uint16_t> digits = {1, 2, 3, 4, 5, 6};
//   ff1(Ff1::kEncrypt, key, 10, tweak, digits);
//
// LIMITS. A domain (radix ^ numerals) under kLeastDomain is refused, as the
// standard asks (5.2): all of it could be tried. Radix 2 to 65,536.
// COST. O(numerals ^ 2). A radix of ten and forty numerals: 0.1 ms.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace blackbar {

enum class Ff1 { kEncrypt, kDecrypt };

inline constexpr uint64_t kLeastDomain = 1'000'000;

// `key`: 16, 24 or 32 bytes. False, with `numerals` as they were, where
// something is out of its limits.
bool ff1(Ff1 way, std::string_view key, uint32_t radix, std::string_view tweak,
         std::vector<uint16_t>& numerals);

}  // namespace blackbar
