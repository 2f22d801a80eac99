// The words rules care about: which of them stand in a text, and where. One
// hash look-up per word, whatever the number of terms.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"

namespace blackbar {

using TermId = uint32_t;
using ListId = uint32_t;

// A term that stands in the text.
struct TermHit {
  Span span;  // in the normalised text
  TermId term;
};

// A term is one to four words in lower case, joined by single spaces. In the
// text any one space, hyphen, underscore, dot or apostrophe may join them, and
// neither case nor accents matter: "date of birth" stands in "Date-of-Birth:",
// "numero" in "num\u00e9ro" (text/plain.h). Words are
// runs of letters; digits end them, so "cvv2" holds "cvv". A term that begins
// in a script that parts no words (Chinese, Japanese, Korean, Thai) is met
// inside of words too.
class Vocabulary {
 public:
  // The id of a term, the same one for the same words. A term that does not
  // begin with a letter is never met.
  TermId add(std::string_view words);
  size_t size() const { return terms_.size(); }
  std::string_view text(TermId term) const { return terms_[term].words; }

  // The id of a list of terms, the same one for the same memory.
  ListId add_list(std::span<const std::string_view> words);
  size_t lists() const { return list_ids_.size(); }
  // The lists that hold this term, in ascending order.
  std::span<const ListId> lists_of(TermId term) const {
    return terms_[term].lists;
  }

  // From now on the term is met only where a digit stands near behind its first
  // word: for "a" and "to", which say something before a number alone.
  void only_before_number(TermId term) { links_[term].numbered = true; }
  static constexpr uint32_t kNumberNear = 32;  // bytes

  // Could a term begin with a word of this hash?
  bool may_begin(uint32_t hash) const {
    const uint32_t bit = hash >> 3 & kFilterMask;
    return seen_[bit / 64] >> (bit & 63) & 1;
  }

  // Appends the terms that begin with the word `text[span]` and go on after
  // it, in the order they were added. `hash` is that of the word, folded;
  // `number`: does a digit stand within kNumberNear bytes behind it?
  void look_up(std::string_view text, Span word, uint32_t hash, bool number,
               std::vector<TermHit>& hits) const;

  // Appends the terms of unparted scripts that begin with the character
  // text[at], of `length` bytes.
  void look_up_inside(std::string_view text, size_t at, uint32_t length,
                      std::vector<TermHit>& hits) const;

 private:
  struct Term {
    std::string words;
    uint32_t first = 0;  // bytes of the first word, or of the first character
    std::vector<ListId> lists;
  };
  // What is looked at of a term before the term itself: a word may begin many.
  struct Link {
    uint32_t hash;  // of the first word, or of the first character
    int next;       // the next term in this slot; -1: none
    char second;    // the byte that its second word begins with; 0: none
    bool numbered;  // only_before_number()
  };
  static constexpr uint32_t kFilterMask = (1 << 15) - 1;
  static constexpr uint32_t kSlotMask = (1 << 12) - 1;

  std::vector<Term> terms_;
  std::vector<Link> links_;        // by term
  std::vector<int> first_, last_;  // by slot, the lowest bits of the hash
  std::map<const void*, ListId> list_ids_;
  uint64_t seen_[(kFilterMask + 1) / 64] = {};  // hashes of first words
};

// Does this lead byte open a letter of a script that parts no words: Thai and
// Lao, and from U+3000 on (RFC 3629, section 3)?
constexpr bool opens_unparted(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c >= 0xE3 && c <= 0xED) return true;
  return c == 0xE0 && at + 1 < text.size() &&
         static_cast<unsigned char>(text[at + 1]) >= 0xB8 &&
         static_cast<unsigned char>(text[at + 1]) <= 0xBB;
}

// FNV-1a over the word as text/plain.h folds it, so that a scanner can fold it
// in letter by letter.
constexpr uint32_t kHashSeed = 2166136261u;
constexpr uint32_t hash_step(uint32_t hash, char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (hash ^ byte) * 16777619u;
}
constexpr uint32_t hash_word(std::string_view plain) {
  uint32_t hash = kHashSeed;
  for (char c : plain) hash = hash_step(hash, c);
  return hash;
}

// The byte `text[at]` in lower case: ASCII, and U+00C0..U+00DE, whose second
// byte after C3 is 20 hex below that of the small letter.
char lower_at(std::string_view text, size_t at);

// The same but for case, as lower_at sees it.
bool same_letters(std::string_view a, std::string_view b);

}  // namespace blackbar
