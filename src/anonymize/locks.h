// What no policy can have, whatever preset it extends.
//
// PCI DSS v4.0.1, 3.3.1: sensitive authentication data is not kept after
// authorization, not even encrypted: full track data (3.3.1.1), the card
// verification code (3.3.1.2), the PIN (3.3.1.3). So what stands for one may not
// be turned back, show a part of it, or tell two apart. To ask, or to keep all
// as it is and only report, changes nothing and stores nothing; an explicit
// "keep" for one of them is a mistake all the same.
//
// PCI DSS v4.0.1, 3.4.1 and 3.5.1: of a card number the BIN and the last four
// digits at most. PCI SSC FAQ 1091 allows a BIN of eight for cards of sixteen
// digits, and six for shorter ones; a policy does not know what will come, so
// six.
//
// By an entity's name: a site's own rule for CVV_NUMBER is held to it too.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "anonymize/operators.h"

namespace blackbar {

// Sorted.
std::span<const std::string_view> locked_entities();
bool is_locked(std::string_view entity);

// May a locked entity have this operator?
bool may_lock(const Operator& op, const OperatorParameters& parameters);

// What a locked entity has where a policy's operator for everything else is
// this one: "label" in the place of what it must not have; "keep" stays.
const Operator* floored(const Operator* op);

// The weakest operator that a person can choose where the policy says nothing:
// "label" for locked entities, else "keep".
const Operator* default_floor(std::string_view entity);

// How many characters a mask may leave at the front and at the end.
OperatorParameters most_kept(std::string_view entity);

}  // namespace blackbar
