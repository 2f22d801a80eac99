// What may be put in the place of a finding. Each operator is one function and
// one row in a table; see operators.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "anonymize/recipients.h"
#include "anonymize/request.h"
#include "blackbar.h"

namespace blackbar {

// What leaves when an operator is done, the weakest first.
enum class Strength : uint8_t {
  kShown,       // all of the value
  kAsked,       // all of it, if the person says so
  kPartly,      // some of it
  kReversible,  // that two values are the same; the conversation restores it
  kLinkable,    // that two values are the same
  kGone,        // what kind of value it was, at most
  kStopped,     // nothing: the message is not to be sent
};

using Operate = std::string (*)(const Request&);

struct Operator {
  std::string_view name;  // as policies spell it
  Strength strength;      // without parameters
  Operate run;
  bool masks = false;             // takes keepFirst and keepLast
  bool lifelike = false;          // what it writes can be found again
  Action action = Action::kPass;  // what it makes of the message
  KeyKind key = KeyKind::kNone;   // takes a recipient with such a key
};

// Sorted by name.
std::span<const Operator> operators();

// Null when there is no such operator.
const Operator* find_operator(std::string_view name);

// Of the operator with these parameters: a mask that keeps characters shows a
// part.
Strength strength_of(const Operator& op, const OperatorParameters& parameters);

}  // namespace blackbar
