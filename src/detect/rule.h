// A rule is data: what to look for, where that can begin, how sure to be, how
// to check. The built-in ones are generated from src/rules/**/*.toml, whose
// keys have the same names; src/rules/README.md is their manual.
#pragma once

#include <span>
#include <string_view>

#include "blackbar.h"

namespace blackbar {

// Where a match of the rule's pattern can begin, and so what wakes the rule.
// The law, tested and fuzzed: the pattern matches nowhere else.
enum class Trigger : uint8_t {
  kNumber,   // a group of digits that no word character precedes, or a sign
             // of `lead` right before it
  kAt,       // the first character of the local part before an '@'
  kScheme,   // the first letter of the scheme before "://"
  kColon,    // a run of hex digits, ':' and '.' that holds two ':' and that no
             // word character precedes; and what follows its first ':'
  kLetters,  // `letters` ASCII letters that no word character precedes, with a
             // digit right behind them, or behind one space, dash, dot or slash
  kPrefix,   // one of `words`, to the letter, at the start of a token; each has
             // two bytes at least
  kWord,     // one of `words`, as a word, whatever its case; with `behind`,
             // where that word ends
  kSuffix,   // a word that ends with one of `words`, whatever its case, or one
             // of the `back` words before such a word
  kText,     // anywhere: runs over the whole text. Customers' rules
};

// Words that speak for or against a rule. Many rules share one list: the same
// list is the same memory.
using WordList = std::span<const std::string_view>;

struct Rule {
  std::string_view id = {};      // "iban_code.iso13616": unique, stable, dotted
  std::string_view entity = {};  // "IBAN_CODE"
  std::string_view token = {};   // "IBAN", as in "(IBAN_1)"
  std::string_view pattern = {};  // RE2 syntax
  std::string_view check = {};    // validate.h: a validator's name, an
                                  // expression, or empty
  Risk risk = Risk::kMedium;

  Trigger trigger = Trigger::kText;
  uint8_t group = 0;  // the capture that is the finding; 0 is the whole match
  // Every match that ends where digits or a word end is a candidate, not the
  // longest alone: of "4111 1111 1111 1111 12" the card is the shorter one.
  bool ends = false;
  // No digit stands beyond a sign at either end: "1.2.3.4" is no part of
  // "1.2.3.4.5". Nor does a sign of a currency or of a share touch it, nor
  // is it the end of a number in fours.
  bool apart = false;
  // kNumber: bit n: a match may hold n digits up to the end of some group of
  // digits; with `ends`, up to its own end. kLetters: bit n: the word may have
  // n letters.
  uint64_t digits = 0;
  uint64_t letters = 0;
  // kNumber: bit k: a match may begin with k digits (15: or more) that an ASCII
  // letter follows; bit 16 + k: that a byte beyond ASCII follows; bit 32 + k:
  // anything else, or the end of the text.
  uint64_t openings = ~uint64_t{0};
  // Every match has a digit that begins less than so many bytes behind its
  // begin, 255: anywhere behind it; 0: need not. Not of kNumber.
  uint8_t reach = 0;
  std::string_view lead = {};  // kNumber: signs that may stand before, "+("
  bool lead_needed = false;
  uint8_t back = 0;     // kSuffix: words before
  bool behind = false;  // kWord: the pattern says what follows the word alone
  // The match is the head of a postal address: detect/extend.h finds the rest,
  // and `valid_score` counts when that holds a unit or a postal code.
  bool extend = false;

  float score = 0.5f;        // belief before the words around it
  float valid_score = 0;     // belief once the check holds; 0: `score`
  bool denied = false;       // the policy lists its values
  bool needs_words = false;  // without a word of `context` it is nothing
  bool nobody = false;       // no personal data: an order number, a price
  bool soft = false;         // gives way to whatever it overlaps: a plain link
  WordList words = {};       // what wakes it
  // Woken only where one of these stands near, whatever the rule's trigger;
  // they say nothing for it or against it.
  std::span<const WordList> near = {};
  std::span<const WordList> context = {};            // words that name it
  std::span<const WordList> contradicts = {};        // words that deny it
  std::span<const std::string_view> countries = {};  // empty: everywhere
};

}  // namespace blackbar
