// What an operator is told, and the answer of those that cannot make sense of
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "anonymize/vault.h"

namespace blackbar {

struct Sealing;  // anonymize/seal.h

// What the policy says beyond the operator's name. Characters, not bytes.
struct OperatorParameters {
  uint32_t keep_first = 0;  // letters and digits that `mask` leaves
  uint32_t keep_last = 0;
  // `mask` tells letters by their case from digits: "Xxx.Xxxxx@xxxx.xxx ##".
  bool shape = false;
  // For whom it is sealed: places in Sealing::recipients; -1 for nobody.
  int recipient = -1;
  int fallback = -1;  // of `fpe`, for what it cannot encrypt
};

// Views are valid during the call only.
struct Request {
  std::string_view entity;
  std::string_view token_word;  // "EMAIL"
  std::string_view value;
  OperatorParameters parameters;
  Vault& vault;
  Sealing* sealing = nullptr;  // null: nothing can be sealed
};

// Square brackets, so that no label can be taken for a token.
inline std::string label(const Request& r) {
  return "[" + std::string(r.entity) + "]";
}

}  // namespace blackbar
