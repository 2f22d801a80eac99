// Tests src/text/mention.cpp: tokens are known again however they were treated,
// and nothing else is taken for one.
#include "text/mention.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

const TokenForm kForm = {"KX4T", {"EMAIL", "US_SSN", "CARD", "CARD_EXPIRY"}};

// The text with each mention as {token}.
std::string shown(std::string_view text, const TokenForm& form = kForm) {
  std::string out;
  uint32_t at = 0;
  for (const Mention& m : mentions_in(text, form).found) {
    out += text.substr(at, m.span.begin - at);
    out += "{" + m.token + "}";
    at = m.span.end;
  }
  return out + std::string(text.substr(at));
}

struct Case {
  std::string_view text, shown;
};

constexpr Case kCases[] = {
    {"(EMAIL_1_KX4T)", "{(EMAIL_1_KX4T)}"},
    {"(email_1_kx4t)", "{(EMAIL_1_KX4T)}"},
    {"(Email_1_Kx4t)", "{(EMAIL_1_KX4T)}"},
    {"to EMAIL_1_KX4T.", "to {(EMAIL_1_KX4T)}."},
    {"[EMAIL_1_KX4T]", "{(EMAIL_1_KX4T)}"},
    {"{EMAIL_1_KX4T}", "{(EMAIL_1_KX4T)}"},
    {"<EMAIL_1_KX4T>", "{(EMAIL_1_KX4T)}"},
    {"( EMAIL_1_KX4T )", "{(EMAIL_1_KX4T)}"},
    {"\uFF08EMAIL_1_KX4T\uFF09", "{(EMAIL_1_KX4T)}"},
    {"\\(EMAIL\\_1\\_KX4T\\)", "{(EMAIL_1_KX4T)}"},
    {"(EMAIL\\_1\\_KX4T)", "{(EMAIL_1_KX4T)}"},
    {"**(EMAIL_1_KX4T)**", "**{(EMAIL_1_KX4T)}**"},
    {"`EMAIL_1_KX4T`", "`{(EMAIL_1_KX4T)}`"},
    {"\"EMAIL_1_KX4T\"", "\"{(EMAIL_1_KX4T)}\""},
    {"{\"to\":\"(EMAIL_1_KX4T)\"}", "{\"to\":\"{(EMAIL_1_KX4T)}\"}"},
    {"EMAIL-1-KX4T", "{(EMAIL_1_KX4T)}"},
    {"EMAIL 1 KX4T", "{(EMAIL_1_KX4T)}"},
    {"EMAIL1KX4T", "{(EMAIL_1_KX4T)}"},
    {"EMAIL\u20111\u2011KX4T", "{(EMAIL_1_KX4T)}"},
    {"EMAIL_\u200B1_KX4T", "{(EMAIL_1_KX4T)}"},
    {"%28EMAIL_1_KX4T%29", "{(EMAIL_1_KX4T)}"},
    {"to=%28EMAIL%5F1%5FKX4T%29&x", "to={(EMAIL_1_KX4T)}&x"},
    {"&#40;EMAIL&#95;1&#95;KX4T&#41;", "{(EMAIL_1_KX4T)}"},
    {"&lt;EMAIL_1_KX4T&gt;", "{(EMAIL_1_KX4T)}"},
    {"\\u0028EMAIL_1_KX4T\\u0029", "{(EMAIL_1_KX4T)}"},
    {"\\nEMAIL_1_KX4T\\n", "\\n{(EMAIL_1_KX4T)}\\n"},
    {"(EMAIL_1_KX4T)'s", "{(EMAIL_1_KX4T)}'s"},
    {"EMAIL_1_KX4T's", "{(EMAIL_1_KX4T)}'s"},
    {"EMAIL_1_KX4Ts", "{(EMAIL_1_KX4T)}s"},  // a plural
    {"(EMAIL_1_KX4T", "({(EMAIL_1_KX4T)}"},
    {"EMAIL_1_KX4T)", "{(EMAIL_1_KX4T)})"},
    {"(mail EMAIL_1_KX4T)", "(mail {(EMAIL_1_KX4T)})"},
    {"((EMAIL_1_KX4T))", "({(EMAIL_1_KX4T)})"},
    {"[(EMAIL_1_KX4T)](x)", "[{(EMAIL_1_KX4T)}](x)"},
    {"\u5B9B\u5148EMAIL_1_KX4T\u3067", "\u5B9B\u5148{(EMAIL_1_KX4T)}\u3067"},
    {"(US_SSN_12_KX4T)", "{(US_SSN_12_KX4T)}"},
    {"us ssn 12 kx4t", "{(US_SSN_12_KX4T)}"},
    {"CARD_EXPIRY_3_KX4T", "{(CARD_EXPIRY_3_KX4T)}"},
    {"EMAIL_1_KX4T,EMAIL_2_KX4T", "{(EMAIL_1_KX4T)},{(EMAIL_2_KX4T)}"},
    // None of ours.
    {"(EMAIL_1)", "(EMAIL_1)"},
    {"(EMAIL_1_KX4V)", "(EMAIL_1_KX4V)"},  // another conversation's
    {"(EMAIL_10KX4T5)", "(EMAIL_10KX4T5)"},
    {"(EMAIL_1_KX4T0)", "(EMAIL_1_KX4T0)"},
    {"(EMAIL_1_KX4T_2)", "(EMAIL_1_KX4T_2)"},
    {"EMAIL_1_KX4Textra", "EMAIL_1_KX4Textra"},
    {"(EMAIL_01_KX4T)", "(EMAIL_01_KX4T)"},
    {"(EMAIL__KX4T)", "(EMAIL__KX4T)"},
    {"(PHONE_1_KX4T)", "(PHONE_1_KX4T)"},  // no such word
    {"MYEMAIL_1_KX4T", "MYEMAIL_1_KX4T"},
    {"EMAIL_1 is KX4T", "EMAIL_1 is KX4T"},
    {"EMAIL\n1 KX4T", "EMAIL\n1 KX4T"},  // not over lines
    {"", ""},
    {"(", "("},
    {"\\", "\\"},
};

