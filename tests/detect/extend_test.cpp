// Tests src/detect/extend.cpp: how far an address goes around its head.
#include "detect/extend.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

struct Case {
  const char* text;  // [] around the head, {} around the address
  bool located;
};

constexpr Case kCases[] = {
    {"at {[12 Elm Street]} today", false},
    {"{[12 Elm Street], Apt 5}, thanks", true},
    {"{[12 Elm Street], Springfield, IL 62799} ok", true},
    {"{Apt. 5, [12 Elm Street]}", true},
    {"{Apt. 338 [32 216 Elm Street]}", true},  // 338 is the unit's
    {"in der {[gartenstr. 7], 99974 m\u00fchlstadt}, bitte", true},
    {"{[gartenstr. 7], 99974} bitte nicht klingeln", true},
    {"{[Kirchgasse 12], 9000 St. Gallen}", true},
    {"{[Kerkstraat 12], 1012 AB Oudstad}", true},
    {"at {1052 \u00d3v\u00e1ros, [V\u00e1ci utca 12]}.", true},
    {"in 2024 Berlin, {[Lindenweg 4]}", false},  // a year
    {"order 1052, {[Lindenweg 4]}", false},
    {"{Flat 3, [12 High Street]\nDover CT16 1AB}", true},
    {"{[Lindenweg 4]\n12345 Musterstadt}\nTel: 0123 45678", true},
    {"{[Calle Mayor 5], 3\u00ba B, 28013 Madrid}", true},
    {"{[Storgatan 12]\n123 45 Bor\u00e5s}", true},
    {"{89 [Joaquin Suarez 4740]\n>Suite 41}", true},
    {"{[100 King Street] NW, London}", false},
    {"{[12 Elm Street]}. Order 12345", false},
    {"{[12 Elm Street]}, please call", false},
    {"{[12 Elm Street]}\nThanks, Bob", false},
    {"{[12 Elm Street]} was closed in 2019", false},
    {"[10 Wall Street] banks", false},               // a number of banks
    {"{[12 Queen Street], Sydney NSW 2000}", true},  // no year behind a state
    {"{[12 Queen Street], Sydney} in May 2000", false},
    {"{[Jedlov\u00e1 12], 999 01 Praha 1}", true},
    {"{[Paseo Alto 22], Piso 8, Col. Centro, 99999 Ciudad}", true},
    {"{[12 elm street], apt 7, newtown oh 43999} ring me", true},
    {"{[12 elm street], apt 7} need it fast", true},  // no capitals
    {"{[31 Rue Al Imam Apt] 5}", true},               // the head went too far
    {"{[31 Rue Al Imam Suite 499] Delta}", true},
    {"[Gate 5]", false},
    {"[Stockholm 2012]", false},
    {"[5 minutes from the road]", false},
    {"[Paris]", false},  // introduced, but neither number nor type
    {"{[Elm Street]}", false},
    {"{[Paris], 75099}", true},
};

TEST(Extend, ReachesFromTheUnitBeforeToThePostalCode) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    std::string text;
    Span head, want;
    for (const char* p = c.text; *p; ++p) {
      const auto at = static_cast<uint32_t>(text.size());
      if (*p == '[')
        head.begin = at;
      else if (*p == ']')
        head.end = at;
      else if (*p == '{')
        want.begin = at;
      else if (*p == '}')
        want.end = at;
      else
        text += *p;
    }
    const Address address = extend_address(text, head);
    EXPECT_EQ(text.substr(address.span.begin, address.span.size()),
              text.substr(want.begin, want.size()));
    EXPECT_EQ(address.located, c.located);
  }
}

}  // namespace
}  // namespace blackbar
