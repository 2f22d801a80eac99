// Tests src/detect/trigger.cpp: where each kind of trigger wakes its rule. That
// no trigger loses a match is the law of tests/fuzz/fuzz_triggers.cpp.
#include "detect/trigger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace blackbar {
namespace {

constexpr Needs kNothing[] = {Needs::kNothing};

// The text with a '^' before each place where the rule is woken.
std::string woken(const Rule& rule, std::string_view text,
                  Needs needs = Needs::kNothing) {
  Vocabulary vocabulary;
  const TriggerTable table({&rule, 1}, {&needs, 1}, vocabulary);
  std::vector<uint32_t> begins;
  for (const Wake& wake : table.run(text, vocabulary).wakes)
    begins.push_back(wake.begin);
  std::sort(begins.begin(), begins.end());
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  std::string out(text);
  for (auto it = begins.rbegin(); it != begins.rend(); ++it)
    out.insert(*it, "^");
  return out;
}

void expect(const Rule& rule, std::initializer_list<std::string> marked,
            Needs needs = Needs::kNothing) {
  for (const std::string& want : marked) {
    std::string text = want;
    std::erase(text, '^');
    EXPECT_EQ(woken(rule, text, needs), want);
  }
}

constexpr uint64_t bits(std::initializer_list<int> numbers) {
  uint64_t out = 0;
  for (int n : numbers) out |= uint64_t{1} << n;
  return out;
}

TEST(Trigger, ANumberWakesByTheDigitsItsGroupsAddUpTo) {
  const Rule rule{.trigger = Trigger::kNumber, .digits = bits({9})};
  expect(
      rule,
      {
          "ssn ^219099999",
          "^219-09-9999.",
          "^219 09 9999 and more",
          "^219.09/9999",
          "21909999",    // eight
          "2190999991",  // ten
          "x219099999",  // inside a word
          "_219099999",
          "\u00e9^219099999",  // to RE2 a letter with an accent is none
          "219,,,09x9999",
          "12 ^219 09 9999",           // from its second group on
          "^12 345 67 89 ^012345678",  // nine digits end after the fourth group
          "219 - 09    9999",          // four signs part numbers
          "^219 - 09 - 9999",          // three do not
          "",
          "no digits",
      });
}

TEST(Trigger, ANumberWakesByItsFirstDigitsAndWhatFollowsThem) {
  // \d{2}[ -]?\d{3} and \d{5}[A-Z]
  const Rule rule{.trigger = Trigger::kNumber,
                  .digits = bits({5}),
                  .openings = bits({5, 16 + 5, 32 + 5, 32 + 2})};
  expect(rule, {"^12 345", "1 23 45", "123 45", "^12345", "^12345A",
                "^12345\u00e9", "12a 345", "12\u00e9345"});
  const Rule endless{.trigger = Trigger::kNumber,
                     .digits = bits({15, 17}),
                     .openings = bits({32 + 15})};
  expect(endless,
         {"^123456789012345", "^12345678901234567", "12345678901234 5"});
}

TEST(Trigger, ANumberWakesAtItsSigns) {
  const Rule may{
      .trigger = Trigger::kNumber, .digits = bits({3}), .lead = "+("};
  expect(may, {"^123", "^+^123", "^(^123", "^+^(^123", "-^123",
               "+^+^(^123"});  // two signs at most
  const Rule must{.trigger = Trigger::kNumber,
                  .digits = bits({3}),
                  .lead = "+",
                  .lead_needed = true};
  expect(must, {"123", "^+123", "x^+123", "(123"});
}

TEST(Trigger, NumbersStopAtForty) {
  const Rule rule{.trigger = Trigger::kNumber, .digits = bits({40})};
  EXPECT_EQ(woken(rule, std::string(40, '7')), "^" + std::string(40, '7'));
  EXPECT_EQ(woken(rule, std::string(41, '7')), std::string(41, '7'));
}

TEST(Trigger, AnAtSignWakesAtTheFirstCharacterOfTheLocalPart) {
  const Rule rule{.trigger = Trigger::kAt};
  expect(rule, {
                   "^ana@example.com",
                   "to ^ana.b+x@example.com",
                   "<^ana@x.org>",
                   "mail:^o'brien@x.org",
                   "'^ana@x.org'",
                   "\"^ana@x.org\"",
                   "^j\u00f6rg@x.org",
                   "^\u5c71@x.org",
                   "a..^b@x.org",  // an empty label ends it
                   ".^a@x.org",
                   "+^a@x.org",
                   "@x.org",
                   "a @x.org",
                   "^a@^b@x.org",
               });
}

TEST(Trigger, ALocalPartIsSixtyFourCharactersHoweverManyBytes) {
  const Rule rule{.trigger = Trigger::kAt};
  const auto times = [](std::string_view letter, size_t count) {
    std::string out;
    while (count-- > 0) out += letter;
    return out;
  };
  EXPECT_EQ(woken(rule, times("a", 64) + "@"), "^" + times("a", 64) + "@");
  EXPECT_EQ(woken(rule, times("a", 65) + "@"), "a^" + times("a", 64) + "@");
  EXPECT_EQ(woken(rule, times("\u00e9", 65) + "@"),
            "\u00e9^" + times("\u00e9", 64) + "@");
}

TEST(Trigger, ASchemeWakesAtItsFirstLetter) {
  const Rule rule{.trigger = Trigger::kScheme};
  expect(rule, {
                   "^https://x", "see ^git+ssh://x", "(^ftp://x)", "1^http://x",
                   "://x", "12://x", "http:/x", "http//x",
                   "a^abcdefghijklmnop://x",  // sixteen characters at most
               });
}

TEST(Trigger, TwoColonsWakeAnAddress) {
  const Rule rule{.trigger = Trigger::kColon};
  expect(rule, {
                   "^2001:^db8::1",
                   "[^fe80::1]",
                   "^::1",
                   "ip:^2001:db8::1",  // behind a word, what follows its colon
                   "a:b",
                   "12:30",
                   "^12:^30:45",
               });
}

TEST(Trigger, LettersWakeByTheirNumberWithADigitBehind) {
  const Rule rule{.trigger = Trigger::kLetters, .letters = bits({2})};
  expect(rule, {
                   "^DE89",
                   "^de 89",
                   "^DE-89",
                   "^DE.89",
                   "iban ^GB29NWBK",
                   "DE",
                   "DE  89",
                   "DE_89",
                   "D89",
                   "DEU89",
                   "xDE89",
                   "1DE89",
                   "_DE89",
               });
}

TEST(Trigger, APrefixWakesToTheLetterAtTheStartOfAToken) {
  static constexpr std::string_view kWords[] = {"ghp_", "4x", "_k"};
  const Rule rule{.trigger = Trigger::kPrefix, .words = kWords};
  expect(rule, {
                   "^ghp_1",
                   "key=^ghp_1",
                   "GHP_1",
                   "xghp_1",
                   "_ghp_1",
                   "\"^ghp_\"",
                   "^4x",
                   "44x",
                   "^_k",
                   "__k",
                   "ghp",
               });
}

TEST(Trigger, AWordWakesWhateverItsCase) {
  static constexpr std::string_view kWords[] = {"password", "mot de passe"};
  const Rule rule{.trigger = Trigger::kWord, .words = kWords};
  expect(rule, {
                   "my ^Password: x",
                   "^PASSWORD1",
                   "passwords",
                   "mypassword",
                   "my_^password",
                   "^mot de passe",
                   "^Mot-de-Passe",
                   "mot de",
               });
}

TEST(Trigger, AWordThatANumberHasToFollowSleepsWithoutOne) {
  constexpr std::string_view kWords[] = {"to", "b"};
  const Rule rule{.trigger = Trigger::kWord, .reach = 7, .words = kWords};
  expect(rule, {"^to-AB 123", "to be or not", "^B XY 9", "to abcdefg 1",
                "1 to be", "^to1 ^b 2 b"});
  const Rule near{.trigger = Trigger::kWord, .reach = 32, .words = kWords};
  expect(near, {"^to 1", "to " + std::string(29, 'x') + "1",
                "^to " + std::string(28, 'x') + "1", "2 to"});
  const Rule far{.trigger = Trigger::kWord, .reach = 255, .words = kWords};
  expect(far, {"^to be or not ^to be 1 to b"});
}

TEST(Trigger, ARuleBehindItsWordWakesWhereThatEnds) {
  constexpr std::string_view kWords[] = {"card", "card number"};
  const Rule rule{.trigger = Trigger::kWord, .behind = true, .words = kWords};
  expect(rule, {"my Card^: 12", "card^-number^ 12", "cards 12", "card^"});
}

TEST(Trigger, TermsThatStandInNoListAreNotKept) {
  constexpr std::string_view kWords[] = {"to"};
  const Rule rule{.trigger = Trigger::kWord, .words = kWords};
  const Needs needs = Needs::kNothing;
  Vocabulary vocabulary;
  const TriggerTable table({&rule, 1}, {&needs, 1}, vocabulary);
  const Triggered seen = table.run("to whom", vocabulary);
  EXPECT_EQ(seen.wakes.size(), 1u);
  EXPECT_TRUE(seen.terms.empty());
}

TEST(Trigger, ACustomersRuleWakesOnceAtTheStart) {
  const Rule rule{.trigger = Trigger::kText};
  expect(rule, {"^any text 123 at all", "^"});
}

constexpr std::string_view kCvv[] = {"cvv", "security code"};
constexpr WordList kCvvLists[] = {kCvv};

TEST(Trigger, ARuleThatNeedsWordsSleepsWithoutThem) {
  const Rule rule{
      .trigger = Trigger::kNumber, .digits = bits({3}), .context = kCvvLists};
  expect(rule,
         {
             "room 123",
             "cvv ^123",
             "^123 is the Security-Code",
             "cvvs 123",
             "the security 123",
             "123",
         },
         Needs::kWords);
}

TEST(Trigger, OneThatMayStandAloneWakesAtTheStartOfAShortMessageToo) {
  const Rule rule{.trigger = Trigger::kNumber,
                  .digits = bits({3}),
                  .lead = "+(",
                  .context = kCvvLists};
  expect(rule,
         {
             "^123",
             " ^123 ",
             "^+^123",
             "room 123",
             "cvv ^123",
         },
         Needs::kWordsOrAlone);
  const std::string tail(kMaxAlone, '!');
  EXPECT_EQ(woken(rule, "123" + tail, Needs::kWordsOrAlone), "123" + tail);
}

TEST(Trigger, AnExpectedRuleNeedsNoWords) {
  const Rule rule{.trigger = Trigger::kNumber, .digits = bits({3})};
  constexpr Needs kWords[] = {Needs::kWords};
  Vocabulary vocabulary;
  const TriggerTable table({&rule, 1}, kWords, vocabulary);
  EXPECT_EQ(table.run("room 123", vocabulary, {0}).wakes.size(), 0u);
  EXPECT_EQ(table.run("room 123", vocabulary, {1}).wakes.size(), 1u);
}

TEST(Trigger, ASuffixWakesAtTheStartOfItsWordAndOfThoseBefore) {
  static constexpr std::string_view kWords[] = {"stra\u00dfe", "str", "weg"};
  const Rule rule{.trigger = Trigger::kSuffix, .words = kWords};
  expect(rule, {
                   "in der ^Hauptstra\u00dfe 12",
                   "^HAUPTSTR. 12",
                   "^Weg 5",
                   "am ^Holzweg",
                   "stray wegen",
                   "^\u00d6kostr. 1",
               });
  Rule back = rule;
  back.back = 2;
  expect(back, {
                   "in ^der ^Berliner ^Stra\u00dfe",
                   "^Weg",
                   "12 ^Am ^Weg 3",
               });
}

TEST(Trigger, ASuffixThatANumberHasToFollowSleepsWithoutOne) {
  static constexpr std::string_view kWords[] = {"ring", "cad"};
  const Rule rule{.trigger = Trigger::kSuffix, .reach = 12, .words = kWords};
  expect(rule, {
                   "^Kaiserring 12",
                   "^Cad. No: 12",
                   "bring it to me 12",
                   "ring",
               });
}

TEST(Trigger, ARuleWithNearIsWokenByThoseWordsAlone) {
  static constexpr std::string_view kStreets[] = {"street", "road"};
  static constexpr WordList kNear[] = {kStreets};
  static constexpr std::string_view kNames[] = {"address"};
  static constexpr WordList kContext[] = {kNames};
  const Rule rule{.trigger = Trigger::kNumber,
                  .digits = bits({1, 2}),
                  .near = kNear,
                  .context = kContext};
  const std::string far(kHeardBehind, ' ');
  for (const Needs needs :
       {Needs::kNothing, Needs::kWordsOrAlone, Needs::kWords})
    expect(
        rule,
        {
            "^12 Elm Street", "3 apples",
            "my address: 12",  // it speaks for the rule, but does not wake it
        },
        needs);
  EXPECT_EQ(woken(rule, "12" + far + "road"), "12" + far + "road");
}

TEST(Trigger, TermsOfScriptsThatPartNoWordsStandInsideOfWords) {
  static constexpr std::string_view kWords[] = {"\u8eab\u4efd\u8bc1"};
  static constexpr WordList kLists[] = {kWords};
  const Rule rule{
      .trigger = Trigger::kNumber, .digits = bits({3}), .context = kLists};
  expect(rule,
         {"\u6211\u7684\u8eab\u4efd\u8bc1\u53f7\u662f^123", "\u6211\u7684123"},
         Needs::kWords);
}

TEST(Trigger, TermsComeInTextOrder) {
  static constexpr std::string_view kContext[] = {"card", "credit card",
                                                  "credit"};
  static constexpr WordList kLists[] = {kContext};
  const Rule rule{.trigger = Trigger::kText, .context = kLists};
  Vocabulary vocabulary;
  const TriggerTable table({&rule, 1}, {kNothing, 1}, vocabulary);
  const Triggered seen = table.run("Card, credit-card", vocabulary);
  std::string terms;
  for (const TermHit& hit : seen.terms)
    terms += std::string(vocabulary.text(hit.term)) + "@" +
             std::to_string(hit.span.begin) + " ";
  EXPECT_EQ(terms, "card@0 credit card@6 credit@6 card@13 ");
}

TEST(Trigger, ManyRulesWakeEachByItsOwn) {
  std::vector<Rule> rules(130);  // more than two words of bits
  for (size_t i = 0; i < rules.size(); ++i)
    rules[i] = {.trigger = Trigger::kNumber, .digits = bits({int(i % 40) + 1})};
  Vocabulary vocabulary;
  const std::vector<Needs> needs(rules.size(), Needs::kNothing);
  const TriggerTable table(rules, needs, vocabulary);
  std::vector<uint32_t> woke;
  for (const Wake& wake : table.run("1234567", vocabulary).wakes)
    woke.push_back(wake.rule);
  std::sort(woke.begin(), woke.end());
  EXPECT_EQ(woke, (std::vector<uint32_t>{6, 46, 86, 126}));
}

TEST(Trigger, BytesThatAreNoCharacterWakeNothingAndEnd) {
  // Cut-short and malformed bytes do not come here (normalize folds them), but
  // a length that runs past the end must not be read.
  const Rule rule{.trigger = Trigger::kWord, .words = {}};
  for (std::string_view text : {"\xc3", "a\xe3\x81", "\x80\x80", "\xf0\x9f"})
    EXPECT_EQ(woken(rule, text), text);
}

}  // namespace
}  // namespace blackbar
