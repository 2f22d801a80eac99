// One pass over the bytes: where can something begin? Then which rules that
// wakes, by the words and digits around. A text that wakes nothing costs no
// regular expression at all.
#pragma once

#include <array>
#include <functional>
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

// A maximal run of digits. Groups that few separators part belong to one
// number, as in "4111 1111-1111".
struct Group {
  Span span;
  bool joined;  // belongs to the same number as the group before it
};

// Where a rule, or each of a list of rules, may have to be tried.
struct Place {
  uint32_t begin;
  uint32_t rules;  // a list of TriggerTable's; with kOneRule a rule's index
  static constexpr uint32_t kOneRule = 1u << 31;
};

// What one pass over a text saw. Places, not wakes: a word before a number may
// wake fifty rules, of which its surroundings leave two.
struct Seen {
  std::vector<Place> places;   // of every trigger but kNumber and kText
  std::vector<Group> groups;   // in text order
  std::vector<TermHit> terms;  // in text order
  bool brackets = false;       // is there a '(' or a '['?
};

// Which rules wait for what. Built once for an engine.
class TriggerTable {
 public:
  // Adds the words of every rule to the vocabulary. `needs` has an entry for
  // every rule. Rules are borrowed.
  TriggerTable(std::span<const Rule> rules, std::span<const Needs> needs,
               Vocabulary& vocabulary);

  // The one pass. Of the terms those that stand in a list. O(text).
  Seen look(std::string_view text, const Vocabulary& vocabulary) const;

  // Hands on which rules wake where, some at a time. A rule that needs its
  // words, or has `near`, is woken where one of them stands near, and where the
  // rule is `expected`; empty for none. O(text * 40): a number asks at each of
  // its groups which digit counts can follow. In wake.cpp.
  using Sink = std::function<void(std::span<const Wake>)>;
  void wake(std::string_view text, const Seen& seen,
            const Vocabulary& vocabulary, const RuleSet& expected,
            const Sink& sink) const;

  // Both, all wakes at once.
  Triggered run(std::string_view text, const Vocabulary& vocabulary,
                const RuleSet& expected = {}) const;

 private:
  friend class Scan;
  friend class Hearing;
  friend class Waking;

  // What one character can be to the scan.
  enum Kind : uint8_t {
    kLetter = 1,
    kDigit = 2,
    kAtSign = 4,
    kColonSign = 8,
    kOpens = 16,  // a sign that a prefix begins with
    kBracket = 32,
  };
  struct Literal {
    std::string_view text;
    uint32_t rule;
  };
  // Lists of rules by number: those that letters before a digit wake, by how
  // many; those of a sign; then two for each term, that of the rules that begin
  // at its words and that of those that begin behind them.
  enum : uint32_t {
    kAtList = kMaxLetters + 1,
    kSchemeList,
    kColonList,
    kTermLists,
  };
  std::span<const uint32_t> list(uint32_t n) const {
    return std::span(ids_).subspan(lists_[n], lists_[n + 1] - lists_[n]);
  }
  // What the wakes of a rule ask of its surroundings, from Rule.
  struct Asks {
    uint8_t reach;
    bool lead;
    bool lead_needed;
  };

  std::span<const Rule> rules_;
  std::vector<Asks> asks_;
  RuleSet always_, alone_;  // rules that need nothing; that may stand alone
  std::array<RuleSet, kMaxDigits + 1> by_digits_;
  std::array<RuleSet, 48> by_opening_;  // Rule::openings, bit by bit
  std::vector<uint32_t> ids_, lists_;   // list n: ids_ from lists_[n] on
  std::vector<uint32_t> text_;
  enum Use : uint8_t { kWakes = 1, kWakesBehind = 2, kSpeaks = 4 };
  std::vector<uint8_t> uses_;  // what each term is there for
  // Lists that wake a rule where one of their words is near: those of rule i
  // are speakers_[speaks_[i]] up to speakers_[speaks_[i + 1]].
  std::vector<ListId> speakers_;
  std::vector<uint32_t> speaks_ = {0};
  std::vector<RuleSet> spoken_to_;  // per list: the rules that it wakes so
  // Literals by two of their bytes, and a bit for each third byte that one of a
  // list has; all bits where one has none.
  struct ByTwo {
    std::array<std::vector<Literal>, 1024> lists;
    std::array<uint64_t, 1024> thirds{};
    void add(uint32_t list, char third, Literal literal) {
      lists[list].push_back(literal);
      thirds[list] |= third == 0 ? ~uint64_t{0} : bit(third);
    }
    bool has(uint32_t list, char third) const {
      return thirds[list] & (third == 0 ? ~uint64_t{0} : bit(third));
    }
    static uint64_t bit(char c) {
      return uint64_t{1} << (static_cast<unsigned char>(c) & 63);
    }
  };
  ByTwo by_first_;                  // prefixes by their first two
  ByTwo by_last_;                   // suffixes by their last two
  std::array<uint8_t, 256> kinds_;  // Kind of each byte
};

}  // namespace blackbar