TEST(Mention, KnowsATokenThatWasMangled) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(shown(c.text), c.shown);
  }
}

TEST(Mention, WithoutATagOnlyTheVeryTokenIsOne) {
  const TokenForm plain = {"", {"EMAIL"}};
  EXPECT_EQ(shown("(EMAIL_1) EMAIL_1 (email_1) [EMAIL_1]", plain),
            "{(EMAIL_1)} EMAIL_1 (email_1) [EMAIL_1]");
}

// What is settled stays settled: every prefix of every case, whatever follows.
TEST(Mention, HoldsBackWhatMayBecomeAToken) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    const Mentions whole = mentions_in(c.text, kForm);
    for (size_t size = 0; size <= c.text.size(); ++size) {
      const Mentions begun =
          mentions_in(c.text.substr(0, size), kForm, 0, false);
      ASSERT_LE(begun.settled, size);
      for (const Mention& m : whole.found) {
        const bool found_now =
            std::any_of(begun.found.begin(), begun.found.end(),
                        [&](const Mention& b) { return b.span == m.span; });
        EXPECT_TRUE(found_now || begun.settled <= m.span.begin)
            << size << " bytes, " << begun.settled << " settled";
      }
      for (const Mention& b : begun.found)
        EXPECT_TRUE(
            std::any_of(whole.found.begin(), whole.found.end(),
                        [&](const Mention& m) { return b.span == m.span; }))
            << size << " bytes: " << b.token;
    }
  }
}

TEST(Mention, SettlesPlainTextAtOnce) {
  const std::string_view text = "Hello, your parcel is on its way. ";
  EXPECT_GE(mentions_in(text, kForm, 0, false).settled, text.size() - 1);
  const std::string words(1000, 'E');
  EXPECT_GE(mentions_in(words, kForm, 0, false).settled, 1000 - kMaxMention);
}

}  // namespace
}  // namespace blackbar
