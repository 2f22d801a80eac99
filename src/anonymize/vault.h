// Remembers which token stands for which value, for one conversation.
//
// What a token looks like is in text/placeholder.h, what is taken for one when
// it comes back in text/mention.h, which spellings are one value in
// anonymize/spelling.h. Names of one person share a token too: "Maria Lopez",
// then "Maria" and "Ms Lopez"; but not once there are two Marias.
//
// Three texts can hold what looks like one of our tokens and is not:
//  * a token nobody made yet: keep_clear_of() reserves it, so that it is never
//    made later;
//  * a token already made, typed by the person: forged() finds it, and the
//    engine gives it a token of its own, so that restore() returns the very
//    text and not somebody's value;
//  * a text that this vault itself produced, redacted a second time:
//    produced() knows it, and it is left as it is.
//
// Errors: none. The vault wipes what it forgets; the copies that passed through
// freed memory are the host's to wipe (wasm/binding.cpp does).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "anonymize/spelling.h"
#include "blackbar.h"
#include "text/mention.h"

namespace blackbar {

class Vault {
 public:
  // Of a generator fit for keys: kSecretBytes for secret(), or kTagSize more that
  // stand before them for the tag. Without a tag only the very token restores;
  // any other size is as nothing.
  explicit Vault(std::string_view random = {});

  // The token for this value of this entity; the same one each time. `word`
  // is the rule's, "EMAIL".
  std::string token(std::string_view word, std::string_view entity,
                    std::string_view value);

  // The stand-in that this value has, else the first of make(0), make(1), ...
  // that stands for nothing else here. restore() knows it, to the letter.
  std::string stand_in(std::string_view entity, std::string_view value,
                       const std::function<std::string(uint32_t)>& make);

  // What was made since the mark is unmade: a draft, whose tokens left nobody.
  struct Mark {
    uint32_t count;
    std::map<std::string, uint32_t, std::less<>> last;
  };
  Mark mark() const { return {count_, last_}; }
  void roll_back(const Mark& mark);

  // Random bytes of this conversation alone; empty if the host gave none.
  std::string_view secret() const { return secret_; }

  // Reserves every token-like piece of the text that this vault has not made.
  void keep_clear_of(std::string_view text);

  // Where the text holds what restore() would take for a token of ours.
  std::vector<Span> forged(std::string_view text) const;

  // Marks a text as made by this vault, and asks whether one is. `spellings`:
  // how the value of each of its tokens was written, of all findings in order.
  std::vector<uint32_t> spellings_of(std::span<const AppliedFinding> findings,
                                     std::string_view input) const;
  void remember(std::string_view text, std::vector<uint32_t> spellings);
  bool produced(std::string_view text) const;

  // How far a text has been restored: restore() of pieces equals that of the
  // whole.
  struct Progress {
    std::vector<uint32_t> guides;  // produced texts that begin alike
    bool begun = false;
    size_t read = 0;    // bytes
    size_t tokens = 0;  // of ours
  };

  // Puts the values back, and reserves unknown tokens. Where the text begins
  // like one that this vault produced, in the spelling they had there, else in
  // the first one. O(text).
  std::string restore(std::string_view text, const Restoration& how = {});

  // The same of text[from, end), when the rest may follow (`last`: it does not):
  // `from` becomes where the next call has to begin.
  std::string restore(std::string_view text, const Restoration& how,
                      uint32_t& from, bool last, Progress& progress);

  std::vector<Remembered> entries() const;
  // Other people's mistakes are the person's to correct: the token stands for
  // this value from now on. False: there is no such token.
  bool correct(std::string_view token, std::string_view value);
  bool forget(std::string_view token);
  void forget();

  // All of it as JSON, and back. Holds the values in clear.
  std::string save() const;
  bool load(std::string_view json);

 private:
  struct Made {
    std::string token, entity;
    std::vector<std::string> spellings;  // the first one is restored
    std::vector<Name> names;             // of a person
    bool loose = false;                  // a name that several have
    bool stands_in = false;              // no token, but a made-up value
  };
  // A text that held values in other spellings than the first.
  struct Produced {
    std::string text;
    std::vector<uint32_t> spellings;  // per token
  };

  const Made* find(std::string_view token) const;
  uint32_t number_of(std::string_view entity, std::string_view value);
  void add_spelling(uint32_t number, std::string_view value);
  void save(std::string& out) const;
  uint32_t person(const Name& name, bool& loose) const;
  void clear(uint32_t number);
  void drop(uint32_t number);
  std::string next_token(std::string_view word);
  Mentions mentions(std::string_view text, uint32_t from, bool last) const;
  std::string_view spelled(const Made& made, Progress& progress) const;
  void follow(std::string_view text, Progress& progress) const;

  std::string secret_;
  TokenForm form_;
  std::map<uint32_t, Made> made_;  // by number of making; addresses hold
  uint32_t count_ = 0;
  std::map<std::string, uint32_t, std::less<>> by_token_;
  std::map<std::string, uint32_t, std::less<>> by_key_;  // entity, spelling_key
  std::map<std::string, uint32_t, std::less<>> last_;    // word -> number
  // Tokens that are never made, and numbers that no word gets.
  std::set<std::string, std::less<>> reserved_;
  std::unordered_set<uint64_t> produced_;   // hashes of texts that hold tokens
  std::map<uint32_t, Produced> respelled_;  // the last kMaxRespelled
  uint32_t respelled_count_ = 0;
  bool stands_in_ = false;  // some stand-in was made
};

constexpr size_t kSecretBytes = 32;

}  // namespace blackbar
