// Tested by tests/chat/known_test.cpp.
#include "text/plain.h"

#include "text/chars.h"
#include "text/plain.gen.h"

namespace blackbar {
namespace {

uint32_t point_at(std::string_view text, size_t at, uint32_t length) {
  uint32_t point =
      static_cast<unsigned char>(text[at]) & (0xFF >> (length + 1));
  for (uint32_t i = 1; i < length; ++i)
    point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  return point;
}

// U+0300..U+036F, what NFD leaves behind a letter.
constexpr bool is_combining(std::string_view text, size_t at) {
  if (at + 1 >= text.size()) return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  return text[at] == '\xCC' || (text[at] == '\xCD' && second <= 0xAF);
}

// The small letter of the Greek and Cyrillic capitals that have it 20 or 50
// hex higher.
constexpr uint32_t small(uint32_t point) {
  if ((point >= 0x391 && point <= 0x3A9) || (point >= 0x410 && point <= 0x42F))
    return point + 0x20;
  return point >= 0x400 && point <= 0x40F ? point + 0x50 : point;
}

void put(PlainLetter& out, std::string_view letters) {
  for (char c : letters) out.text[out.size++] = c;
}

}  // namespace

PlainLetter plain_letter(std::string_view text, size_t at) {
  PlainLetter out;
  if (is_combining(text, at)) {
    out.length = 2;
    return out;
  }
  if (is_alnum(text[at])) {
    out.text[out.size++] = lower(text[at]);
  } else if (const uint32_t length = letter_at(text, at)) {
    out.length = length;
    const uint32_t point = point_at(text, at, length);
    if (point == 0xDF || point == 0x1E9E) {
      put(out, "ss");
    } else if (point == 0xC6 || point == 0xE6) {
      put(out, "ae");
    } else if (point == 0x152 || point == 0x153) {
      put(out, "oe");
    } else if (point >= kLatin1 && point < kLatin1 + sizeof kPlain1 - 1) {
      if (kPlain1[point - kLatin1] != ' ')
        put(out, {&kPlain1[point - kLatin1], 1});
    } else if (point >= kLatin2 && point < kLatin2 + sizeof kPlain2 - 1) {
      if (kPlain2[point - kLatin2] != ' ')
        put(out, {&kPlain2[point - kLatin2], 1});
    } else if (const uint32_t as = small(point); as != point) {
      out.text[out.size++] = static_cast<char>(0xC0 | as >> 6);
      out.text[out.size++] = static_cast<char>(0x80 | (as & 0x3F));
    } else {
      put(out, text.substr(at, length));
    }
  }
  while (out.size > 0 && is_combining(text, at + out.length)) out.length += 2;
  return out;
}

}  // namespace blackbar
