// How sure are we? A rule's own strength, then its check digit, then the words
// around it.
//
//   score = rule.score, or rule.valid_score once the validator agrees
//         + kContext        if a word of rule.context stands near
//         - kContradiction  if a word of rule.contradicts stands before it, and
//                           no word of rule.context is nearer, or it qualifies
//                           that word
//   cut to 0..1
//
// A failed check, and a rule that needs words and has none, score 0.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "detect/candidate.h"
#include "detect/rule.h"

namespace blackbar {

constexpr float kContext = 0.4f;
constexpr float kContradiction = 0.4f;
constexpr uint32_t kWordsBefore = 48;  // bytes: about eight words
constexpr uint32_t kWordsAfter = 24;   // bytes, within the same sentence

// Per rule, the terms of its context and of what contradicts it.
class Scorer {
 public:
  // Every term must be in the vocabulary already.
  Scorer(std::span<const Rule> rules, Vocabulary& vocabulary);

  // Sets the candidate's score and reasons. `valid` is the validator's
  // verdict, or empty when the rule has none. O(terms near the candidate),
  // and the logarithm of all.
  void score(Candidate& candidate, std::optional<bool> valid,
             std::string_view text, std::span<const TermHit> terms) const;

 private:
  struct Terms {
    std::vector<TermId> names, denies;  // sorted
  };
  struct Near {
    const TermHit* hit = nullptr;
    uint32_t distance = UINT32_MAX;  // bytes between the word and the candidate
  };
  Near nearest(const std::vector<TermId>& of, Span span, std::string_view text,
               std::span<const TermHit> terms, bool after_too) const;

  std::span<const Rule> rules_;
  std::vector<Terms> terms_;
  const Vocabulary& vocabulary_;
};

}  // namespace blackbar
