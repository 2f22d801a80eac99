// Tested by tests/engine_policy_test.cpp.
#include "catalogue.h"

#include <algorithm>

#include "detect/match.h"
#include "detect/validate.h"
#include "rules/pack.h"
#include "text/chars.h"
#include "text/normalize.h"
#include "text/vocabulary.h"

namespace blackbar {
namespace {

bool is_for(const Rule& rule, std::string_view country) {
  return std::find(rule.countries.begin(), rule.countries.end(), country) !=
         rule.countries.end();
}

// Rules see folded text, so what they are made of is folded too.
std::string folded(std::string_view text) {
  const Normalized normal = normalize(text);
  std::string out;
  for (size_t i = 0; i < normal.text().size(); ++i)
    out += lower_at(normal.text(), i);
  return out;
}

// A pattern for this value where it stands by itself: "Ana" is not in "Banana".
std::string whole(const std::string& value) {
  if (value.empty()) return "";
  return (is_word(value.front()) ? "\\b" : "") + quoted(value) +
         (is_word(value.back()) ? "\\b" : "");
}

// A pattern for any of these values, in any case; empty for none.
std::string any_of(const std::vector<std::string>& values) {
  std::string pattern;
  for (const std::string& value : values)
    pattern += (pattern.empty() ? "(?i)(?:" : "|") + whole(folded(value));
  return pattern.empty() ? pattern : pattern + ")";
}

}  // namespace

std::vector<std::string_view> builtin_entities() {
  std::vector<std::string_view> out;
  for (const Rule& rule : builtin_pack().rules)
    if (!rule.nobody) out.push_back(rule.entity);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<Error> Catalogue::add_builtin(const Options& options) {
  const std::vector<Rule>& all = builtin_pack().rules;
  for (size_t i = 0; i < options.countries.size(); ++i) {
    const std::string& country = options.countries[i];
    if (std::none_of(all.begin(), all.end(),
                     [&](const Rule& r) { return is_for(r, country); }))
      return Error{ErrorCode::kUnknownCountry,
                   "options.countries[" + std::to_string(i) + "]",
                   "no rule is for this country; name it in ISO 3166-1 alpha-2 "
                   "capitals"};
  }
  for (const Rule& rule : all) {
    const bool wanted =
        options.countries.empty() || rule.countries.empty() ||
        std::any_of(options.countries.begin(), options.countries.end(),
                    [&](const std::string& c) { return is_for(rule, c); });
    if (wanted) rules.push_back(rule);
  }
  return std::nullopt;
}

std::optional<Error> Catalogue::add_own(const Policy& policy) {
  for (size_t i = 0; i < policy.allowed_patterns.size(); ++i) {
    const std::string& pattern = policy.allowed_patterns[i];
    if (auto fault = fault_in(pattern))
      return Error{ErrorCode::kBadPattern,
                   "$.allow.patterns[" + std::to_string(i) + "]", *fault};
    allowed.push_back(pattern);
  }
  if (std::string any = any_of(policy.allowed_values); !any.empty()) {
    if (auto fault = fault_in(any))
      return Error{ErrorCode::kBadPattern, "$.allow.values", *fault};
    allowed.push_back(std::move(any));
  }

  for (const PolicyRule& from : policy.rules) {
    if (auto fault = fault_in(from.pattern))
      return Error{ErrorCode::kBadPattern, from.where + ".pattern", *fault};
    if (!from.validator.empty() && !Check::is_valid(from.validator))
      return Error{ErrorCode::kUnknownValidator, from.where + ".validator",
                   "no validator of this name, and no formula"};
    auto& words = lists.emplace_back();
    for (const std::string& word : from.context)
      words.push_back(own(folded(word)));
    Rule& rule = add("policy.", from.entity, from.pattern);
    rule.check = own(from.validator);
    rule.score = from.score;
    if (!words.empty()) rule.context = contexts.emplace_back(1, words);
  }

  for (const auto& [entity, values] : policy.denied) {
    std::string pattern = any_of(values);
    if (pattern.empty()) continue;
    if (auto fault = fault_in(pattern))
      return Error{ErrorCode::kBadPattern, "$.deny.values." + entity, *fault};
    Rule& rule = add("policy.denied.", entity, std::move(pattern));
    rule.score = 1;
    rule.denied = true;
  }
  return std::nullopt;
}

std::string_view Catalogue::own(std::string text) {
  return strings.emplace_back(std::move(text));
}

Rule& Catalogue::add(std::string_view prefix, const std::string& entity,
                     std::string pattern) {
  Rule& rule = rules.emplace_back();
  rule.id = own(std::string(prefix) + folded(entity));
  rule.entity = rule.token = own(entity);
  rule.pattern = own(std::move(pattern));
  rule.risk = Risk::kHigh;
  return rule;
}

}  // namespace blackbar
