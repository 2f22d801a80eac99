// What a token looks like: "(WORD_N)", WORD of capitals, digits and
// underscores, N a number without leading zeros; or "(WORD_N_TAG)", TAG being
// four letters and digits by which a conversation knows its own tokens. Round
// brackets, since they alone come unharmed through markdown, sanitisers,
// templates and rich text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"

namespace blackbar {

constexpr size_t kMaxToken = 80;  // bytes; keeps scans for tokens linear

// Of a tag. No sign that looks like another, no U, so that few words come about;
// the first is a letter, so that the number before it ends whatever became of
// the underscore.
inline constexpr std::string_view kTagLetters = "ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::string_view kTagSigns = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
constexpr size_t kTagSize = 4;

// The tag that four random bytes make: 594,000 there are.
std::string tag_of(std::string_view random);

// The token that opens at text[open], a '('; empty if none does.
std::string_view token_at(std::string_view text, size_t open);

// What is sealed in the text itself, "(bb1:EMAIL_ADDRESS:k7:3mJr...)", as
// crypto/envelope.h describes it, that opens at text[open]; empty if nothing
// does. Of any length: a value's.
std::string_view sealed_at(std::string_view text, size_t open);

// Every token-like piece of the text, in order. O(text).
std::vector<Span> tokens_in(std::string_view text);

constexpr size_t kHashDigits = 16;  // of a hash, "[EMAIL:3f9a1c0b2d4e5f60]"

// The same, what is sealed, labels, "[WORD]", and hashes. O(text).
std::vector<Span> placeholders_in(std::string_view text);

}  // namespace blackbar
