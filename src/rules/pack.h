// Rules as text. The built-in ones are one such text, made by generate.py from
// src/rules/**/*.toml; it is read in place and nothing of it is copied.
//
// One record per line; tabs between fields; the first character says which:
//   G<word>|<word>...             a group of words, numbered from 0
//   E<entity>\t<token>\t<risk>\t<nobody>   the rules that follow are of this
//   C<list>  X<list>  L<list>     context, contradicting words, countries of the
//                                 rules that follow; a number names a group
//   R<id>\t<field>...             a rule; field by its letter: p pattern, v check,
//                                 s and V score and valid_score in percent,
//                                 t trigger, f flags, g group, b back, + lead,
//                                 d and l digits and letters as hex masks, w words
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "detect/rule.h"

namespace blackbar {

struct Pack {
  std::vector<Rule> rules;  // point into the text and into the lists below
  std::deque<std::vector<std::string_view>> lists;
  std::deque<std::vector<WordList>> contexts;
};

// `text` must outlive the pack and be what pack.py wrote: it is not checked.
// O(text).
Pack read_pack(std::string_view text);

// The rules that come with the library, sorted by entity; read once.
const Pack& builtin_pack();
std::string_view builtin_pack_text();

// Twelve hex digits of the SHA-256 of the text: the same rules, the same digits.
std::string_view builtin_rules_digest();

}  // namespace blackbar
