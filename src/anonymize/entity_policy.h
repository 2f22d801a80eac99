// What becomes of one entity, and the reader of its row in a policy.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "anonymize/fields.h"
#include "anonymize/operators.h"
#include "anonymize/recipients.h"
#include "text/json.h"

namespace blackbar {

struct EntityPolicy {
  const Operator* op = nullptr;
  std::optional<float> threshold;  // none: the policy's
  OperatorParameters parameters;
  const Operator* floor = nullptr;  // none: default_floor() of locks.h
};

// For whom an operator seals. A secret key is for one operator alone: what two
// ciphers make of one key may tell more than either.
class KeysInUse {
 public:
  // `recipients` may still be filled.
  explicit KeysInUse(const std::vector<Recipient>& recipients)
      : recipients_(recipients) {}

  // Reads "recipient" and "fallback" of an object that names own.op, or leaves
  // it as it was. kUnknownRecipient, kBadKey, kForbidden.
  Fault read(const Json& json, const std::string& at, EntityPolicy& own);

 private:
  Fault find(const Json& json, const std::string& at, const Operator* op,
             KeyKind kind, int& out);

  const std::vector<Recipient>& recipients_;
  std::vector<std::pair<int, const Operator*>> used_;  // secret keys
};

// Reads the row of an entity over what it has so far. Beside mistakes of form,
// kForbidden: what locks.h says no policy can have; and an operator below the
// floor that the person is held to, but for "ask", which leaves it to them.
Fault read_entity_policy(const Json& json, const std::string& entity,
                         const std::string& at, KeysInUse& keys,
                         EntityPolicy& own);

// kWrongType or kUnknownOperator.
Fault read_operator(const Json& json, const std::string& at,
                    const Operator*& out);

}  // namespace blackbar
