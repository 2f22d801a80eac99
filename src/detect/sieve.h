// Asked before RE2: can a match of a pattern begin here at all? Nineteen of
// twenty woken rules are refused by what follows within a few characters, and
// for that neither a compiled program (a hundred microseconds and more, once)
// nor a search (a quarter of one, each time) is needed.
//
// An automaton over the pattern's parse tree, made deterministic as texts ask
// for it. ASCII is told apart as the pattern does; all characters beyond it are
// one. It errs to one side: what it refuses RE2 would refuse too, which
// tests/fuzz/fuzz_triggers.cpp tries.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "text/chars.h"

namespace re2 {
class Regexp;
}

namespace blackbar {

// May be shared by threads.
class Sieve {
 public:
  // Of a pattern that RE2 takes. Parses it, a sixth of what compiling takes.
  explicit Sieve(std::string_view pattern);

  // False: no match begins at text[at]. Looks at kLooks characters at most.
  bool lets(std::string_view text, size_t at) const;

  // Appends every place where a match that begins at text[at] may end, in
  // ascending order; more than where one does. False: there are others too, and
  // what was appended says nothing. Looks at kFarthest characters at most.
  bool ends(std::string_view text, size_t at, std::vector<uint32_t>& out) const;

  static constexpr uint32_t kLooks = 48;
  static constexpr uint32_t kFarthest = 192;

  // The first thing to ask, of a few words that lie together: which characters
  // a match may begin with, and which may come behind the digits or the letters
  // that it begins with.
  class Brief {
   public:
    // False: no match begins at text[at], where a run ends as in run_end().
    bool lets(std::string_view text, size_t at, size_t run_end) const {
      return has(first_, text, at) &&
             (run_end == at ||
              has(is_digit(text[at]) ? digits_ : letters_, text, run_end));
    }

    // Where the digits end that begin at `at`, or the letters.
    static size_t run_end(std::string_view text, size_t at);

   private:
    friend class Sieve;
    // A bit for each ASCII character; the first for what is beyond, too.
    struct Characters {
      uint64_t bits[2] = {};
      bool end = false;  // of the text
    };
    static bool has(const Characters& set, std::string_view text, size_t at) {
      if (at >= text.size()) return set.end;
      const auto c = static_cast<unsigned char>(text[at]);
      return c < 128 ? set.bits[c / 64] >> c % 64 & 1 : set.bits[0] & 1;
    }
    Characters first_, digits_, letters_;
  };
  Brief brief() const;

 private:
  // An entry of the table: what a state and a character lead to.
  enum Entry : uint8_t {
    kUnknown = 0,  // nobody has asked yet
    kDead = 1,     // nowhere
    kMaybe = 2,    // to more than the table holds
    kFirst = 3,    // from here on states
    kStates = 64,
    kAccepts = 128,  // besides: a match may end before this character
  };

  // Characters that some place of the pattern takes.
  struct Set {
    uint64_t ascii[2] = {};
    bool beyond = false;
    friend bool operator==(const Set&, const Set&) = default;
  };
  struct Node {
    enum Kind : uint8_t {
      kTake,        // a character of sets_[value], then `next`
      kFork,        // `next`, or `value`
      kBoundary,    // \b
      kNoBoundary,  // \B
      kTextEnd,     // $
      kMatch,       // the end of the pattern
      kTooMuch,     // what follows is left out
    } kind;
    uint16_t value = 0;
    uint16_t next = 0;
  };
  using Nodes = std::vector<uint16_t>;  // sorted
  struct State {
    Nodes nodes;
    bool behind_word;  // the character before is a word character
  };
  class Builder;

  Nodes closure(Nodes from) const;
  Brief::Characters behind(bool (*of_run)(char), bool beyond) const;
  uint8_t intern(State state) const;
  uint8_t compute(uint8_t from, uint8_t kind) const;
  // What the character at text[at], or the end, leads to; moves behind it.
  uint8_t step(uint8_t from, std::string_view text, size_t& at) const;
  uint8_t start(std::string_view text, size_t at) const;

  std::vector<Set> sets_;
  uint16_t root_ = 0;
  std::vector<Node> nodes_;
  bool boundaries_ = false;     // is there a \b or a \B?
  uint8_t kind_of_[128];        // of an ASCII character
  uint8_t kinds_ = 0;           // and two more: beyond ASCII, the text's end
  std::vector<uint8_t> first_;  // a character of each kind
  uint8_t starts_[2];           // behind no word character; behind one
  mutable std::unique_ptr<std::atomic<uint8_t>[]> table_;  // state, kind
  mutable std::mutex mutex_;                               // of states_
  mutable std::vector<State> states_;
};

}  // namespace blackbar
