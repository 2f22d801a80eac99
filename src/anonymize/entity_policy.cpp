// Tested by tests/anonymize/policy_test.cpp.
#include "anonymize/entity_policy.h"

#include <string_view>
#include <utility>
#include <vector>

#include "anonymize/locks.h"

namespace blackbar {
namespace {

using Kind = Json::Kind;

Error not_taken(const EntityPolicy& own, std::string where) {
  return {ErrorCode::kUnknownKey, std::move(where),
          "operator '" + std::string(own.op->name) + "' has no such parameter"};
}

// "keepFirst" or "keepLast", if it is there.
Fault kept(const Json& json, const std::string& at, std::string_view key,
           uint32_t most, const EntityPolicy& own, uint32_t& out) {
  const Json* found = json.find(key);
  if (!found) return std::nullopt;
  if (!own.op->masks) return not_taken(own, child(at, key));
  double value = 0;
  if (Fault f = read_number(*found, child(at, key), 0, most, value)) return f;
  if (value != static_cast<uint32_t>(value))
    return Error{ErrorCode::kOutOfRange, child(at, key),
                 "should be a whole number"};
  out = static_cast<uint32_t>(value);
  return std::nullopt;
}

Fault forbidden(const std::string& name, const EntityPolicy& own,
                const std::string& at, bool named) {
  const auto error = [&](std::string_view key, std::string why) {
    return Error{ErrorCode::kForbidden, child(at, key), std::move(why)};
  };
  const std::string locked = name + " may not be kept (PCI DSS 3.3.1); ";
  if (is_locked(name) && named && !may_lock(*own.op, own.parameters)) {
    if (own.op->masks)
      return error(own.parameters.keep_first > 0 ? "keepFirst" : "keepLast",
                   locked + "mask all of it");
    return error("operator",
                 locked + "there are ask, block, label, mask, remove");
  }
  if (!own.floor) return std::nullopt;
  const Strength floor = strength_of(*own.floor, own.parameters);
  if (is_locked(name) && floor < Strength::kGone)
    return error("floor", locked + "there are block, label, mask, remove");
  const Strength strength = strength_of(*own.op, own.parameters);
  if (strength < floor && strength != Strength::kAsked)
    return error(named ? "operator" : "floor",
                 "operator '" + std::string(own.op->name) +
                     "' is weaker than the floor '" +
                     std::string(own.floor->name) + "'");
  return std::nullopt;
}

}  // namespace

Fault KeysInUse::read(const Json& json, const std::string& at,
                      EntityPolicy& own) {
  const Json* to = json.find("recipient");
  const Json* other = json.find("fallback");
  if (to && own.op->key == KeyKind::kNone)
    return not_taken(own, child(at, "recipient"));
  if (other && own.op->name != "fpe")
    return not_taken(own, child(at, "fallback"));
  if (to)
    if (Fault f = find(*to, child(at, "recipient"), own.op, own.op->key,
                       own.parameters.recipient))
      return f;
  if (other)
    if (Fault f = find(*other, child(at, "fallback"), own.op, KeyKind::kPublic,
                       own.parameters.fallback))
      return f;
  if (own.op->key == KeyKind::kNone || own.parameters.recipient >= 0)
    return std::nullopt;
  return Error{ErrorCode::kUnknownRecipient, child(at, "recipient"),
               "operator '" + std::string(own.op->name) +
                   "' needs one of the policy's recipients"};
}

Fault KeysInUse::find(const Json& json, const std::string& at,
                      const Operator* op, KeyKind kind, int& out) {
  if (json.kind != Kind::kString) return wrong_type(at, Kind::kString, json);
  const Recipient* found = find_recipient(recipients_, json.string);
  if (!found)
    return Error{ErrorCode::kUnknownRecipient, at,
                 "the policy knows no such recipient"};
  const std::string name(op->name);
  if (found->kind != kind)
    return Error{ErrorCode::kBadKey, at,
                 kind == KeyKind::kPublic
                     ? "should have an X25519 key, not a secret one"
                     : "operator '" + name + "' takes a secret key"};
  out = static_cast<int>(found - recipients_.data());
  if (kind == KeyKind::kPublic) return std::nullopt;
  for (const auto& [place, user] : used_)
    if (place == out && user != op)
      return Error{ErrorCode::kForbidden, at,
                   "this key is used by operator '" + std::string(user->name) +
                       "', and a key is for one"};
  used_.emplace_back(out, op);
  return std::nullopt;
}

Fault read_operator(const Json& json, const std::string& at,
                    const Operator*& out) {
  if (json.kind != Kind::kString) return wrong_type(at, Kind::kString, json);
  out = find_operator(json.string);
  if (out) return std::nullopt;
  std::vector<std::string_view> names;
  for (const Operator& op : operators()) names.push_back(op.name);
  return Error{ErrorCode::kUnknownOperator, at,
               "no such operator; there are " + listed(names)};
}

Fault read_entity_policy(const Json& json, const std::string& name,
                         const std::string& at, KeysInUse& keys,
                         EntityPolicy& own) {
  if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
  static constexpr std::string_view kKeys[] = {
      "fallback", "floor",     "keepFirst", "keepLast",
      "operator", "recipient", "shape",     "threshold"};
  if (Fault f = check_keys(json, at, kKeys)) return f;
  const Json* op = json.find("operator");
  const Json* least = json.find("threshold");
  const Json* floor = json.find("floor");
  if (!op && !least && !floor)
    return Error{ErrorCode::kWrongType, child(at, "operator"),
                 "an operator must be named"};
  if (op) {
    own.parameters = {};
    if (Fault f = read_operator(*op, child(at, "operator"), own.op)) return f;
  } else if (is_locked(name)) {
    own.op = floored(own.op);
  }
  if (least) {
    double value = 0;
    if (Fault f = read_number(*least, child(at, "threshold"), 0, 1, value))
      return f;
    own.threshold = static_cast<float>(value);
  }
  const OperatorParameters most = most_kept(name);
  if (Fault f = kept(json, at, "keepFirst", most.keep_first, own,
                     own.parameters.keep_first))
    return f;
  if (Fault f = kept(json, at, "keepLast", most.keep_last, own,
                     own.parameters.keep_last))
    return f;
  if (const Json* shape = json.find("shape")) {
    if (!own.op->masks) return not_taken(own, child(at, "shape"));
    if (shape->kind != Kind::kBool)
      return wrong_type(child(at, "shape"), Kind::kBool, *shape);
    own.parameters.shape = shape->boolean;
  }
  if (Fault f = keys.read(json, at, own)) return f;
  if (floor)
    if (Fault f = read_operator(*floor, child(at, "floor"), own.floor))
      return f;
  if (Fault f = forbidden(name, own, at, op != nullptr)) return f;
  return std::nullopt;
}

}  // namespace blackbar
