// Chooses between candidates that claim the same bytes.
#pragma once

#include <vector>

#include "detect/candidate.h"

namespace blackbar {

// Keeps the higher score; on a tie the longer; on a tie the earlier rule. But a
// candidate that holds weaker-placed ones of other entities whole takes their
// place, whatever its score: of the password "x4111111111111111" nothing may be
// left over because a card stands in it. Returns disjoint candidates in text
// order. O(n log n).
std::vector<Candidate> resolve(std::vector<Candidate> candidates);

}  // namespace blackbar
