// Tests src/detect/match.cpp: what RE2 makes of a wake.
#include "detect/match.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace blackbar {
namespace {

// What the rule matches when it is woken at `begin`, joined by '|'.
std::string matched(const Rule& rule, std::string_view text,
                    uint32_t begin = 0) {
  const Matcher matcher({&rule, 1}, {});
  std::string out;
  for (const Candidate& c : matcher.run(text, std::vector<Wake>{{begin, 0}}))
    out += (out.empty() ? "" : "|") +
           std::string(text.substr(c.span.begin, c.span.size()));
  return out;
}

TEST(Match, IsAnchoredWhereTheRuleWoke) {
  const Rule rule{.pattern = R"(\b\d{3}\b)", .trigger = Trigger::kNumber};
  EXPECT_EQ(matched(rule, "123 456", 0), "123");
  EXPECT_EQ(matched(rule, "123 456", 4), "456");
  EXPECT_EQ(matched(rule, "123 456", 3), "");
  EXPECT_EQ(matched(rule, "x123", 1), "") << "what stands before counts";
}

TEST(Match, TakesTheLongestOfAllMatches) {
  const Rule rule{.pattern = "a|ab|abc", .trigger = Trigger::kWord};
  EXPECT_EQ(matched(rule, "abcd"), "abc");
}

TEST(Match, TakesTheCaptureWhenTheRuleNamesOne) {
  const Rule rule{
      .pattern = "key ?= ?(\\d+)(x)?", .trigger = Trigger::kWord, .group = 1};
  EXPECT_EQ(matched(rule, "key = 42x"), "42");
  const Rule second{
      .pattern = "key=(\\d+)(x)?", .trigger = Trigger::kWord, .group = 2};
  EXPECT_EQ(matched(second, "key=42x"), "x");
  EXPECT_EQ(matched(second, "key=42"), "") << "a capture that took no part";
}

TEST(Match, TakesEveryEndOfAWordWhereTheRuleSaysSo) {
  Rule rule{.pattern = R"(\d(?:[ -]?\d){3,11})",
            .trigger = Trigger::kNumber,
            .ends = true};
  EXPECT_EQ(matched(rule, "1234 5678-90"), "1234|1234 5678|1234 5678-90");
  EXPECT_EQ(matched(rule, "1234 5678x90"), "1234") << "5678 ends inside a word";
  EXPECT_EQ(matched(rule, "12 34 567"), "12 34|12 34 567") << "12 is too short";
  EXPECT_EQ(matched(rule, "1234_"), "");
  rule.digits = 1 << 8;  // of the lengths its pattern allows, only eight
  EXPECT_EQ(matched(rule, "1234 5678-90"), "1234 5678");
}

struct Case {
  std::string_view text;
  uint32_t begin;
  std::string_view matched;
};

constexpr Case kApart[] = {
    {"1.2", 0, "1.2"},    {"1.2.3", 0, ""},
    {"0.1.2", 2, ""},     {"0-1.2", 2, ""},
    {"1.2/3", 0, ""},     {"1.2:3", 0, "1.2"},  // a port
    {"1.2,3", 0, ""},     {"0 1.2 3", 2, "1.2"},
    {"1.2.", 0, "1.2"},  // a sign with no digit beyond it
    {"1.2. 3", 0, "1.2"}, {"v.1.2", 2, "1.2"},
    {".1.2", 1, "1.2"},
};

TEST(Match, ARuleThatStandsApartIsNoPieceOfALongerNumber) {
  const Rule rule{
      .pattern = R"(\b\d\.\d\b)", .trigger = Trigger::kNumber, .apart = true};
  for (const Case& c : kApart) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(matched(rule, c.text, c.begin), c.matched);
  }
}

TEST(Match, ACustomersPatternFindsWhatRe2FindsOfItself) {
  Rule rule{.pattern = R"(LX\d{2})", .trigger = Trigger::kText};
  EXPECT_EQ(matched(rule, "LX12, xLX345 LX6"), "LX12|LX34");
  rule.pattern = "a|ab";
  EXPECT_EQ(matched(rule, "ab ab"), "a|a") << "leftmost first, not longest";
  rule.pattern = "aa";
  EXPECT_EQ(matched(rule, "aaaaa"), "aa|aa") << "not overlapping";
  rule.pattern = R"(\b)";
  EXPECT_EQ(matched(rule, "ab cd"), "") << "a match of nothing is none";
  rule.pattern = R"(\d*x?)";
  EXPECT_EQ(matched(rule, "a12xb"), "12x")
      << "but what follows it is looked at";
  rule.pattern = R"((?i)\x{f1}o)";
  EXPECT_EQ(matched(rule, "A\u00d1O a\u00f1o"), "\u00d1O|\u00f1o");
}

