// Tests src/detect/score.cpp: what a score is made of.
#include "detect/score.h"

#include <gtest/gtest.h>

#include <string>

#include "detect/trigger.h"

namespace blackbar {
namespace {

constexpr std::string_view kNames[] = {"card", "credit card",
                                       "voucher expires"};
constexpr std::string_view kDenies[] = {"order", "gift"};
constexpr WordList kNameLists[] = {kNames};
constexpr WordList kDenyLists[] = {kDenies};
constexpr Needs kNeeds[] = {Needs::kNothing};

Rule rule() {
  return {.id = "card.test",
          .entity = "CARD",
          .check = "luhn",
          .score = 0.3f,
          .valid_score = 0.5f,
          .context = kNameLists,
          .contradicts = kDenyLists};
}

// Scores the first "4111" of the text. "pattern 0.30 context card 0.40 = 0.70".
std::string scored(const Rule& r, std::string_view text,
                   Evidence evidence = {}) {
  Vocabulary vocabulary;
  const TriggerTable table({&r, 1}, kNeeds, vocabulary);
  const Scorer scorer({&r, 1}, vocabulary);
  const auto at = static_cast<uint32_t>(text.find("4111"));
  Candidate candidate{{at, at + 4}, 0, 0, {}};
  scorer.score(candidate, evidence, text, table.run(text, vocabulary).terms);

  constexpr const char* kKinds[] = {"pattern",       "check",  "context",
                                    "contradiction", "denied", "expected",
                                    "unexpected",    "alone"};
  const auto fixed = [](float f) {
    return std::to_string(f).substr(0, f < 0 ? 5 : 4);
  };
  std::string out;
  for (const Reason& reason : candidate.reasons)
    out += std::string(kKinds[static_cast<int>(reason.kind)]) + " " +
           std::string(reason.detail) + " " + fixed(reason.weight) + " ";
  return out + "= " + fixed(candidate.score);
}

struct Case {
  std::string_view text, scored;
};

const std::string kBare = "pattern card.test 0.30 = 0.30";
const std::string kNamed = "pattern card.test 0.30 context card 0.40 = 0.70";
const std::string kDenied =
    "pattern card.test 0.30 contradiction order -0.40 = 0.00";

const Case kWords[] = {
    {"4111!!!!!!!!!", kBare},
    {"my card 4111", kNamed},
    {"my CARD: 4111", kNamed},
    {"4111 is my card", kNamed},
    {"cards 4111", kBare},
    {"order 4111", kDenied},
    {"4111 of an order", kBare},        // a denial stands before
    {"order, then card 4111", kNamed},  // the nearer word speaks
    {"card of my order 4111",
     "pattern card.test 0.30 context card 0.40 "
     "contradiction order -0.40 = 0.30"},
    {"gift card 4111",
     "pattern card.test 0.30 context card 0.40 "
     "contradiction gift -0.40 = 0.30"},  // it qualifies
    {"gift-card 4111",
     "pattern card.test 0.30 context card 0.40 "
     "contradiction gift -0.40 = 0.30"},
    {"gift, card 4111", kNamed},
};

TEST(Score, WordsThatNameRaiseAndWordsThatDenyLower) {
  for (const Case& c : kWords) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(scored(rule(), c.text), c.scored);
  }
}

TEST(Score, LettersOfAnotherCountryAreForItsRulesAlone) {
  constexpr std::string_view kSlovenia[] = {"SI"};
  Rule r = rule();
  r.entity = "SI_TEST";
  r.countries = kSlovenia;
  struct {
    std::string_view text;
    bool counts;
  } const cases[] = {
      {"my card is 4111", true},
      {"my card is SI 4111", true},
      {"my card is CZ 4111", false},
      {"my card is CZ: 4111", false},
      {"my card is CZ4111", false},
      {"my card is ATU4111", false},
      {"CZ 20 4111", false},        // further in
      {"CZ card 4111", true},       // a word between
      {"my card ABCZ 4111", true},  // the end of a word
      {"my card is it 4111", true},
      {"MI CARD ES 4111", true},  // all is in capitals: a word
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(!scored(r, c.text).ends_with("= 0.00"), c.counts);
  }
  r.entity = "PHONE_NUMBER";  // of no country, though its rule is
  EXPECT_TRUE(scored(r, "my card is CZ 4111").ends_with("0.70"));
}

std::string repeated(char c, size_t count) { return std::string(count, c); }

TEST(Score, AWordSpeaksWithinItsWindow) {
  struct {
    std::string text;
    const std::string& scored;
  } const cases[] = {
      {"card" + repeated(' ', kWordsBefore - 4) + "4111", kNamed},
      {"card" + repeated(' ', kWordsBefore - 3) + "4111", kBare},
      {"4111" + repeated(' ', kWordsAfter - 1) + "card", kNamed},
      {"4111" + repeated(' ', kWordsAfter) + "card", kBare},
      {"4111. My card", kBare},  // another sentence
      {"4111! My card", kBare},
      {"4111? My card", kBare},
      {"4111; my card", kBare},
      {"4111\nmy card", kBare},   // another line
      {"4111.my card", kNamed},   // no space, no sentence
      {"My card. 4111", kNamed},  // before, a sentence may end
      {"my card\n4111", kNamed},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(scored(rule(), c.text), c.scored);
  }
}

TEST(Score, TheNearestWordIsTheReason) {
  EXPECT_EQ(scored(rule(), "credit card 4111"),
            "pattern card.test 0.30 context card 0.40 = 0.70");
  EXPECT_EQ(scored(rule(), "voucher expires 4111 card"),
            "pattern card.test 0.30 context voucher expires 0.40 = 0.70");
  EXPECT_EQ(scored(rule(), "voucher expires on 4111 card"), kNamed);
}

TEST(Score, AWordInsideTheCandidateSaysNothing) {
  Rule r = rule();
  Vocabulary vocabulary;
  const TriggerTable table({&r, 1}, kNeeds, vocabulary);
  const Scorer scorer({&r, 1}, vocabulary);
  const std::string_view text = "card 4111, please";
  Candidate whole{{0, 9}, 0, 0, {}};
  scorer.score(whole, {}, text, table.run(text, vocabulary).terms);
  EXPECT_FLOAT_EQ(whole.score, 0.3f);
}

TEST(Score, ACheckThatHoldsRaisesAndOneThatFailsEnds) {
  EXPECT_EQ(scored(rule(), "a 4111", {true}),
            "pattern card.test 0.30 check luhn 0.20 = 0.50");
  EXPECT_EQ(scored(rule(), "card 4111", {true}),
            "pattern card.test 0.30 check luhn 0.20 context card 0.40 = 0.90");
  EXPECT_EQ(scored(rule(), "card 4111", {false}), "= 0.00");
}

TEST(Score, AValidScoreBelowTheScoreTakesNothingAway) {
  Rule r = rule();
  r.valid_score = 0;  // as in a policy's rule, which has none
  EXPECT_EQ(scored(r, "a 4111", {true}),
            "pattern card.test 0.30 check luhn 0.00 = 0.30");
}

TEST(Score, ARuleThatNeedsWordsIsNothingWithoutThem) {
  Rule r = rule();
  r.needs_words = true;
  EXPECT_EQ(scored(r, "a 4111", {true}), "= 0.00");
  EXPECT_EQ(scored(r, "my card 4111"), kNamed);
}

TEST(Score, WhatIsTheWholeMessageCountsMore) {
  const std::string alone = "pattern card.test 0.30 alone CARD 0.25 = 0.55";
  for (const char* text : {"4111", " 4111.", "\"4111\"?"})
    EXPECT_EQ(scored(rule(), text), alone);
  EXPECT_EQ(scored(rule(), "4111 x"), kBare);
}

TEST(Score, AQuestionRaisesWhatItAskedForAndLowersTheRest) {
  using Asked = Evidence::Asked;
  EXPECT_EQ(scored(rule(), "a 4111", {{}, Asked::kThis}),
            "pattern card.test 0.30 expected CARD 0.40 = 0.70");
  EXPECT_EQ(scored(rule(), "card 4111", {{}, Asked::kThis}), kNamed);
  EXPECT_EQ(scored(rule(), "a 4111", {{}, Asked::kOther}),
            "pattern card.test 0.30 unexpected CARD -0.20 = 0.10");
  EXPECT_EQ(scored(rule(), "card 4111", {{}, Asked::kOther}), kNamed);
  Rule r = rule();
  r.needs_words = true;
  EXPECT_EQ(scored(r, "a 4111", {{}, Asked::kThis}),
            "pattern card.test 0.30 expected CARD 0.40 = 0.70");
}

TEST(Score, IsCutToOne) {
  Rule r = rule();
  r.score = 0.9f;
  EXPECT_EQ(scored(r, "card 4111"),
            "pattern card.test 0.90 context card 0.40 = 1.00");
}

TEST(Score, ADeniedValueSaysWhichEntity) {
  Rule r = rule();
  r.denied = true;
  r.score = 1;
  EXPECT_EQ(scored(r, "a 4111"), "denied CARD 1.00 = 1.00");
}

}  // namespace
}  // namespace blackbar
