#include "utf16.h"

#include <gtest/gtest.h>

#include <string>

#include "blackbar.h"

namespace blackbar {
namespace {

struct Case {
  const char* text;
  uint32_t byte;
  uint32_t unit;
};

// U+00E4 has 2 bytes, U+20AC and U+FFFD 3, U+1F389 4 and two code units.
constexpr Case kCases[] = {
    {"", 0, 0},
    {"ana", 0, 0},
    {"ana", 3, 3},
    {"\xC3\xA4x", 2, 1},
    {"\xE2\x82\xACx", 3, 1},
    {"\xEF\xBF\xBDx", 3, 1},      // what a lone surrogate becomes: one unit too
    {"\xF0\x9F\x8E\x89x", 4, 2},  // a surrogate pair
    {"a\xF0\x9F\x8E\x89\xC3\xA4z", 8, 5},
    {"\x80\x80x", 2, 0},  // stray continuation bytes count for nothing
    {"ab", 9, 2},         // past the end is the end
};

TEST(Utf16, TranslatesBytesIntoCodeUnits) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(testing::PrintToString(c.text) + " @ " +
                 std::to_string(c.byte));
    EXPECT_EQ(Utf16Ruler(c.text, utf16_units(c.text)).at(c.byte), c.unit);
  }
}

TEST(Utf16, AsciiAndItsWayAroundAgree) {
  const std::string text = "mail ana@example.com";
  Utf16Ruler quick(text, static_cast<uint32_t>(text.size()));
  Utf16Ruler slow(text, 0);  // any other total: counts
  for (uint32_t byte = 0; byte <= text.size(); ++byte)
    EXPECT_EQ(quick.at(byte), slow.at(byte));
}

TEST(Utf16, AscendingOffsetsAddUp) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "x\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8E\x89";
  Utf16Ruler ruler(text, utf16_units(text));
  for (uint32_t i = 0; i <= 100; ++i) {
    EXPECT_EQ(ruler.at(10 * i), 5 * i);
    EXPECT_EQ(ruler.at(10 * i), 5 * i);  // the same again is allowed
  }
}

TEST(Utf16, ASpanKeepsItsText) {
  const std::string text = "\xF0\x9F\x8E\x89 ana@example.com";
  const Span span{5, 20};
  Utf16Ruler ruler(text, utf16_units(text));
  EXPECT_EQ(ruler.at(span.begin), 3u);
  EXPECT_EQ(ruler.at(span.end), 18u);
}

}  // namespace
}  // namespace blackbar