// Above a few customers' rules one RE2::Set says which can match at all.
TEST(Match, ManyCustomersRulesFindWhatEachFindsAlone) {
  std::vector<std::string> patterns;
  for (int i = 0; i < 20; ++i)
    patterns.push_back("K" + std::to_string(i) + "-\\d+");
  patterns.push_back("(?:a|b)+c");
  std::vector<Rule> rules;
  for (const std::string& pattern : patterns)
    rules.push_back({.pattern = pattern, .trigger = Trigger::kText});
  const Matcher matcher(rules, {});
  std::vector<Wake> wakes;
  for (uint32_t i = 0; i < rules.size(); ++i) wakes.push_back({0, i});

  for (std::string_view text :
       {"K3-1 K19-22 K20-3 abac", "nothing", "", "K7-"}) {
    SCOPED_TRACE(text);
    std::string together, alone;
    for (const Candidate& c : matcher.run(text, wakes))
      together += std::string(text.substr(c.span.begin, c.span.size())) + "|";
    for (const Rule& rule : rules) {
      const std::string one = matched(rule, text);
      if (!one.empty()) alone += one + "|";
    }
    EXPECT_EQ(together, alone);
  }
}

// Is the "12345678" of the text allowed?
bool allows(const Matcher& matcher, std::string_view text) {
  const auto at = static_cast<uint32_t>(text.find("12345678"));
  return matcher.allows(text, {at, at + 8});
}

TEST(Match, AllowsAValueItsWordOrThatAndTheWordBefore) {
  const std::vector<std::string> patterns = {"ORD-\\d{8}", "(?i)ticket \\d+",
                                             ".*x"};
  const Matcher matcher({}, patterns);
  EXPECT_TRUE(allows(matcher, "my ORD-12345678, please"));
  EXPECT_TRUE(allows(matcher, "(ORD-12345678)."));
  EXPECT_TRUE(allows(matcher, "on Ticket 12345678"));
  EXPECT_FALSE(allows(matcher, "12345678"));
  EXPECT_FALSE(allows(matcher, "xORD-12345678"));
  EXPECT_FALSE(allows(matcher, "ORD-12345678-9"));
  EXPECT_FALSE(allows(matcher, "ticket for 12345678"));
  EXPECT_FALSE(allows(matcher, "12345678 and x")) << "no further than its word";
  EXPECT_FALSE(allows(Matcher({}, {}), "12345678"));
}

TEST(Match, ACustomersRuleLooksABoundedWayAhead) {
  const Rule rule{.pattern = "a.*b|a", .trigger = Trigger::kText};
  EXPECT_EQ(matched(rule, "a--b a"), "a--b|a");
  const std::string far = "a" + std::string(2 * kOwnWindow, '-') + "b";
  EXPECT_EQ(matched(rule, far), "a");
  const Rule word{.pattern = "needle", .trigger = Trigger::kText};
  std::string hay, found;
  for (int i = 0; i < 40; ++i) {  // wherever a window ends
    hay += std::string(100 + 13 * i, '-') + "needle";
    found += (i ? "|needle" : "needle");
  }
  EXPECT_EQ(matched(word, hay), found);
}

constexpr std::string_view kFaults[] = {
    "(",
    "[a",
    "a**",
    "\\",
    "(?P<n",
    "a{2,1}",
    "[z-a]",
    "\\8",
    "(?=a)",                 // RE2 looks neither ahead
    "(?<!a)b",               // nor behind
    "(a)\\1",                // nor back
    "a{1001}",               // its bound on repetition
    "((a{100}){100}){100}",  // a program too large
    "\\pN{1000}\\pL{1000}\\pN{1000}",
    "\xff",  // not UTF-8
    "",
    "x*",
    "(?:a|)",
    "^",
    "a?b?",  // these match the empty text
};

TEST(Match, FindsTheFaultInAPattern) {
  for (std::string_view pattern : kFaults) {
    SCOPED_TRACE(pattern);
    const auto fault = fault_in(pattern);
    ASSERT_TRUE(fault.has_value());
    EXPECT_FALSE(fault->empty());
  }
  for (std::string_view pattern :
       {"a", "LX\\d{9}", "(?i)x", "\\pL+", "a{1000}"})
    EXPECT_EQ(fault_in(pattern), std::nullopt) << pattern;
}

TEST(Match, QuotesEveryCharacter) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  for (const std::string& text :
       {all, std::string("a.b*"), std::string("\u00e9\U0001f600")}) {
    const std::vector<std::string> patterns = {blackbar::quoted(text)};
    const Matcher matcher({}, patterns);
    const auto size = static_cast<uint32_t>(text.size());
    EXPECT_TRUE(matcher.allows(text, {0, size}));
    EXPECT_FALSE(matcher.allows(text + "x", {0, size + 1}));
  }
}

TEST(Match, CompilesOnceForThreadsThatMeetAtFirstUse) {
  const Rule rule{.pattern = R"(\d+)", .trigger = Trigger::kNumber};
  for (int round = 0; round < 50; ++round) {
    const Matcher matcher({&rule, 1}, {});
    size_t found[2] = {};
    const auto use = [&](int i) {
      found[i] = matcher.run("1 22", std::vector<Wake>{{0, 0}, {2, 0}}).size();
    };
    std::thread other(use, 1);
    use(0);
    other.join();
    EXPECT_EQ(found[0], 2u);
    EXPECT_EQ(found[1], 2u);
  }
}

}  // namespace
}  // namespace blackbar
