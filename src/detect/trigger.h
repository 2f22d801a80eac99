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

constexpr uint32_t kMaxDigits = 40;  // of one number; the longest is a track
constexpr uint32_t kMaxGap = 3;      // separators inside one number
constexpr uint32_t kMaxLetters = 8;  // of a kLetters word
constexpr uint32_t kMaxSuffixed = 48;  // bytes of a kSuffix word
constexpr uint32_t kMaxBack = 3;     // words before a kSuffix word
constexpr uint32_t kMaxAlone = 64;   // bytes of a message that is one value

// Signs that may part the groups of one number.
constexpr bool parts_number(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' ||
         c == '+' || c == ',' || c == ':' || c == '~' || c == '\t' || c == '\n' ||
         c == '\r';
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

  // O(text * 40): a number asks at each of its groups which digit counts can
  // follow. A rule that needs its words is woken when one of them stands
  // anywhere in the text, or when the rule is `expected`; empty for none.
  Triggered run(std::string_view text, const Vocabulary& vocabulary,
                const RuleSet& expected = {}) const;

 private:
  friend class Scan;

  struct Literal {
    std::string_view text;
    uint32_t rule;
  };

  std::span<const Rule> rules_;
  RuleSet always_, alone_;  // rules that need nothing; that may stand alone
  std::array<RuleSet, kMaxDigits + 1> by_digits_;
  std::array<std::vector<uint32_t>, kMaxLetters + 1> by_letters_;
  std::vector<uint32_t> at_, scheme_, colon_, text_;
  std::vector<std::vector<uint32_t>> by_term_;     // rules a term wakes
  std::vector<std::vector<uint32_t>> speaks_for_;  // rules a list is context of
  std::array<std::vector<Literal>, 128> by_first_;  // prefixes by first byte
  std::vector<Literal> suffixes_;
  uint64_t ends_[16] = {};  // a filter: the last two bytes of suffixes
};

}  // namespace blackbar
