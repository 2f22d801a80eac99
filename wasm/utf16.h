// JavaScript counts UTF-16 code units, the engine counts UTF-8 bytes. This is
// the only place where one becomes the other.
//
//   blackbar::Utf16Ruler ruler(text, units);
//   ruler.at(finding.span.begin);   // ascending offsets only
//
// Tested by tests/wasm/utf16_test.cpp.
#pragma once

#include <cstdint>
#include <string_view>

namespace blackbar {

// Code units of a UTF-8 text. Ill-formed bytes count as their lead byte says,
// a stray continuation byte as nothing. O(text).
inline uint32_t utf16_units(std::string_view text) {
  uint32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // Only lead bytes count; four-byte sequences are a surrogate pair.
    units += (byte & 0xC0) != 0x80;
    units += byte >= 0xF0;
  }
  return units;
}

// Translates ascending byte offsets, in O(text) for all of them together.
class Utf16Ruler {
 public:
  // `units` is the length of the same text in code units. Every character
  // takes at least as many bytes as units, so where the totals agree the text
  // is ASCII, and every offset is its own translation.
  Utf16Ruler(std::string_view text, uint32_t units)
      : text_(text), ascii_(units == text.size()) {}

  // `byte` must not be less than on the call before; past the end means the
  // end.
  uint32_t at(uint32_t byte) {
    if (byte > text_.size()) byte = static_cast<uint32_t>(text_.size());
    if (ascii_) return byte;
    if (byte > byte_) {
      units_ += utf16_units(text_.substr(byte_, byte - byte_));
      byte_ = byte;
    }
    return units_;
  }

 private:
  std::string_view text_;
  bool ascii_;
  uint32_t byte_ = 0;
  uint32_t units_ = 0;
};

}  // namespace blackbar
