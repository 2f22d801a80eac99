// Tested by tests/anonymize/policy_test.cpp.
#include "anonymize/policy.h"

#include <algorithm>

#include "anonymize/fields.h"
#include "anonymize/locks.h"
#include "anonymize/presets.h"
#include "text/chars.h"
#include "text/json.h"

namespace blackbar {
namespace {

using Kind = Json::Kind;

// An entity id: capitals, digits, underscores; a letter first.
bool is_entity_id(std::string_view name) {
  return !name.empty() && name.size() <= 64 && is_upper(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return is_upper(c) || is_digit(c) || c == '_';
         });
}

// Reads one policy over another. Every method returns the first mistake.
class Reader {
 public:
  Reader(Policy& policy, std::span<const std::string_view> known, Now now)
      : policy_(policy), known_(known), keys_(policy.recipients), now_(now) {}

  Fault policy(const Json& json, const std::string& at) {
    if (json.kind == Kind::kString) return preset(json.string, at);
    if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
    static constexpr std::string_view kKeys[] = {
        "allow",    "deny",      "entities",   "extends", "fallback",
        "operator", "recipient", "recipients", "rules",   "threshold"};
    if (Fault f = check_keys(json, at, kKeys)) return f;

    // What a policy adds must be known before its entities are judged.
    const Json* base = json.find("extends");
    if (base && base->kind != Kind::kString)
      return wrong_type(child(at, "extends"), Kind::kString, *base);
    const bool is_preset = depth_ > 0;
    if (base || !is_preset)
      if (Fault f =
              preset(base ? base->string : "default", child(at, "extends")))
        return f;
    if (Fault f = member(json, at, "threshold", &Reader::threshold)) return f;
    if (Fault f = member(json, at, "recipients", &Reader::recipients)) return f;
    if (Fault f = fallback(json, at)) return f;
    if (Fault f = member(json, at, "rules", &Reader::rules)) return f;
    if (Fault f = member(json, at, "deny", &Reader::deny)) return f;
    if (Fault f = member(json, at, "allow", &Reader::allow)) return f;
    return member(json, at, "entities", &Reader::entities);
  }

 private:
  using Read = Fault (Reader::*)(const Json&, const std::string&);

  Fault member(const Json& json, const std::string& at, std::string_view name,
               Read read) {
    const Json* found = json.find(name);
    return found ? (this->*read)(*found, child(at, name)) : std::nullopt;
  }

  Fault preset(const std::string& name, const std::string& at) {
    for (const Preset& p : presets()) {
      if (p.name != name) continue;
      ++depth_;
      const Fault f = policy(*parse_json(p.policy), "$");
      --depth_;
      return f;
    }
    std::vector<std::string_view> names;
    for (const Preset& p : presets()) names.push_back(p.name);
    return Error{ErrorCode::kUnknownPreset, at,
                 "no such preset; there are " + listed(names)};
  }

  Fault threshold(const Json& json, const std::string& at) {
    double value = 0;
    if (Fault f = read_number(json, at, 0, 1, value)) return f;
    policy_.threshold = static_cast<float>(value);
    return std::nullopt;
  }

  Fault recipients(const Json& json, const std::string& at) {
    return read_recipients(json, at, now_, policy_.recipients);
  }

  // The operator of all that has no row of its own.
  Fault fallback(const Json& json, const std::string& at) {
    EntityPolicy& own = policy_.fallback;
    if (const Json* op = json.find("operator")) {
      own.parameters = {};
      if (Fault f = read_operator(*op, child(at, "operator"), own.op)) return f;
    }
    return keys_.read(json, at, own);
  }

  Fault entities(const Json& json, const std::string& at) {
    if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
    for (const auto& [name, value] : json.members)
      if (Fault f = entity(name, value, child(at, name))) return f;
    return std::nullopt;
  }

  Fault entity(const std::string& name, const Json& json,
               const std::string& at) {
    if (!is_known(name))
      return Error{ErrorCode::kUnknownEntity, at,
                   "no rule finds such an entity"};
    EntityPolicy own = policy_.of(name);  // of what this policy extends
    if (Fault f = read_entity_policy(json, name, at, keys_, own)) return f;
    policy_.entities[name] = own;
    return std::nullopt;
  }

  Fault allow(const Json& json, const std::string& at) {
    if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
    static constexpr std::string_view kKeys[] = {"patterns", "values"};
    if (Fault f = check_keys(json, at, kKeys)) return f;
    if (const Json* v = json.find("values"))
      if (Fault f =
              read_strings(*v, child(at, "values"), policy_.allowed_values))
        return f;
    if (const Json* p = json.find("patterns"))
      return read_strings(*p, child(at, "patterns"), policy_.allowed_patterns);
    return std::nullopt;
  }

