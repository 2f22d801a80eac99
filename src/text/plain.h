// Letters as somebody in a hurry types them: small, without accents.
#pragma once

#include <cstdint>
#include <string_view>

namespace blackbar {

struct PlainLetter {
  char text[4] = {};
  uint8_t size = 0;     // bytes of `text`; 0: neither letter nor digit, or
                        // an accent by itself
  uint32_t length = 1;  // bytes of the original, with accents that follow it

  std::string_view view() const { return {text, size}; }
};

// The letter or digit at text[at] of a well-formed text. Latin letters lose
// case and accents (Unicode's decompositions; sharp s becomes ss), Greek and
// Cyrillic ones case alone, others stay as they are.
PlainLetter plain_letter(std::string_view text, size_t at);

}  // namespace blackbar
