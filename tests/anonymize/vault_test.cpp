// Tests src/anonymize/vault.cpp: one token for one value, and no token that
// stands for something it does not.
#include "anonymize/vault.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

std::string email(Vault& vault, std::string_view value) {
  return vault.token("EMAIL", "EMAIL_ADDRESS", value);
}

TEST(Vault, GivesTheSameValueTheSameToken) {
  Vault vault;
  EXPECT_EQ(email(vault, "ana@example.com"), "(EMAIL_1)");
  EXPECT_EQ(email(vault, "bob@example.com"), "(EMAIL_2)");
  EXPECT_EQ(email(vault, "ana@example.com"), "(EMAIL_1)");
  EXPECT_EQ(email(vault, "Ana@example.com"), "(EMAIL_1)") << "one mailbox";
}

TEST(Vault, CountsForEachWordByItself) {
  Vault vault;
  EXPECT_EQ(email(vault, "ana@example.com"), "(EMAIL_1)");
  EXPECT_EQ(vault.token("PHONE", "PHONE_NUMBER", "555-0132"), "(PHONE_1)");
  EXPECT_EQ(email(vault, "bob@example.com"), "(EMAIL_2)");
}

TEST(Vault, KeepsEntitiesOfOneWordApart) {
  Vault vault;
  EXPECT_EQ(vault.token("ID", "ES_NIF", "12345678Z"), "(ID_1)");
  EXPECT_EQ(vault.token("ID", "MEMBER", "12345678Z"), "(ID_2)");
}

struct Case {
  std::string_view text, restored;
};

constexpr Case kRestores[] = {
    {"", ""},
    {"nothing here", "nothing here"},
    {"(EMAIL_1)", "ana@example.com"},
    {"(EMAIL_1)(PHONE_1)(EMAIL_1)", "ana@example.com555-0132ana@example.com"},
    {"**(EMAIL_1)**, ok?", "**ana@example.com**, ok?"},
    {"((EMAIL_1))", "(ana@example.com)"},
    {"(EMAIL_2)", "(EMAIL_2)"},    // never made
    {"(EMAIL_10)", "(EMAIL_10)"},  // no prefix of another
    {"(EMAIL_01)", "(EMAIL_01)"},
    {"(email_1)", "(email_1)"},
    {"(EMAIL_1", "(EMAIL_1"},
    {"EMAIL_1)", "EMAIL_1)"},
    {"[EMAIL_1]", "[EMAIL_1]"},
};

TEST(Vault, PutsBackWhatItMadeAndNothingElse) {
  for (const Case& c : kRestores) {
    SCOPED_TRACE(c.text);
    Vault vault;
    email(vault, "ana@example.com");
    vault.token("PHONE", "PHONE_NUMBER", "555-0132");
    EXPECT_EQ(vault.restore(c.text), c.restored);
  }
}

TEST(Vault, DoesNotReadAValueItPutBack) {
  Vault vault;
  EXPECT_EQ(email(vault, "(EMAIL_2)"), "(EMAIL_1)");
  EXPECT_EQ(email(vault, "second"), "(EMAIL_2)");
  EXPECT_EQ(vault.restore("(EMAIL_1) (EMAIL_2)"), "(EMAIL_2) second");
}

TEST(Vault, RestoresValuesByteForByte) {
  const std::string values[] = {
      "",      std::string("a\0b", 3), "\xff\xfe", "\n", "(",
      "(X_1)", "\u00e9\U0001f600"};
  Vault vault;
  for (const std::string& value : values)
    EXPECT_EQ(vault.restore("<" + email(vault, value) + ">"),
              "<" + value + ">");
}

TEST(Vault, NeverMakesATokenThatItHasSeen) {
  Vault vault;
  vault.keep_clear_of("(EMAIL_1) and (EMAIL_3), (EMAIL_02)");
  EXPECT_EQ(email(vault, "ana@example.com"), "(EMAIL_2)");
  EXPECT_EQ(email(vault, "bob@example.com"), "(EMAIL_4)");
  EXPECT_EQ(vault.restore("(EMAIL_1) (EMAIL_2)"), "(EMAIL_1) ana@example.com");
}

TEST(Vault, NeverMakesATokenThatTheOtherSideInvented) {
  Vault vault;
  EXPECT_EQ(vault.restore("see (EMAIL_1)"), "see (EMAIL_1)");
  EXPECT_EQ(email(vault, "ana@example.com"), "(EMAIL_2)");
}

TEST(Vault, KeepingClearDoesNotForgetWhatItMade) {
  Vault vault;
  email(vault, "ana@example.com");
  vault.keep_clear_of("(EMAIL_1)");
  EXPECT_EQ(email(vault, "ana@example.com"), "(EMAIL_1)");
  EXPECT_EQ(vault.restore("(EMAIL_1)"), "ana@example.com");
}

TEST(Vault, FindsItsOwnTokensInWhatThePersonTyped) {
  Vault vault;
  EXPECT_TRUE(vault.forged("(EMAIL_1)").empty()) << "nothing was made yet";
  email(vault, "ana@example.com");
  const std::vector<Span> forged = vault.forged("x (EMAIL_2) (EMAIL_1)");
  ASSERT_EQ(forged.size(), 1u);
  EXPECT_EQ(forged[0], (Span{12, 21}));
}

TEST(Vault, KnowsTheTextsItProduced) {
  Vault vault;
  EXPECT_FALSE(vault.produced(""));
  vault.remember("mail (EMAIL_1)", {0});
  EXPECT_TRUE(vault.produced("mail (EMAIL_1)"));
  EXPECT_FALSE(vault.produced("mail (EMAIL_1) "));
  EXPECT_FALSE(vault.produced(""));
}

TEST(Vault, ForgetsNothingOfAThousandValues) {
  Vault vault;
  std::string text, values;
  for (int i = 0; i < 1000; ++i) {
    const std::string value = "v" + std::to_string(i);
    text += email(vault, value);
    values += value;
  }
  EXPECT_EQ(vault.restore(text), values);
}

}  // namespace
}  // namespace blackbar
