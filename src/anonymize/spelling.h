// When are two spellings one value? They then share a token. Case, accents,
// spaces and separators do not count where they cannot tell two values apart:
//
//   +1 (212) 555-0134   212.555.0134            one telephone
//   Ana@Example.com     ana@example.com         one mailbox
//   DE89 3704 0044 ...  de8937040044...         one account
//   3/14/2024           31/4/2024               two dates: digits do not run
//   hunter2             Hunter2                 two passwords: nothing is folded
//
// THREADS. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace blackbar {

// The same string for spellings of one value of this entity.
std::string spelling_key(std::string_view entity, std::string_view value);

// A person's name, word by word in plain letters, given name first.
struct Name {
  enum class Address : uint8_t { kNone, kMale, kFemale };

  std::vector<std::string> words;  // without titles
  Address address = Address::kNone;
  bool titled = false;

  friend bool operator==(const Name& a, const Name& b) {
    return a.words == b.words;
  }
};

// "Ms Lopez" is {lopez} with a female address, "Lopez, Maria" {maria, lopez}.
Name read_name(std::string_view value);

// Could `a` and `b` be the same person by their titles?
constexpr bool may_agree(Name::Address a, Name::Address b) {
  return a == b || a == Name::Address::kNone || b == Name::Address::kNone;
}

}  // namespace blackbar