  Fault deny(const Json& json, const std::string& at) {
    if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
    static constexpr std::string_view kKeys[] = {"values"};
    if (Fault f = check_keys(json, at, kKeys)) return f;
    const Json* values = json.find("values");
    if (!values) return std::nullopt;
    const std::string below = child(at, "values");
    if (values->kind != Kind::kObject)
      return wrong_type(below, Kind::kObject, *values);
    for (const auto& [name, list] : values->members) {
      if (Fault f = entity_id(name, child(below, name))) return f;
      auto& row = policy_.denied.emplace_back(name, std::vector<std::string>());
      if (Fault f = read_strings(list, child(below, name), row.second))
        return f;
    }
    return std::nullopt;
  }

  Fault rules(const Json& json, const std::string& at) {
    if (json.kind != Kind::kArray) return wrong_type(at, Kind::kArray, json);
    for (size_t i = 0; i < json.items.size(); ++i)
      if (Fault f = rule(json.items[i], child(at, i))) return f;
    return std::nullopt;
  }

  Fault rule(const Json& json, const std::string& at) {
    if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
    static constexpr std::string_view kKeys[] = {"context", "entity", "pattern",
                                                 "score", "validator"};
    if (Fault f = check_keys(json, at, kKeys)) return f;
    PolicyRule out;
    out.where = at;
    const std::pair<std::string_view, std::string*> texts[] = {
        {"entity", &out.entity},
        {"pattern", &out.pattern},
        {"validator", &out.validator}};
    for (const auto& [key, target] : texts) {
      const Json* found = json.find(key);
      if (!found && key == "validator") continue;
      if (!found)
        return Error{ErrorCode::kWrongType, child(at, key),
                     "should be a string"};
      if (found->kind != Kind::kString)
        return wrong_type(child(at, key), Kind::kString, *found);
      *target = found->string;
    }
    if (Fault f = entity_id(out.entity, child(at, "entity"))) return f;
    if (const Json* s = json.find("score")) {
      double value = 0;
      if (Fault f = read_number(*s, child(at, "score"), 0, 1, value)) return f;
      out.score = static_cast<float>(value);
    }
    if (const Json* c = json.find("context"))
      if (Fault f = read_strings(*c, child(at, "context"), out.context))
        return f;
    policy_.rules.push_back(std::move(out));
    return std::nullopt;
  }

  Fault entity_id(const std::string& name, const std::string& at) {
    if (is_entity_id(name)) return std::nullopt;
    return Error{
        ErrorCode::kOutOfRange, at,
        "an entity's id is capitals, digits and underscores, 64 at most"};
  }

  bool is_known(std::string_view name) const {
    const auto has = [&](const auto& list, auto of) {
      return std::any_of(list.begin(), list.end(),
                         [&](const auto& item) { return of(item) == name; });
    };
    return has(known_, [](std::string_view id) { return id; }) ||
           has(policy_.rules,
               [](const PolicyRule& r) {
                 return std::string_view(r.entity);
               }) ||
           has(policy_.denied,
               [](const auto& d) { return std::string_view(d.first); });
  }

  Policy& policy_;
  std::span<const std::string_view> known_;
  KeysInUse keys_;
  Now now_;
  int depth_ = 0;  // above 0 while a preset is read
};

}  // namespace

const EntityPolicy& Policy::of(std::string_view entity) const {
  const auto own = entities.find(entity);
  return own == entities.end() ? fallback : own->second;
}

const Operator* Policy::overridden(std::string_view entity,
                                   std::string_view wanted) const {
  const Operator* op = find_operator(wanted);
  if (!op) return nullptr;
  const EntityPolicy& own = of(entity);
  const Operator* floor = own.floor ? own.floor : default_floor(entity);
  const bool strong =
      strength_of(*op, own.parameters) >= strength_of(*floor, own.parameters);
  return strong ? op : floor;
}

Result<Policy> parse_policy(std::string_view json,
                            std::span<const std::string_view> known, Now now) {
  auto parsed = parse_json(json);
  if (!parsed.ok()) return parsed.error();
  Policy policy;
  if (const Fault fault = Reader(policy, known, now).policy(*parsed, "$"))
    return *fault;
  for (std::string_view entity : locked_entities()) {
    EntityPolicy own = policy.of(entity);
    own.op = floored(own.op);
    if (own.op != policy.of(entity).op)
      policy.entities.emplace(entity, std::move(own));
  }
  return policy;
}

}  // namespace blackbar
