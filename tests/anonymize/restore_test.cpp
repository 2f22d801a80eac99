// Tests src/anonymize/vault.cpp and restore.cpp in a conversation with a tag:
// one person, one token; what comes back, where it goes, and in pieces.
#include <gtest/gtest.h>

#include <string>

#include "anonymize/vault.h"

namespace blackbar {
namespace {

constexpr std::string_view kRandom = "0123456789abcdef0123456789abcdef0123";

std::string name(Vault& vault, std::string_view value) {
  return vault.token("PERSON", "PERSON", value);
}
std::string email(Vault& vault, std::string_view value) {
  return vault.token("EMAIL", "EMAIL_ADDRESS", value);
}

TEST(Restore, TokensOfTwoConversationsDiffer) {
  Vault one(kRandom), two("x" + std::string(kRandom.substr(1)));
  const std::string token = email(one, "ana@example.com");
  EXPECT_NE(token, email(two, "ana@example.com"));
  EXPECT_EQ(two.restore(token), token);
  EXPECT_EQ(one.restore(token), "ana@example.com");
}

TEST(Restore, OneValueInManySpellingsIsOneToken) {
  Vault vault(kRandom);
  const std::string token = email(vault, "ana@example.com");
  EXPECT_EQ(email(vault, "Ana@Example.com"), token);
  EXPECT_EQ(vault.restore(token), "ana@example.com") << "as first written";
  EXPECT_EQ(vault.entries().size(), 1u);
}

TEST(Restore, LinksNamesOfOnePerson) {
  Vault vault(kRandom);
  const std::string maria = name(vault, "Maria Lopez");
  EXPECT_EQ(name(vault, "Maria"), maria);
  EXPECT_EQ(name(vault, "Ms Lopez"), maria);
  EXPECT_EQ(name(vault, "LOPEZ, Maria"), maria);
  EXPECT_NE(name(vault, "Mr Lopez"), maria) << "somebody else";
  EXPECT_NE(name(vault, "Maria Garcia"), maria);
}

TEST(Restore, LinksAShortNameThatGrows) {
  Vault vault(kRandom);
  const std::string maria = name(vault, "maria");
  EXPECT_EQ(name(vault, "Maria Lopez"), maria);
  EXPECT_NE(name(vault, "Maria Garcia"), maria);
}

TEST(Restore, AFirstNameOfTwoPersonsIsNeithers) {
  Vault vault(kRandom);
  const std::string lopez = name(vault, "Maria Lopez");
  const std::string garcia = name(vault, "Maria Garcia");
  const std::string maria = name(vault, "Maria");
  EXPECT_NE(maria, lopez);
  EXPECT_NE(maria, garcia);
  EXPECT_EQ(name(vault, "Maria"), maria) << "the same each time";
  EXPECT_EQ(name(vault, "Maria Lopez"), lopez);
}

TEST(Restore, EscapesForWhereItGoes) {
  Vault vault(kRandom);
  const std::string token = vault.token("X", "X", "a\"b<c>&d'\\ \u00e9");
  const auto as = [&](Restoration::Sink sink) {
    return vault.restore(token, {sink, {}});
  };
  EXPECT_EQ(as(Restoration::Sink::kText), "a\"b<c>&d'\\ \u00e9");
  EXPECT_EQ(as(Restoration::Sink::kJson), "a\\\"b<c>&d'\\\\ \u00e9");
  EXPECT_EQ(as(Restoration::Sink::kHtml),
            "a&quot;b&lt;c&gt;&amp;d&#39;\\ \u00e9");
  EXPECT_EQ(as(Restoration::Sink::kUrl), "a%22b%3Cc%3E%26d%27%5C%20%C3%A9");
}

TEST(Restore, LeavesEntitiesThatAreNotWanted) {
  Vault vault(kRandom);
  const std::string text = email(vault, "ana@example.com") + name(vault, "Ana");
  EXPECT_EQ(vault.restore(text, {{}, {"PERSON"}}),
            email(vault, "ana@example.com") + "Ana");
}

TEST(Restore, KnowsAStandInByTheLetter) {
  Vault vault(kRandom);
  const auto make = [](uint32_t n) {
    return "user" + std::to_string(n) + "@example.org";
  };
  EXPECT_EQ(vault.stand_in("EMAIL_ADDRESS", "ana@shop.example", make),
            "user0@example.org");
  EXPECT_EQ(vault.stand_in("EMAIL_ADDRESS", "ben@shop.example", make),
            "user1@example.org");
  EXPECT_EQ(vault.stand_in("EMAIL_ADDRESS", "ANA@shop.example", make),
            "user0@example.org");
  EXPECT_EQ(vault.restore("to user1@example.org, not xuser0@example.org"),
            "to ben@shop.example, not xuser0@example.org");
  EXPECT_EQ(vault.stand_in("EMAIL_ADDRESS", "c@d.example",
                           [](uint32_t) { return std::string(); }),
            "");
  EXPECT_EQ(vault.entries().size(), 2u);
}

TEST(Restore, CorrectsAndForgets) {
  Vault vault(kRandom);
  const std::string one = email(vault, "ana@example.com");
  const std::string two = email(vault, "ben@example.com");
  EXPECT_TRUE(vault.correct(one, "anna@example.com"));
  EXPECT_EQ(vault.restore(one), "anna@example.com");
  EXPECT_EQ(email(vault, "anna@example.com"), one);
  EXPECT_FALSE(vault.correct("(EMAIL_9)", "x"));
  EXPECT_TRUE(vault.forget(one));
  EXPECT_FALSE(vault.forget(one));
  EXPECT_EQ(vault.restore(one + two), one + "ben@example.com");
  EXPECT_NE(email(vault, "anna@example.com"), one) << "never made again";
  vault.forget();
  EXPECT_TRUE(vault.entries().empty());
}

TEST(Restore, IsSavedAndLoaded) {
  Vault vault(kRandom);
  const std::string one = email(vault, "ana@example.com");
  const std::string maria = name(vault, "Maria \"M\" Lopez");
  vault.keep_clear_of("(EMAIL_2_" + one.substr(9));
  vault.remember("sent " + one, {0});
  Vault again;
  ASSERT_TRUE(again.load(vault.save()));
  EXPECT_EQ(again.save(), vault.save());
  EXPECT_EQ(again.restore(one + maria), "ana@example.comMaria \"M\" Lopez");
  EXPECT_EQ(name(again, "Ms Lopez"), maria);
  EXPECT_TRUE(again.produced("sent " + one));
  EXPECT_EQ(again.secret(), vault.secret());
  EXPECT_EQ(email(again, "ben@example.com"), "(EMAIL_3_" + one.substr(9));
  for (const char* text : {"", "{}", "[]", "{\"blackbar\":2}", "x", "null"})
    EXPECT_FALSE(Vault().load(text)) << text;
}

// Typed before there is any e-mail, in any spelling: no token may become it.
TEST(Restore, KeepsClearOfTokensOfWordsToCome) {
  for (const std::string_view form :
       {"(EMAIL_1_%.)", "email 1 %", "**EMAIL-1-%**", "(EMAIL_1_%)"}) {
    Vault vault(kRandom);
    const std::string tag = "EXYZ";  // kRandom's
    std::string typed(form);
    typed.replace(typed.find('%'), 1, tag);
    vault.keep_clear_of(typed);
    const std::string token = email(vault, "ana@example.com");
    EXPECT_EQ(token, "(EMAIL_2_" + tag + ")") << typed;
    EXPECT_EQ(vault.restore(typed + token), typed + "ana@example.com");
  }
}

TEST(Restore, KnownTokensReserveNothing) {
  Vault vault(kRandom);
  vault.keep_clear_of("thanks, " + email(vault, "ana@example.com") + ", 2 more");
  EXPECT_EQ(email(vault, "bo@example.com"), "(EMAIL_2_EXYZ)");
  EXPECT_EQ(name(vault, "Maria Lopez"), "(PERSON_1_EXYZ)");
}

// In pieces of every size, the same as the whole.
TEST(Restore, InPiecesEqualsTheWhole) {
  Vault vault(kRandom);
  const std::string one = email(vault, "ana@example.com");
  email(vault, "ANA@example.com");
  const std::string sent = "I am " + one + ", once " + one;
  vault.remember(sent, {0, 1});
  ASSERT_EQ(vault.restore(sent), "I am ana@example.com, once ANA@example.com");
  std::string lower = one;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  const std::string texts[] = {sent,
                               "x" + sent,
                               sent + " and (",
                               "**" + lower + "** [" + one + "](mailto:" +
                                   one.substr(1, one.size() - 2) + ")",
                               one.substr(0, one.size() - 1),
                               "\\" + one + "\\\\",
                               "EMAIL EMAIL_1 " + one + "0"};
  for (const std::string& text : texts) {
    const std::string whole = vault.restore(text);
    for (size_t size = 1; size <= text.size(); ++size) {
      SCOPED_TRACE(text + " by " + std::to_string(size));
      Vault::Progress progress;
      std::string held, out;
      uint32_t from = 0;
      for (size_t at = 0; at < text.size(); at += size) {
        held += text.substr(at, size);
        out += vault.restore(held, {}, from, false, progress);
      }
      out += vault.restore(held, {}, from, true, progress);
      ASSERT_EQ(out, whole);
    }
  }
}

}  // namespace
}  // namespace blackbar
