// Rules as text. The built-in ones are one such text, made by generate.py from
// src/rules/**/*.toml; it is read in place and nothing of it is copied.
//
// One record per line; tabs between fields; the first character says which:
//   G<word>|<word>...             a group of words, numbered from 0; the first is
//                                 that of words which deny every number rule
//   E<entity>\t<token>\t<risk>\t<countries>   the rules that follow are of this.
//                                 Token: "" the entity, "=" without its country;
//                                 risk: 0 to 2, then n for nobody's, s for soft;
//                                 countries:
//                                 "" all, "=" the one the id begins with
//   C<list>                       context of the rules of this entity that
//                                 follow; a number in a list names a group
//   R<form>\t<field>...           the rule <entity in lower case>.<form>; field by
//                                 its letter: p pattern, v check, s and V score
//                                 and valid_score in percent, t trigger, f flags,
//                                 g group, b back, + lead, d and l digits and
//                                 letters as hex masks, o openings, so too,
//                                 h reach in hex, w words, r near, x
//                                 contradicting words, c countries
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "detect/rule.h"

namespace blackbar {

struct Pack {
  std::vector<Rule> rules;  // point into the text and into the lists below
  std::deque<std::vector<std::string_view>> lists;
  std::deque<std::vector<WordList>> contexts;
  std::deque<std::string> ids;
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
