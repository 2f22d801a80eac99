// Chooses between candidates that claim the same bytes.
#pragma once

#include <vector>

#include "detect/candidate.h"

namespace blackbar {

constexpr float kOwnWord = 0.08f;

// Who gets them:
//   1. the higher score; on a tie a person's before nobody's; then the longer;
//      then the earlier rule. Of a person's that claim the very same bytes, one
//      near a word of its entity's own ("rut", not "tax number") speaks for them
//      all, unless another is surer by kOwnWord: they differ in the country alone.
// And so that no piece of a value is left over:
//   2. one that holds lower-placed ones of other entities whole takes their
//      place, whatever its score: of the password "x4111111111111111" nothing
//      may stay because a card stands in it;
//   3. one that overlaps winners of other entities in part adds the rest of
//      itself to them; one of the same entity is another reading of the same,
//      and adds nothing;
//   4. nobody's data wins over what it holds whole, and over nothing else;
//   5. a soft one (a plain link, which a site may keep) wins over no other
//      person's data, and adds nothing to it: of a link that holds an address
//      the address is found.
// Returns a person's candidates only, disjoint, in text order. O(n log n).
std::vector<Candidate> resolve(std::vector<Candidate> candidates);

}  // namespace blackbar
