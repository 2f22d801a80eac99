// The words rules care about: which of them stand in a text, and where. One
// hash look-up per word, whatever the number of terms.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "blackbar.h"

namespace blackbar {

using TermId = uint32_t;

// A term that stands in the text.
struct TermHit {
  Span span;  // in the normalised text
  TermId term;
};

// A term is one to four words in lower case, joined by single spaces. In the
// text any one space, hyphen, underscore, dot or apostrophe may join them, and
// case does not matter: "date of birth" stands in "Date-of-Birth:". Words are
// runs of letters; digits end them, so "cvv2" holds "cvv".
class Vocabulary {
 public:
  // The id of a term, the same one for the same words. A term that does not
  // begin with a letter is never met.
  TermId add(std::string_view words);
  size_t size() const { return terms_.size(); }
  std::string_view text(TermId term) const { return terms_[term].words; }

  // Appends the terms that begin with the word `text[span]` and go on after
  // it, in the order they were added. `hash` is what hash_word gives for it.
  void look_up(std::string_view text, Span word, uint32_t hash,
               std::vector<TermHit>& hits) const;

 private:
  struct Term {
    std::string words;
    uint32_t first = 0;  // bytes of the first word
    int next = -1;       // the next term whose first word has this hash
  };
  std::vector<Term> terms_;
  std::unordered_map<uint32_t, std::pair<int, int>> by_hash_;  // first, last
  uint64_t seen_[16] = {};  // a 1,024-bit filter in front of by_hash_
};

// FNV-1a over the word in lower case (ASCII and Latin-1 letters), so that a
// scanner can fold it in byte by byte.
constexpr uint32_t kHashSeed = 2166136261u;
constexpr uint32_t hash_step(uint32_t hash, char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (hash ^ byte) * 16777619u;
}
uint32_t hash_word(std::string_view word);

// The byte `text[at]` in lower case: ASCII, and U+00C0..U+00DE, whose second
// byte after C3 is 20 hex below that of the small letter.
char lower_at(std::string_view text, size_t at);

// The same but for case, as lower_at sees it.
bool same_letters(std::string_view a, std::string_view b);

}  // namespace blackbar
