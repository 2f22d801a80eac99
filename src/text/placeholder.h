// What a token looks like: "(WORD_N)", WORD of capitals, digits and
// underscores, N a number without leading zeros. Round brackets, since they
// alone come unharmed through markdown, sanitisers, templates and rich text.
#pragma once

#include <string_view>
#include <vector>

#include "blackbar.h"

namespace blackbar {

constexpr size_t kMaxToken = 80;  // bytes; keeps scans for tokens linear

// The token that opens at text[open], a '('; empty if none does.
std::string_view token_at(std::string_view text, size_t open);

// Every token-like piece of the text, in order. O(text).
std::vector<Span> tokens_in(std::string_view text);

// The same, and labels: "[WORD]". O(text).
std::vector<Span> placeholders_in(std::string_view text);

}  // namespace blackbar
