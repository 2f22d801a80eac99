// Tests src/anonymize/operators.cpp: golden vectors of every operator. The
// numbers are published test numbers.
#include "anonymize/operators.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace blackbar {
namespace {

std::string run(std::string_view name, std::string_view value,
                OperatorParameters parameters = {}) {
  Vault vault;
  return find_operator(name)->run(
      {"CREDIT_CARD", "CARD", value, parameters, vault});
}

struct Case {
  std::string_view op, value, out;
};

constexpr Case kGolden[] = {
    {"ask", "4111 1111 1111 1111", "4111 1111 1111 1111"},
    {"keep", "4111 1111 1111 1111", "4111 1111 1111 1111"},
    {"keep", "", ""},
    {"keep", "\xff", "\xff"},
    {"label", "4111 1111 1111 1111", "[CREDIT_CARD]"},
    {"label", "", "[CREDIT_CARD]"},
    {"mask", "4111 1111 1111 1111", "**** **** **** ****"},
    {"remove", "4111 1111 1111 1111", ""},
    {"token", "4111 1111 1111 1111", "(CARD_1)"},
};

TEST(Operators, DoWhatTheirNamesSay) {
  for (const Case& c : kGolden) {
    SCOPED_TRACE(std::string(c.op) + " of " + std::string(c.value));
    EXPECT_EQ(run(c.op, c.value), c.out);
  }
}

TEST(Operators, EachHasGoldenVectors) {
  for (const Operator& op : operators())
    EXPECT_TRUE(std::any_of(std::begin(kGolden), std::end(kGolden),
                            [&](const Case& c) { return c.op == op.name; }))
        << op.name;
}

struct Mask {
  std::string_view value;
  uint32_t first, last;
  std::string_view masked;
};

constexpr Mask kMasks[] = {
    // Cards: spaces and dashes are no characters to keep.
    {"4111111111111111", 0, 4, "************1111"},
    {"4111 1111 1111 1234", 0, 4, "**** **** **** 1234"},
    {"4111-1111-1111-1234", 6, 4, "4111-11**-****-1234"},
    {"3782 822463 10005", 0, 4, "**** ****** *0005"},
    {"4111 1111 1111 1234", 1, 0, "4*** **** **** ****"},
    // Addresses: the shape stays, "@" and dots with it.
    {"ana@example.com", 0, 0, "***@*******.***"},
    {"ana@example.com", 1, 3, "a**@*******.com"},
    {"ana.b+x@example.com", 2, 0, "an*.*+*@*******.***"},
    {"a_b-c@x.org", 0, 3, "*_*-*@*.org"},
    {"+44 20 7946 0018", 2, 2, "+44 ** **** **18"},
    {"DE89 3704 0044 0532 0130 00", 4, 2, "DE89 **** **** **** **** 00"},
    // A character counts as one, however many bytes it has.
    {"J\u00f6rg", 1, 0, "J***"},
    {"J\u00f6rg", 2, 0, "J\u00f6**"},
    {"J\u00f6rg", 0, 3, "*\u00f6rg"},
    {"\u00c4\u00d6\u00dc", 1, 1, "\u00c4*\u00dc"},
    {"\u5c71\u7530\u592a\u90ce", 0, 1, "***\u90ce"},
    {"\U0001f600\U0001f601\U0001f602", 1, 0, "\U0001f600**"},
    {"\uff14\uff11\uff11\uff11", 0, 1, "***\uff11"},
    // Together they never show the whole value.
    {"1234", 0, 3, "*234"},
    {"1234", 0, 4, "****"},
    {"1234", 2, 2, "****"},
    {"1234", 64, 64, "****"},
    {"1234", 4294967295u, 4294967295u, "****"},  // their sum has 33 bits
    {"12-34", 2, 1, "12-*4"},
    {"1", 0, 0, "*"},
    {"", 0, 4, ""},
    {"---", 0, 2, "---"},  // nothing to hide
    // Stars that were there are signs, and what follows one is not lost.
    {"*1*2", 0, 1, "***2"},
    {std::string_view("1\0"
                      "2",
                      3),
     0, 1,
     std::string_view("*\0"
                      "2",
                      3)},
};

TEST(Operators, MaskLeavesTheFirstAndTheLast) {
  for (const Mask& m : kMasks) {
    SCOPED_TRACE(std::string(m.value) + " " + std::to_string(m.first) + " " +
                 std::to_string(m.last));
    EXPECT_EQ(run("mask", m.value, {m.first, m.last}), m.masked);
  }
}

// operators.cpp: "signs and spaces stay, so that the shape can still be read".
TEST(Operators, MaskKeepsSpacesOfEveryKind) {
  EXPECT_EQ(run("mask", "4111\u00a01234", {0, 4}), "****\u00a01234");
  EXPECT_EQ(run("mask", "4111\u20111234", {0, 4}), "****\u20111234");
}

TEST(Operators, MaskNeverMakesALongerText) {
  for (const Mask& m : kMasks)
    EXPECT_LE(run("mask", m.value, {m.first, m.last}).size(), m.value.size());
  EXPECT_EQ(run("mask", "\x80\xbf\xff", {}).size(), 3u) << "malformed bytes";
}

TEST(Operators, TokenAsksTheVault) {
  Vault vault;
  const Operator& token = *find_operator("token");
  const auto make = [&](std::string_view value) {
    return token.run({"CREDIT_CARD", "CARD", value, {}, vault});
  };
  EXPECT_EQ(make("4111111111111111"), "(CARD_1)");
  EXPECT_EQ(make("5555555555554444"), "(CARD_2)");
  EXPECT_EQ(make("4111111111111111"), "(CARD_1)");
  EXPECT_EQ(vault.restore("(CARD_2)"), "5555555555554444");
}

TEST(Operators, IsOneTableSortedByName) {
  const auto all = operators();
  EXPECT_TRUE(std::is_sorted(
      all.begin(), all.end(),
      [](const Operator& a, const Operator& b) { return a.name < b.name; }));
  for (const Operator& op : all) {
    EXPECT_EQ(find_operator(op.name), &op);
    EXPECT_EQ(op.masks, op.name == "mask");
  }
  EXPECT_EQ(find_operator(""), nullptr);
  EXPECT_EQ(find_operator("Mask"), nullptr);
}

}  // namespace
}  // namespace blackbar
