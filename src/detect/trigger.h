// One pass over the bytes: where can something begin, and which rules does
// that wake? A text that wakes nothing costs no regular expression at all.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "detect/candidate.h"
#include "detect/rule.h"
#include "text/starts.h"
#include "text/vocabulary.h"

namespace blackbar {

constexpr uint32_t kMaxDigits = 40;    // of one number; the longest is a track
constexpr uint32_t kMaxGap = 3;        // separators inside one number
constexpr uint32_t kMaxLetters = 8;    // of a kLetters word
constexpr uint32_t kMaxSuffixed = 48;  // bytes of a kSuffix word
constexpr uint32_t kMaxBack = 3;       // words before a kSuffix word
constexpr uint32_t kMaxAlone = 64;     // bytes of a message that is one value
// Bytes before and behind a place in which a word wakes what needs it there:
// those in which score.h lets it speak, and the length of a value.
constexpr uint32_t kHeardBefore = 112;
constexpr uint32_t kHeardBehind = 160;

// Signs that may part the groups of one number.
constexpr bool parts_number(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' ||
         c == '+' || c == ',' || c == ':' || c == '~' || c == '\t' ||
         c == '\n' || c == '\r';
}

// A bit per rule.
using RuleSet = std::vector<uint64_t>;

// What a rule needs to be worth waking.
enum class Needs : uint8_t {
  kNothing,
  kWordsOrAlone,  // its words, or to be the whole message
  kWords,
};

// Which rules wait for what. Built once for an engine.
class TriggerTable {
 public:
  // Adds the words of every rule to the vocabulary. `needs` has an entry for
  // every rule. Rules are borrowed.
  TriggerTable(std::span<const Rule> rules, std::span<const Needs> needs,
               Vocabulary& vocabulary);

  // Of the terms those that stand in a list. A rule that needs its words, or has
  // `near`, is woken where one of them stands near, and where the rule is
  // `expected`; empty for none. O(text * 40): a number asks at each of its groups
  // which digit counts can follow.
  Triggered run(std::string_view text, const Vocabulary& vocabulary,
                const RuleSet& expected = {}) const;

 private:
  friend class Scan;
  friend class Hearing;

  struct Literal {
    std::string_view text;
    uint32_t rule;
  };

  std::span<const Rule> rules_;
  RuleSet always_, alone_;  // rules that need nothing; that may stand alone
  std::array<RuleSet, kMaxDigits + 1> by_digits_;
  std::array<RuleSet, 48> by_opening_;  // Rule::openings, bit by bit
  std::array<std::vector<uint32_t>, kMaxLetters + 1> by_letters_;
  std::vector<uint32_t> at_, scheme_, colon_, text_;
  std::vector<std::vector<uint32_t>> by_term_;  // rules a term wakes
  enum Use : uint8_t { kWakes = 1, kSpeaks = 2 };
  std::vector<uint8_t> uses_;  // what each term is there for
  // Lists that wake a rule where one of their words is near: those of rule i
  // are speakers_[speaks_[i]] up to speakers_[speaks_[i + 1]].
  std::vector<ListId> speakers_;
  std::vector<uint32_t> speaks_ = {0};
  // Literals by two of their bytes, and which lists of them are not empty.
  struct ByTwo {
    std::array<std::vector<Literal>, 1024> lists;
    std::array<uint64_t, 16> filled{};
    void add(uint32_t list, Literal literal) {
      lists[list].push_back(literal);
      filled[list / 64] |= uint64_t{1} << list % 64;
    }
    bool has(uint32_t list) const { return filled[list / 64] >> list % 64 & 1; }
  };
  ByTwo by_first_;                      // prefixes by their first two
  std::array<bool, 256> opens_sign_{};  // signs that a prefix begins with
  ByTwo by_last_;                       // suffixes by their last two
};

}  // namespace blackbar
