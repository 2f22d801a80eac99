// The last stage: puts something in the place of each finding.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "anonymize/policy.h"
#include "anonymize/seal.h"
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

// By entity, the operators that take the place of the policy's.
using Choices = std::span<const std::pair<std::string, const Operator*>>;

// Of a finding that a typed token runs into, what is left beside the token.
void give_way(const std::vector<Span>& typed, std::vector<Found>& found);

// `found` is in order and disjoint. Tokens of the vault that the input already
// holds become findings of their own, and others give way to them. `sealing` may
// be null. What is sealed beside the text is left to seal_beside().
Redaction operate(std::string_view input, std::vector<Found> found,
                  const Policy& policy, Vault& vault, Choices choices = {},
                  Sealing* sealing = nullptr);

// Seals what has a token for the sake of it, into `done.sealed`. Where the host
// had no random bytes, here or before, nothing is left in `done`.
void seal_beside(std::string_view input, const Policy& policy, Sealing& sealing,
                 Redaction& done);

// Would redacting its replacement change it once more? A token gets a token of
// its own, a date that was moved moves on.
bool changes_again(const AppliedFinding& finding);

// Adds to `found` what a second look at `done.text` found, in the input's
// offsets. What holds replacements whole, and more, takes the place of their
// findings; what cuts one is left. Says whether anything was added. O(n log n).
bool add_unseen(std::vector<Found> second, const Redaction& done,
                std::vector<Found>& found);

}  // namespace blackbar
