// Tested by tests/detect/sieve_test.cpp and tests/fuzz/fuzz_triggers.cpp. How a
// sieve is made, and its table filled, is sieve_build.cpp.
#include "detect/sieve.h"

#include "text/chars.h"

namespace blackbar {

size_t Sieve::Brief::run_end(std::string_view text, size_t at) {
  if (at < text.size() && is_digit(text[at])) {
    while (at < text.size() && is_digit(text[at])) ++at;
  } else {
    while (at < text.size() &&
           (is_alpha(text[at]) || static_cast<unsigned char>(text[at]) >= 0x80))
      ++at;
  }
  return at;
}

inline uint8_t Sieve::step(uint8_t from, std::string_view text,
                           size_t& at) const {
  uint8_t kind = kinds_ + 1;
  if (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at++]);
    kind = c < 128 ? kind_of_[c] : kinds_;
    if (c >= 128)
      while (at < text.size() && is_continuation(text[at])) ++at;
  }
  const uint8_t entry = table_[size_t{from} * (kinds_ + 2) + kind].load(
      std::memory_order_relaxed);
  return entry == kUnknown ? compute(from, kind) : entry;
}

inline uint8_t Sieve::start(std::string_view text, size_t at) const {
  return starts_[at > 0 && is_word(text[at - 1])];
}

bool Sieve::lets(std::string_view text, size_t at) const {
  uint8_t state = start(text, at);
  for (uint32_t i = 0; i < kLooks; ++i) {
    state = step(state, text, at);
    if (state < kFirst) return state != kDead;
    if (state & kAccepts) return true;
  }
  return true;
}

bool Sieve::ends(std::string_view text, size_t at,
                 std::vector<uint32_t>& out) const {
  uint8_t state = start(text, at);
  for (uint32_t i = 0; i < kFarthest; ++i) {
    const auto here = static_cast<uint32_t>(at);
    state = step(state, text, at);
    if (state & kAccepts) {
      out.push_back(here);
      state &= ~kAccepts;
    }
    if (state < kFirst) return state == kDead;
  }
  return false;
}

}  // namespace blackbar
