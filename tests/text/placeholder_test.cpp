// Tests src/text/placeholder.cpp: what is a token, and what only looks like it.
#include "text/placeholder.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

std::string found(std::string_view text) {
  std::string out;
  for (const Span span : tokens_in(text))
    out += std::string(text.substr(span.begin, span.size()));
  return out;
}

struct Case {
  std::string_view text, tokens;
};

constexpr Case kCases[] = {
    {"", ""},
    {"(EMAIL_1)", "(EMAIL_1)"},
    {"mail (EMAIL_1), call (PHONE_12).", "(EMAIL_1)(PHONE_12)"},
    {"(EMAIL_1)(EMAIL_2)", "(EMAIL_1)(EMAIL_2)"},
    {"(US_SSN_3)", "(US_SSN_3)"},
    {"(A1_2)", "(A1_2)"},
    {"(A_1_2)", "(A_1_2)"},  // the last underscore parts the number
    {"((EMAIL_1))", "(EMAIL_1)"},
    {"(EMAIL_1_KX4T)", "(EMAIL_1_KX4T)"},
    {"(EMAIL_1_4XKT)", ""},  // a tag opens with a letter
    {"(EMAIL_1_KX4)", ""},
    {"(EMAIL_1_KX4TT)", ""},
    {"(EMAIL_KX4T)", ""},
    {"(EMAIL_1_KOOL)", ""},  // no sign that looks like another
    {"(EMAIL_(PHONE_1)", "(PHONE_1)"},
    {"(EMAIL_99999999999999999999)", "(EMAIL_99999999999999999999)"},
    {"(EMAIL_0)", ""},
    {"(EMAIL_01)", ""},  // no leading zeros
    {"(EMAIL_)", ""},
    {"(EMAIL)", ""},
    {"(EMAIL1)", ""},
    {"(_1)", ""},
    {"(1_1)", ""},  // a word opens with a letter
    {"(email_1)", ""},
    {"(Email_1)", ""},
    {"[EMAIL_1]", ""},
    {"( EMAIL_1)", ""},
    {"(EMAIL_1 )", ""},
    {"(EMAIL_-1)", ""},
    {"(EMAIL_1", ""},
    {"EMAIL_1)", ""},
    {"(", ""},
    {"(A_1x)", ""},
    {"(EM\u00c4IL_1)", ""},
};

TEST(Placeholder, KnowsATokenFromWhatLooksLikeOne) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(found(c.text), c.tokens);
  }
}

TEST(Placeholder, ReadsOneTokenWhereItOpens) {
  EXPECT_EQ(token_at("x(IBAN_7) y", 1), "(IBAN_7)");
  EXPECT_EQ(token_at("((IBAN_7)", 0), "");
  EXPECT_EQ(token_at("(", 0), "");
}

TEST(Placeholder, StopsAtTheLongestToken) {
  const auto token = [](size_t letters) {
    return "(" + std::string(letters, 'A') + "_1)";
  };
  EXPECT_EQ(found(token(kMaxToken - 4)), token(kMaxToken - 4)) << "just fits";
  EXPECT_EQ(found(token(kMaxToken)), "");
}

TEST(Placeholder, KnowsLabelsAndHashes) {
  const auto all = [](std::string_view text) {
    std::string out;
    for (const Span span : placeholders_in(text))
      out += std::string(text.substr(span.begin, span.size()));
    return out;
  };
  EXPECT_EQ(all("a [EMAIL] (EMAIL_1) [EMAIL:3f9a1c0b2d4e5f60]"),
            "[EMAIL](EMAIL_1)[EMAIL:3f9a1c0b2d4e5f60]");
  EXPECT_EQ(all("[EMAIL:3f9a1c0b2d4e5f6] [EMAIL:3F9A1C0B2D4E5F60]"), "");
  EXPECT_EQ(all("[EMAIL:3f9a1c0b2d4e5f601] [E:"), "");
}

}  // namespace
}  // namespace blackbar
