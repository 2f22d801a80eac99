// Tests src/text/normalize.cpp: what looks the same becomes the same, and
// every byte of it remembers where it came from.
#include "text/normalize.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

// The bytes of the input that `piece`, as it stands in the folded text, came
// from.
std::string origin(std::string_view input, std::string_view piece) {
  const Normalized normal = normalize(input);
  const size_t at = normal.text().find(piece);
  if (at == std::string_view::npos) return "(not there)";
  const auto begin = static_cast<uint32_t>(at);
  const Span span =
      normal.original({begin, static_cast<uint32_t>(at + piece.size())});
  return std::string(input.substr(span.begin, span.size()));
}

struct Case {
  std::string_view input, folded;
};

constexpr Case kFolds[] = {
    {"", ""},
    {"4111 1111-1111", "4111 1111-1111"},
    {"4111\u00a01111", "4111 1111"},  // no-break space
    {"4111\u20091111", "4111 1111"},  // thin space
    {"4111\u202f1111", "4111 1111"},  // narrow no-break space
    {"4111\u30001111", "4111 1111"},  // ideographic space
    {"555\u20110132", "555-0132"},    // non-breaking hyphen
    {"555\u20130132", "555-0132"},    // en dash
    {"555\u22120132", "555-0132"},    // minus
    {"555\uff0d0132", "555-0132"},    // full-width hyphen
    {"o\u2019brien", "o'brien"},
    {"\u201cx\u201d", "\"x\""},
    {"ana\uff20example\uff0ecom", "ana@example.com"},
    {"\uff14\uff11\uff11\uff11", "4111"},
    {"\uff21\uff5a\uff01\uff5e", "Az!~"},  // first and last of the block
    {"a\u00adb", "ab"},                    // soft hyphen
    {"a\u200bb\u200cc\u200dd", "abcd"},    // zero width
    {"\u202e123\u202c", "123"},            // an override and its end
    {"\u2066a\u2069", "a"},                // isolates
    {"\ufeffhi", "hi"},                    // byte order mark
    {"\u2764\ufe0f", "\u2764"},            // a heart loses its selector
    {"one\u2028two", "one\ntwo"},
    // What is a letter, and what no table names, stays.
    {"J\u00f6rg", "J\u00f6rg"},
    {"\u05d0\u05d1", "\u05d0\u05d1"},
    {"\u20ac 5", "\u20ac 5"},
    {"\U0001f600", "\U0001f600"},
    {"e\u0301", "e\u0301"},  // a combining mark is kept
    {"\uff5f", "\uff5f"},    // one past the full-width block
    {"\u2016", "\u2016"},    // between two rows of the table
    {std::string_view("a\0\u00a0b", 5), std::string_view("a\0 b", 4)},
};

TEST(Normalize, FoldsWhatLooksTheSame) {
  for (const Case& c : kFolds) {
    SCOPED_TRACE(c.input);
    EXPECT_EQ(normalize(c.input).text(), c.folded);
  }
}

constexpr Case kMalformed[] = {
    {"a\x80"
     "b",
     "a\x1a"
     "b"},  // a continuation byte alone
    {"a\xff"
     "b",
     "a\x1a"
     "b"},
    {"a\xc3", "a\x1a"},  // cut short
    {"a\xe2\x80", "a\x1a\x1a"},
    {"a\xc3(", "a\x1a("},                      // its second byte is none
    {"\xc1\xa1", "\x1a\x1a"},                  // an overlong 'a'
    {"\xe0\x80\xaf", "\x1a\x1a\x1a"},          // an overlong '/'
    {"\xed\xa0\xbd", "\x1a\x1a\x1a"},          // a surrogate
    {"\xf4\x90\x80\x80", "\x1a\x1a\x1a\x1a"},  // past U+10FFFF
    {"\xf8\x88\x80\x80\x80", "\x1a\x1a\x1a\x1a\x1a"},
    {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},  // U+10FFFF itself is well formed
    {"\xed\x9f\xbf", "\xed\x9f\xbf"},          // and so is U+D7FF
};

TEST(Normalize, PutsASubstituteInThePlaceOfEachMalformedByte) {
  for (const Case& c : kMalformed)
    EXPECT_EQ(normalize(c.input).text(), c.folded);
}

TEST(Normalize, DoesNotCopyCleanAscii) {
  const std::string text = "call 555-0132";
  EXPECT_EQ(normalize(text).text().data(), text.data());
}

struct Origin {
  std::string_view input, piece, from;
};

constexpr Origin kOrigins[] = {
    {"pay 4111 now", "4111", "4111"},
    {"\u20ac 4111 now", "4111", "4111"},     // after a wide one
    {"x\u00a04111\u00a0y", "4111", "4111"},  // beside folded ones
    {"41\u00a011", "41 11", "41\u00a011"},
    {"4\u200b1\u200b11", "4111", "4\u200b1\u200b11"},  // dropped ones inside
    {"\u200b4111\u200b", "4111", "4111"},              // dropped ones beside
    {"\uff14\uff11", "41", "\uff14\uff11"},
    {"\uff14\uff11", "4", "\uff14"},  // whole characters only
    {"\uff14\uff11", "1", "\uff11"},
    {"J\u00f6rg\u00f6", "J\u00f6rg\u00f6", "J\u00f6rg\u00f6"},
    {"a\xff"
     "b",
     "\x1a", "\xff"},  // one byte, not three
    {"a\xe2\x80", "\x1a\x1a", "\xe2\x80"},
    {"\u00e9\x1a!", "\x1a", "\x1a"},  // one that was there
    {"x\u2026", "x.", "x\u2026"},
};

TEST(Normalize, MapsBackToTheBytesOfTheInput) {
  for (const Origin& o : kOrigins) {
    SCOPED_TRACE(o.input);
    EXPECT_EQ(origin(o.input, o.piece), o.from);
  }
}

TEST(Normalize, IsNeverLongerThanTheInputAndFoldsOnce) {
  for (const Case& c : kFolds) {
    const std::string once(normalize(c.input).text());
    EXPECT_LE(once.size(), c.input.size());
    EXPECT_EQ(normalize(once).text(), once);
  }
}

}  // namespace
}  // namespace blackbar
