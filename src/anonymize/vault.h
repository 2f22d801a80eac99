// Remembers which token stands for which value, for one conversation.
//
// What a token looks like is in text/placeholder.h.
//
// Three texts can hold what looks like one of our tokens and is not:
//  * a token nobody made yet: keep_clear_of() reserves it, so that it is never
//    made later;
//  * a token already made, typed by the person: forged() finds it, and the
//    engine gives it a token of its own, so that restore() returns the very
//    text and not somebody's value;
//  * a text that this vault itself produced, redacted a second time:
//    produced() knows it, and it is left as it is.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "blackbar.h"

namespace blackbar {

class Vault {
 public:
  // kRandomBytes from a generator fit for keys, or none.
  explicit Vault(std::string_view random = {});

  // The token for this value of this entity; the same one each time. `word`
  // is the rule's, "EMAIL".
  std::string token(std::string_view word, std::string_view entity,
                    std::string_view value);

  // The stand-in that this value has, else the first of make(0), make(1), ...
  // that stands for nothing else here; empty once make() has no more to give
  // and returns the empty string.
  std::string stand_in(std::string_view entity, std::string_view value,
                       const std::function<std::string(uint32_t)>& make);

  // Random bytes of this conversation alone; empty if the host gave none.
  std::string_view secret() const { return secret_; }

  // Reserves every token-like piece of the text that this vault has not made.
  void keep_clear_of(std::string_view text);

  // Where the text holds tokens this vault has made.
  std::vector<Span> forged(std::string_view text) const;

  // Marks a text as made by this vault, and asks whether one is.
  void remember(std::string_view text);
  bool produced(std::string_view text) const;

  // Puts the values back; reserves unknown tokens. O(text).
  std::string restore(std::string_view text);

 private:
  std::map<std::string, std::string, std::less<>> value_of_;  // token -> value
  std::map<std::string, std::string, std::less<>> token_of_;  // entity, value
  std::map<std::string, uint32_t, std::less<>> last_;         // word -> number
  std::set<std::string, std::less<>> reserved_;
  std::string secret_;
  std::map<std::string, std::string, std::less<>> stand_in_of_;
  std::set<std::string, std::less<>> stand_ins_;
  std::unordered_set<uint64_t> produced_;  // hashes of texts that hold tokens
};

constexpr size_t kRandomBytes = 36;

}  // namespace blackbar
