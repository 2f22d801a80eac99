// Finds a conversation's tokens in a text that people, models and renderers
// have had their hands on. Of the token "(EMAIL_1_KX4T)" all of these are
// mentions:
//
//   (email_1_kx4t)   [EMAIL_1_KX4T]   EMAIL_1_KX4T's   \(EMAIL\_1\_KX4T\)
//   **EMAIL-1-KX4T**   ( EMAIL 1 KX4T )   %28EMAIL_1_KX4T%29   EMAIL_1_KX4Ts
//
// The tag makes that safe: without it only the very token is one. Brackets
// around a mention belong to it when they are a pair; a digit behind it makes it
// another token.
//
// ERRORS. None. COST. O(text * words). THREADS. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"

namespace blackbar {

constexpr uint32_t kMaxMention = 200;  // bytes from bracket to bracket

// What the tokens of one conversation have in common.
struct TokenForm {
  std::string tag;                 // empty: tokens have none
  std::vector<std::string> words;  // "EMAIL", "US_SSN": of its tokens so far
};

struct Mention {
  Span span;
  std::string token;  // as it was made, "(EMAIL_1_KX4T)"
};

struct Mentions {
  std::vector<Mention> found;  // in order, disjoint
  // The text before this stays what it is whatever follows it; the rest may be
  // the beginning of a mention. At most kMaxMention bytes from the end.
  uint32_t settled = 0;
};

// Every place that would be a mention if its neighbours were others: what a
// person typed must not become one when a value beside it is replaced.
std::vector<Mention> likenesses_in(std::string_view text,
                                   const TokenForm& form);

// The numbers of all that would be a likeness if its word were one of ours, as it
// may become: digits as they are written, never beginning with 0.
std::vector<std::string> numbers_in(std::string_view text,
                                    const TokenForm& form);

// Reads from `from` on; what stands before is looked at as a neighbour alone.
// `last`: nothing follows, so that all of it is settled.
Mentions mentions_in(std::string_view text, const TokenForm& form,
                     uint32_t from = 0, bool last = true);

}  // namespace blackbar
