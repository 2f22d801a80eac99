// A site's decisions, read from JSON and checked: what to do with each entity,
// what never counts, what always does, and rules of its own. README.md,
// "Policy", is the manual for those who write one.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "anonymize/entity_policy.h"
#include "anonymize/recipients.h"
#include "blackbar.h"

namespace blackbar {

// One of the site's own. The engine checks pattern and validator, which only
// it knows; `where` is the rule's JSONPath for its errors.
struct PolicyRule {
  std::string where;
  std::string entity;
  std::string pattern;
  std::string validator;  // empty for none
  std::vector<std::string> context;
  float score = 0.8f;
};

struct Policy {
  float threshold = 0.5f;
  EntityPolicy fallback;  // for entities that are not listed
  std::map<std::string, EntityPolicy, std::less<>> entities;
  std::vector<std::string> allowed_values;    // whole findings, any case
  std::vector<std::string> allowed_patterns;  // RE2; see Matcher::allows()
  std::vector<std::pair<std::string, std::vector<std::string>>>
      denied;  // entity, values
  std::vector<PolicyRule> rules;
  std::vector<Recipient> recipients;

  const EntityPolicy& of(std::string_view entity) const;
  float threshold_of(std::string_view entity) const {
    return of(entity).threshold.value_or(threshold);
  }

  // What applies when the person asks for this operator: it, or the entity's
  // floor if that is stronger. Runs with the parameters of of(entity). Null if
  // there is no such operator.
  const Operator* overridden(std::string_view entity,
                             std::string_view wanted) const;
};

// `json` is a policy object or the name of a preset. A policy that extends
// nothing extends "default". `known` are the entities of the built-in rules.
// `now` is for keys that expire. Errors: every mistake, with its JSONPath; the
// first one found. What locks.h forbids is one.
Result<Policy> parse_policy(std::string_view json,
                            std::span<const std::string_view> known,
                            Now now = std::nullopt);

}  // namespace blackbar
