// What may be put in the place of a finding. Each operator is one function and
// one row in a table; see operators.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "anonymize/vault.h"
#include "blackbar.h"

namespace blackbar {

// What the policy says beyond the operator's name. Characters, not bytes.
struct OperatorParameters {
  uint32_t keep_first = 0;  // letters and digits that `mask` leaves
  uint32_t keep_last = 0;
};

// What an operator is told. Views are valid during the call only.
struct Request {
  std::string_view entity;
  std::string_view token_word;  // "EMAIL"
  std::string_view value;
  OperatorParameters parameters;
  Vault& vault;
};

using Operate = std::string (*)(const Request&);

struct Operator {
  std::string_view name;  // as policies spell it
  bool masks;             // takes keepFirst and keepLast
  Operate run;
  bool asks = false;  // the person decides: nothing is changed, Action::kAsk
};

// Sorted by name.
std::span<const Operator> operators();

// Null when there is no such operator.
const Operator* find_operator(std::string_view name);

}  // namespace blackbar
