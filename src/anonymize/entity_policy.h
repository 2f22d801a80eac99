// What becomes of one entity, and the reader of its row in a policy.
#pragma once

#include <optional>
#include <string>

#include "anonymize/fields.h"
#include "anonymize/operators.h"
#include "text/json.h"

namespace blackbar {

struct EntityPolicy {
  const Operator* op = nullptr;
  std::optional<float> threshold;  // none: the policy's
  OperatorParameters parameters;
  const Operator* floor = nullptr;  // none: default_floor() of locks.h
};

// Reads the row of an entity over what it has so far. Beside mistakes of form,
// kForbidden: what locks.h says no policy can have; and an operator below the
// floor that the person is held to, but for "ask", which leaves it to them.
Fault read_entity_policy(const Json& json, const std::string& entity,
                         const std::string& at, EntityPolicy& own);

// kWrongType or kUnknownOperator.
Fault read_operator(const Json& json, const std::string& at,
                    const Operator*& out);

}  // namespace blackbar
