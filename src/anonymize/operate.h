// The last stage: puts something in the place of each finding.
#pragma once

#include <string_view>
#include <vector>

#include "anonymize/policy.h"
#include "anonymize/vault.h"
#include "blackbar.h"

namespace blackbar {

// A finding and the word of its tokens, "EMAIL".
struct Found {
  Finding finding;
  std::string_view token_word;
};

// What stands for a token of ours that the person typed; see vault.h.
inline constexpr std::string_view kPlaceholderEntity = "PLACEHOLDER";
inline constexpr std::string_view kPlaceholderRule = "placeholder.typed";

// `found` is in order and disjoint. Tokens of the vault that the input already
// holds become findings of their own; findings inside them give way.
Redaction operate(std::string_view input, std::vector<Found> found,
                  const Policy& policy, Vault& vault);

// Adds to `found` what a second look at `done.text` found, in the input's
// offsets. What holds replacements whole, and more, takes the place of their
// findings; what cuts one is left. Says whether anything was added. O(n log n).
bool add_unseen(std::vector<Found> second, const Redaction& done,
                std::vector<Found>& found);

}  // namespace blackbar
