// Chooses between candidates that claim the same bytes.
#pragma once

#include <vector>

#include "detect/candidate.h"

namespace blackbar {

// Keeps the higher score; on a tie the longer; on a tie the earlier rule.
// Returns disjoint candidates in text order. O(n log n).
std::vector<Candidate> resolve(std::vector<Candidate> candidates);

}  // namespace blackbar
