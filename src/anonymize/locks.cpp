// Tested by tests/anonymize/locks_test.cpp.
#include "anonymize/locks.h"

#include <algorithm>

namespace blackbar {
namespace {

constexpr std::string_view kLocked[] = {"CREDIT_CARD_TRACK_NUMBER",
                                        "CVV_NUMBER", "PIN"};

}  // namespace

std::span<const std::string_view> locked_entities() { return kLocked; }

bool is_locked(std::string_view entity) {
  return std::find(std::begin(kLocked), std::end(kLocked), entity) !=
         std::end(kLocked);
}

bool may_lock(const Operator& op, const OperatorParameters& parameters) {
  const Strength strength = strength_of(op, parameters);
  return strength >= Strength::kGone || strength == Strength::kAsked;
}

const Operator* floored(const Operator* op) {
  const bool stays =
      op->strength == Strength::kShown || may_lock(*op, OperatorParameters());
  return stays ? op : find_operator("label");
}

const Operator* default_floor(std::string_view entity) {
  return find_operator(is_locked(entity) ? "label" : "keep");
}

OperatorParameters most_kept(std::string_view entity) {
  if (entity == "CREDIT_CARD") return {6, 4};
  return {64, 64};
}

}  // namespace blackbar
