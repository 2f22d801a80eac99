// The words of postal addresses, and how their letters are read: of extend.cpp and
// its parts. In the languages whose addresses the rules know.
#pragma once

#include <cstdint>
#include <string_view>

namespace blackbar {

enum class AddressWord : uint8_t {
  kUnit,       // a unit's number or letter follows: "Apt. 5"
  kFloor,      // a unit's ordinal comes before: "3rd floor"
  kParticle,   // small, inside the name of a place
  kStop,       // begins something else: "..., please ring"
  kNotPlural,  // in -s, and makes a street before it no kind of thing
  kNumbered,   // counts something that is no house: "Gate 5"
  kNotName,    // in no name of a street: "5 minutes from the park"
  kType,       // a type of street, behind a name without a number
  kSide,       // "Street NW", "Ave. South"
};

// Is it one of these, whatever its case and accents? O(list).
bool is_address_word(AddressWord kind, std::string_view word);

// Bytes, from `at` on, that are letters; that are digits.
size_t letters_end(std::string_view text, size_t at);
size_t digits_end(std::string_view text, size_t at);

// Does a word stand, or go on, at `at`?
bool word_at(std::string_view text, size_t at);

// Does a capital letter stand at `at`? Beyond ASCII what two bytes write counts
// as one from U+0100 on: names there rarely begin small.
bool opens_capital(std::string_view text, size_t at);

}  // namespace blackbar
