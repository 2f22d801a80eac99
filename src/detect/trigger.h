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
constexpr uint32_t kMaxLetters = 4;  // of a kLetters word

// Signs that may part the groups of one number.
constexpr bool parts_number(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' ||
         c == '+' || c == ',' || c == ':' || c == '\t' || c == '\n' ||
         c == '\r';
}

// Which rules wait for what. Built once for an engine.
class TriggerTable {
 public:
  // Adds the words of every rule to the vocabulary. Rules are borrowed.
  TriggerTable(std::span<const Rule> rules, Vocabulary& vocabulary);

  // O(text * 40): a number asks at each of its groups which digit counts can
  // follow. Rules that need words are not woken when none of theirs is there.
  Triggered run(std::string_view text, const Vocabulary& vocabulary) const;

 private:
  friend class Scan;
  using RuleSet = std::vector<uint64_t>;  // one bit per rule

  struct Prefix {
    std::string_view literal;
    uint32_t rule;
  };

  std::span<const Rule> rules_;
  std::array<RuleSet, kMaxDigits + 1> by_digits_;
  std::array<std::vector<uint32_t>, kMaxLetters + 1> by_letters_;
  std::vector<uint32_t> at_, scheme_, colon_, text_;
  std::vector<std::vector<uint32_t>> by_term_;     // rules a term wakes
  std::vector<std::vector<uint32_t>> speaks_for_;  // rules a term is context of
  std::array<std::vector<Prefix>, 128> by_first_;  // prefixes by first byte
};

}  // namespace blackbar
