// The words rules care about: which of them stand in a text, and where. One
// hash look-up per word, whatever the number of terms.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"
#include "text/chars.h"

namespace blackbar {

using TermId = uint32_t;
using ListId = uint32_t;

// Signs one of which may part the words of a term.
constexpr bool joins_words(char c) {
  return c == ' ' || c == '-' || c == '_' || c == '.' || c == '\'';
}

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
  // Stands until the next add().
  std::string_view text(TermId term) const {
    return std::string_view(letters_).substr(terms_[term].begin,
                                             terms_[term].size);
  }

  // The id of a list of terms, the same one for the same memory.
  ListId add_list(std::span<const std::string_view> words);
  size_t lists() const { return lists_; }
  // The lists that hold this term, in ascending order.
  class ListsOf;
  ListsOf lists_of(TermId term) const;

  // From now on the term is met only where a digit stands near behind its first
  // word: for "a" and "to", which say something before a number alone.
  // settle() is due when all of them are told.
  void only_before_number(TermId term);
  void settle();
  static constexpr uint32_t kNumberNear = 32;  // bytes

  // Appends the terms that begin with the word `text[span]` and go on after
  // it, in the order they were added. `hash` is that of the word, folded;
  // `number`: does a digit stand within kNumberNear bytes behind it?
  void look_up(std::string_view text, Span word, uint32_t hash, bool number,
               std::vector<TermHit>& hits) const;

  // False: look_up() would append nothing. Nine words of ten end here.
  bool may_begin(std::string_view text, Span word, uint32_t hash,
                 bool number) const {
    return has(hash, number) ||
           has(with_second(hash, second_at(text, word.end)), number);
  }

  // Appends the terms of unparted scripts that begin with the character
  // text[at], of `length` bytes.
  void look_up_inside(std::string_view text, size_t at, uint32_t length,
                      std::vector<TermHit>& hits) const;

 private:
  // Terms are found by their key: the hash of the first word and, if another
  // one follows, the byte that this begins with. "my" begins hundreds.
  struct Term {
    uint32_t begin, size;  // in letters_
    uint32_t key;
    uint32_t first;        // bytes of the first word, or of the first character
    int next;              // the next term in this slot; -1: none
    int lists, last_list;  // in links_; -1: none
    bool numbered;         // only_before_number()
  };
  struct Link {
    ListId list;
    int next;  // in links_; -1: none
  };
  struct Known {  // a list's memory and its id
    const void* memory;
    ListId list;
  };
  // Which keys there are; wrong about few that are not.
  struct Filter {
    static constexpr uint32_t kMask = (1 << 17) - 1;
    uint64_t bits[(kMask + 1) / 64] = {};
    bool has(uint32_t key) const {
      const uint32_t bit = key >> 13 & kMask;
      return bits[bit / 64] >> (bit & 63) & 1;
    }
    void add(uint32_t key) {
      const uint32_t bit = key >> 13 & kMask;
      bits[bit / 64] |= uint64_t{1} << (bit & 63);
    }
  };
  bool has(uint32_t key, bool number) const {
    return seen_.has(key) || (number && seen_numbered_.has(key));
  }
  static constexpr uint32_t kSlotMask = (1 << 13) - 1;

  static uint32_t with_second(uint32_t hash, char second) {
    return (hash ^ static_cast<unsigned char>(second) * 0x9E3779B1u) *
           0x85EBCA6Bu;
  }
  // The byte, folded, that the next word begins with if one sign parts it from
  // the word that ends at `at`, else 0.
  static char second_at(std::string_view text, size_t at) {
    if (at + 1 >= text.size() || !joins_words(text[at])) return 0;
    const char c = text[at + 1];
    if (static_cast<unsigned char>(c) >= 0x80) return folded_at(text, at + 1);
    return is_alnum(c) ? lower(c) : '\0';
  }
  static char folded_at(std::string_view text, size_t at);
  void look_up_key(std::string_view text, Span word, uint32_t key, bool number,
                   std::vector<TermHit>& hits) const;
  Known& known(const void* memory);

  std::string letters_;  // of all terms
  std::vector<Term> terms_;
  std::vector<int> first_, last_;  // by slot, the lowest bits of the key
  std::vector<Link> links_;
  std::vector<Known> known_;  // open addressing; its size is a power of two
  ListId lists_ = 0;
  Filter seen_, seen_numbered_;  // keys of terms met anywhere; of the others
};

// For range-based for.
class Vocabulary::ListsOf {
 public:
  class Iterator {
   public:
    Iterator(const std::vector<Link>& links, int at) : links_(links), at_(at) {}
    ListId operator*() const { return links_[static_cast<size_t>(at_)].list; }
    Iterator& operator++() {
      at_ = links_[static_cast<size_t>(at_)].next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const std::vector<Link>& links_;
    int at_;
  };
  ListsOf(const std::vector<Link>& links, int first)
      : links_(links), first_(first) {}
  Iterator begin() const { return {links_, first_}; }
  Iterator end() const { return {links_, -1}; }
  bool empty() const { return first_ < 0; }

 private:
  const std::vector<Link>& links_;
  int first_;
};

inline Vocabulary::ListsOf Vocabulary::lists_of(TermId term) const {
  return {links_, terms_[term].lists};
}

// Does this lead byte open a letter of a script that parts no words: Thai and
// Lao, and from U+3000 on (RFC 3629, section 3)?
constexpr bool opens_unparted(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c >= 0xE3 && c <= 0xED) return true;
  return c == 0xE0 && at + 1 < text.size() &&
         static_cast<unsigned char>(text[at + 1]) >= 0xB8 &&
         static_cast<unsigned char>(text[at + 1]) <= 0xBB;
}

// The hash of a word as text/plain.h folds it: of eight bytes at a time, so
// that a scanner takes most words in one step.
class WordHash {
 public:
  // Eight bytes at once, the first one lowest. Only while no add() is pending.
  constexpr void add_eight(uint64_t bytes) {
    state_ = (state_ ^ bytes) * 0x9E3779B97F4A7C15u;
    state_ ^= state_ >> 32;
  }
  constexpr void add(char c) {
    pending_ |= uint64_t{static_cast<unsigned char>(c)} << 8 * count_;
    if (++count_ < 8) return;
    add_eight(pending_);
    pending_ = count_ = 0;
  }
  constexpr uint32_t value() const {
    WordHash all = *this;
    if (all.count_ > 0) all.add_eight(all.pending_);
    return static_cast<uint32_t>(all.state_);
  }

 private:
  uint64_t state_ = 0xCBF29CE484222325u;  // any number does
  uint64_t pending_ = 0;
  uint32_t count_ = 0;
};
constexpr uint32_t hash_word(std::string_view plain) {
  WordHash hash;
  for (char c : plain) hash.add(c);
  return hash.value();
}

// The byte `text[at]` in lower case: ASCII, and U+00C0..U+00DE, whose second
// byte after C3 is 20 hex below that of the small letter.
char lower_at(std::string_view text, size_t at);

// The same but for case, as lower_at sees it.
bool same_letters(std::string_view a, std::string_view b);

}  // namespace blackbar
