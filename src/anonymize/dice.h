// Chance that a conversation can repeat.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "anonymize/request.h"
#include "crypto/sha256.h"

namespace blackbar {

// Where the dice of this value start, by the conversation's secret. Without one
// always at 0, so that what they show never tells anything about the value.
inline uint64_t seed_of(const Request& r) {
  if (r.vault.secret().empty()) return 0;
  std::string message = "surrogate\n";
  message += r.entity;
  message += '\n';
  message += r.value;
  const Digest digest = hmac_sha256(r.vault.secret(), message);
  uint64_t out = 0;
  for (int i = 0; i < 8; ++i) out = out << 8 | digest[i];
  return out;
}

// SplitMix64: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
// generators", figure 16.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  // 0 to limit - 1.
  uint32_t below(uint32_t limit) {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t z = state_;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return static_cast<uint32_t>((z ^ z >> 31) >> 32) % limit;
  }

  template <size_t n>
  std::string pick(const std::string_view (&list)[n]) {
    return std::string(list[below(n)]);
  }

 private:
  uint64_t state_;
};

}  // namespace blackbar
