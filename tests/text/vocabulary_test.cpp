// Tests src/text/vocabulary.cpp: which terms stand at a word, however they are
// written.
#include "text/vocabulary.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/plain.h"

namespace blackbar {
namespace {

constexpr std::string_view kTerms[] = {
    "card",        "date of birth", "date",   "e mail",
    "n\u00e9e le", "m\u00f3vil",    "last 4",
};

// A word as text/plain.h folds it.
std::string plain(std::string_view word) {
  std::string out;
  for (size_t at = 0; at < word.size();) {
    const PlainLetter letter = plain_letter(word, at);
    out += letter.view();
    at += letter.length;
  }
  return out;
}

Vocabulary vocabulary() {
  Vocabulary out;
  for (std::string_view term : kTerms) out.add(term);
  return out;
}

// The terms that stand at the word text[begin, end), each with what it covers.
std::string look(std::string_view text, uint32_t begin, uint32_t end) {
  const Vocabulary words = vocabulary();
  std::vector<TermHit> hits;
  words.look_up(text, {begin, end},
                hash_word(plain(text.substr(begin, end - begin))), false, hits);
  std::string out;
  for (const TermHit& hit : hits)
    out += std::string(words.text(hit.term)) + "=" +
           std::string(text.substr(hit.span.begin, hit.span.size())) + ";";
  return out;
}

struct Case {
  std::string_view text;
  uint32_t begin, end;  // of one word
  std::string_view found;
};

const Case kCases[] = {
    {"my card is", 3, 7, "card=card;"},
    {"CARD", 0, 4, "card=CARD;"},
    {"cards", 0, 5, ""},
    {"card2", 0, 4, "card=card;"},  // a digit ends the word
    {"date of birth: x", 0, 4, "date of birth=date of birth;date=date;"},
    {"Date-of-Birth", 0, 4, "date of birth=Date-of-Birth;date=Date;"},
    {"DATE_OF_BIRTH", 0, 4, "date of birth=DATE_OF_BIRTH;date=DATE;"},
    {"date.of'birth", 0, 4, "date of birth=date.of'birth;date=date;"},
    {"date  of birth", 0, 4, "date=date;"},  // two spaces
    {"date of", 0, 4, "date=date;"},
    {"date of birthday", 0, 4, "date=date;"},  // the last word goes on
    {"e-mail", 0, 1, "e mail=e-mail;"},
    {"email", 0, 5, ""},  // another word
    {"N\u00c9E LE 4", 0, 4, "nee le=N\u00c9E LE;"},
    {"M\u00d3VIL", 0, 6, "movil=M\u00d3VIL;"},
    {"MOVIL", 0, 5, "movil=MOVIL;"},  // the accent dropped
    {"Mo\u0301vil", 0, 7, "movil=Mo\u0301vil;"},
    {"last 4", 0, 4, "last 4=last 4;"},
};

TEST(Vocabulary, FindsTermsHoweverTheyAreWritten) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(look(c.text, c.begin, c.end), c.found);
  }
}

TEST(Vocabulary, GivesTheSameTermTheSameId) {
  Vocabulary words;
  const TermId card = words.add("card");
  const TermId birth = words.add("date of birth");
  EXPECT_EQ(words.add("card"), card);
  EXPECT_EQ(words.add("date of birth"), birth);
  EXPECT_NE(card, birth);
  EXPECT_EQ(words.size(), 2u);
  EXPECT_EQ(words.text(birth), "date of birth");
}

TEST(Vocabulary, KeepsThousandsOfTermsApart) {
  Vocabulary words;
  std::vector<std::string> terms;
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b)
      for (char c = 'a'; c <= 'e'; ++c) terms.push_back({a, b, c});
  for (const std::string& term : terms) words.add(term);
  for (size_t i = 0; i < terms.size(); ++i) {
    std::vector<TermHit> hits;
    words.look_up(terms[i], {0, 3}, hash_word(plain(terms[i])), false, hits);
    ASSERT_EQ(hits.size(), 1u) << terms[i];
    EXPECT_EQ(hits[0].term, i);
  }
}

struct Pair {
  std::string_view a, b;
  bool same;
};

constexpr Pair kPairs[] = {
    {"", "", true},
    {"Ana@Example.com", "aNA@eXAMPLE.COM", true},
    {"ana", "anna", false},
    {"J\u00d6RG", "j\u00f6rg", true},
    {"\u00c0\u00de", "\u00e0\u00fe", true},  // first and last that have a case
    {"\u00d7", "\u00f7", false},             // times and divided by are signs
    {"\u00df", "\u00ff", false},             // nor is this a pair
    {"\u0160", "\u0161", false},             // past Latin-1: case matters
    {"[", "{", false},                       // 20 hex apart, and no letters
};

TEST(Vocabulary, ComparesLettersByCaseInLatin1) {
  for (const Pair& p : kPairs) {
    SCOPED_TRACE(p.a);
    EXPECT_EQ(same_letters(p.a, p.b), p.same);
  }
}

TEST(Vocabulary, HashesEightBytesAtOnceAsOneByOne) {
  WordHash at_once;
  at_once.add_eight(0x6874697762617263);  // "crabwith", the first byte lowest
  EXPECT_EQ(at_once.value(), hash_word("crabwith"));
  at_once.add('s');
  EXPECT_EQ(at_once.value(), hash_word(plain("Crabwiths")));
  at_once = {};
  at_once.add_eight(0x64726163);
  EXPECT_EQ(at_once.value(), hash_word("card"));
}

TEST(Vocabulary, ATermThatNeedsANumberIsMetBeforeOneAlone) {
  Vocabulary words;
  words.only_before_number(words.add("to"));
  words.add("to be");
  std::vector<TermHit> hits;
  words.look_up("to be", {0, 2}, hash_word("to"), false, hits);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(words.text(hits[0].term), "to be");
  words.look_up("to be", {0, 2}, hash_word("to"), true, hits);
  EXPECT_EQ(hits.size(), 3u);
}

}  // namespace
}  // namespace blackbar
