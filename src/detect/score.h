// How sure are we? A rule's own strength, then its check digit, then the words
// around it.
//
//   score = rule.score, or rule.valid_score once the check holds
//         + kContext        if a word of rule.context stands near, or else if
//                           the entity is what the last question asked for
//         + kAlone          if the value is the whole message
//         - kContradiction  if a word of rule.contradicts stands before it with
//                           no digit between, and no word of rule.context is
//                           as near, or it qualifies that word
//         - kUnexpected     if the last question asked for something else, and
//                           no word names it
//   cut to 0..1
//
// A failed check, a rule that needs words and has none, and a country's own
// number behind the VAT prefix of another ("CZ 48207726") score 0.
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
constexpr float kAlone = 0.25f;
constexpr float kUnexpected = 0.2f;
constexpr uint32_t kWordsBefore = 48;  // bytes: about eight words
constexpr uint32_t kWordsAfter = 24;   // bytes, within the same sentence

// What is known of a candidate but for its words.
struct Evidence {
  std::optional<bool> valid = {};  // the check's verdict; empty: there is none
  // Was a question asked, and was it for this entity?
  enum class Asked : uint8_t {
    kNothing,
    kThis,
    kOther
  } asked = Asked::kNothing;
};

// Per rule, the lists of words that name it and that deny it.
class Scorer {
 public:
  // Every list must be in the vocabulary already.
  Scorer(std::span<const Rule> rules, Vocabulary& vocabulary);

  // Sets the candidate's score and reasons, and whether it is named. O(terms near the candidate), and
  // the logarithm of all.
  void score(Candidate& candidate, Evidence evidence, std::string_view text,
             std::span<const TermHit> terms) const;

 private:
  struct Lists {
    std::vector<ListId> names, denies;
    std::vector<ListId> sole;  // those of `names` that no other entity has
  };
  struct Near {
    const TermHit* hit = nullptr;
    uint32_t distance = UINT32_MAX;  // bytes between the word and the candidate
  };
  Near nearest(const std::vector<ListId>& of, Span span, std::string_view text,
               std::span<const TermHit> terms, bool after_too) const;

  std::span<const Rule> rules_;
  std::vector<Lists> lists_;
  const Vocabulary& vocabulary_;
};

}  // namespace blackbar
