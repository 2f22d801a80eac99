// Tested by tests/text/normalize_test.cpp.
#include "text/normalize.h"

#include <algorithm>
#include <cstring>

#include "text/chars.h"

namespace blackbar {
namespace {

constexpr char kSubstitute = '\x1A';

// Code points [first, last] become `to`; 0 drops them. Sorted by `first`.
// Unicode 15: categories Zs, Pd, Cf, and the General Punctuation block.
struct Fold {
  char32_t first, last;
  char to;
};
constexpr Fold kFolds[] = {
    {0x00A0, 0x00A0, ' '},   // no-break space
    {0x00AD, 0x00AD, 0},     // soft hyphen
    {0x034F, 0x034F, 0},     // combining grapheme joiner
    {0x061C, 0x061C, 0},     // Arabic letter mark
    {0x1680, 0x1680, ' '},   // Ogham space
    {0x180E, 0x180E, 0},     // Mongolian vowel separator
    {0x2000, 0x200A, ' '},   // en quad to hair space
    {0x200B, 0x200F, 0},     // zero width, direction marks
    {0x2010, 0x2015, '-'},   // hyphen to horizontal bar
    {0x2018, 0x201B, '\''},  // single quotes
    {0x201C, 0x201F, '"'},   // double quotes
    {0x2024, 0x2026, '.'},   // leaders, ellipsis
    {0x2028, 0x2029, '\n'},  // line and paragraph separator
    {0x202A, 0x202E, 0},     // embeddings, overrides
    {0x202F, 0x202F, ' '},   // narrow no-break space
    {0x2043, 0x2043, '-'},   // hyphen bullet
    {0x205F, 0x205F, ' '},   // mathematical space
    {0x2060, 0x206F, 0},     // word joiner, isolates
    {0x2212, 0x2212, '-'},   // minus
    {0x3000, 0x3000, ' '},   // ideographic space
    {0xFE00, 0xFE0F, 0},     // variation selectors
    {0xFE58, 0xFE58, '-'},   // small em dash
    {0xFE63, 0xFE63, '-'},   // small hyphen-minus
    {0xFEFF, 0xFEFF, 0},     // byte order mark
};

// Reads one character. Returns its bytes, 0 if it is malformed: overlong, a
// surrogate, past U+10FFFF or cut short (RFC 3629, section 4).
uint32_t decode(std::string_view text, size_t at, char32_t& point) {
  const uint32_t length = sequence_length(text[at]);
  const auto lead = static_cast<unsigned char>(text[at]);
  if (length == 1 || at + length > text.size()) return 0;
  point = lead & (0xFF >> (length + 1));
  for (uint32_t i = 1; i < length; ++i) {
    if (!is_continuation(text[at + i])) return 0;
    point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  return point >= kLeast[length] && !surrogate && point <= 0x10FFFF ? length
                                                                    : 0;
}

// What a character becomes: an ASCII character, 0 to drop it, or kAsItIs.
constexpr int kAsItIs = -1;
int fold(char32_t point) {
  if (point >= 0xFF01 && point <= 0xFF5E)  // full-width ASCII
    return static_cast<int>(point - 0xFF00 + ' ');
  const Fold* it =
      std::upper_bound(std::begin(kFolds), std::end(kFolds), point,
                       [](char32_t p, const Fold& f) { return p < f.first; });
  if (it == std::begin(kFolds) || point > (--it)->last) return kAsItIs;
  return it->to;
}

bool is_ascii(std::string_view text) {
  uint64_t all = 0;
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t eight;
    std::memcpy(&eight, text.data() + at, 8);
    all |= eight;
  }
  for (; at < text.size(); ++at) all |= static_cast<unsigned char>(text[at]);
  return (all & 0x8080808080808080u) == 0;
}

}  // namespace

Normalized normalize(std::string_view input) {
  Normalized out;
  out.input_ = input;
  out.folded_ = !is_ascii(input);
  if (!out.folded_) return out;

  out.copy_.resize(input.size());
  out.origin_.resize(input.size());
  size_t size = 0;
  const auto put = [&](char c, size_t from) {
    out.copy_[size] = c;
    out.origin_[size++] = static_cast<uint32_t>(from);
  };
  for (size_t at = 0; at < input.size();) {
    if (static_cast<unsigned char>(input[at]) < 0x80) {
      put(input[at], at);
      ++at;
      continue;
    }
    char32_t point = 0;
    const uint32_t length = decode(input, at, point);
    if (length == 0) {
      put(kSubstitute, at);
      ++at;
      continue;
    }
    const int to = fold(point);
    if (to == kAsItIs)
      for (uint32_t i = 0; i < length; ++i) put(input[at + i], at + i);
    else if (to != 0)
      put(static_cast<char>(to), at);
    at += length;
  }
  out.copy_.resize(size);
  out.origin_.resize(size);
  return out;
}

Span Normalized::original(Span span) const {
  if (!folded_) return span;
  if (span.size() == 0) return {0, 0};
  const uint32_t last = origin_[span.end - 1];
  // A kept byte is one byte of the input; a folded one is a whole character.
  const bool kept = copy_[span.end - 1] == input_[last];
  const bool malformed = copy_[span.end - 1] == kSubstitute;
  return {origin_[span.begin],
          last + (kept || malformed ? 1 : sequence_length(input_[last]))};
}

}  // namespace blackbar
