// The pipeline. This is the only file that knows the order of the stages; no
// stage knows another. Tested by tests/engine_test.cpp.
#include <algorithm>

#include "anonymize/operate.h"
#include "anonymize/policy.h"
#include "blackbar.h"
#include "catalogue.h"
#include "chat/conversation.h"
#include "detect/match.h"
#include "detect/resolve.h"
#include "detect/score.h"
#include "detect/trigger.h"
#include "detect/validate.h"
#include "rules/rules.h"
#include "text/normalize.h"
#include "text/placeholder.h"
#include "text/vocabulary.h"

namespace blackbar {

struct Engine::Impl {
  Policy policy;
  Catalogue catalogue;
  Vocabulary vocabulary;
  std::vector<Validate> validators;  // per rule; null for none
  std::unique_ptr<TriggerTable> trigger;
  std::unique_ptr<Matcher> matcher;
  std::unique_ptr<Scorer> scorer;
  std::vector<std::string_view> entities, names;

  void wire();
  std::vector<Candidate> detect(std::string_view text) const;
  std::vector<Found> find(std::string_view input) const;
  bool allows(std::string_view value) const;
  Redaction redact(std::string_view input, Vault& vault) const;
};

namespace {

// The span without a token that it runs into: empty if it begins in one, since
// what stood there has been replaced and this is the rest of it; the span as
// it was around whole tokens.
Span outside(const std::vector<Span>& tokens, Span span) {
  auto token = std::partition_point(tokens.begin(), tokens.end(), [&](Span t) {
    return t.end <= span.begin;
  });
  for (; token != tokens.end() && token->overlaps(span); ++token) {
    if (token->begin <= span.begin) return {span.begin, span.begin};
    if (token->end >= span.end) span.end = token->begin;
  }
  return span;
}

}  // namespace

// --- One message, top to bottom ----------------------------------------------

std::vector<Candidate> Engine::Impl::detect(std::string_view text) const {
  Triggered triggered = trigger->run(text, vocabulary);
  if (triggered.wakes.empty()) return {};
  // Tokens, whoever made them, are nobody's data, nor do their words speak. A
  // longer value may hold one; of a value that ends in one its beginning counts.
  const std::vector<Span> tokens = tokens_in(text);
  if (!tokens.empty())
    std::erase_if(triggered.terms, [&](const TermHit& hit) {
      return outside(tokens, hit.span).size() < hit.span.size();
    });

  std::vector<Candidate> candidates = matcher->run(text, triggered);
  for (Candidate& c : candidates) {
    c.span = outside(tokens, c.span);
    std::optional<bool> valid;
    if (const Validate validate = validators[c.rule])
      valid = validate(text.substr(c.span.begin, c.span.size()));
    scorer->score(c, valid, text, triggered.terms);
  }
  std::erase_if(candidates, [&](const Candidate& c) {
    return c.score <= 0 || c.score < policy.threshold || c.span.size() == 0 ||
           allows(text.substr(c.span.begin, c.span.size()));
  });
  return resolve(std::move(candidates));
}

std::vector<Found> Engine::Impl::find(std::string_view input) const {
  const Normalized normal = normalize(input);
  std::vector<Found> out;
  for (Candidate& c : detect(normal.text())) {
    const Rule& rule = catalogue.rules[c.rule];
    out.push_back({{normal.original(c.span), rule.entity, rule.id, c.score,
                    rule.risk, std::move(c.reasons)},
                   rule.token});
  }
  return out;
}

bool Engine::Impl::allows(std::string_view value) const {
  if (matcher->allows(value)) return true;
  return std::any_of(
      catalogue.allowed.begin(), catalogue.allowed.end(),
      [&](const std::string& v) { return same_letters(v, value); });
}

Redaction Engine::Impl::redact(std::string_view input, Vault& vault) const {
  if (vault.produced(input)) return {std::string(input), {}, Action::kPass};
  vault.keep_clear_of(input);
  std::vector<Found> found = find(input);
  Redaction out = operate(input, found, policy, vault);
  // What took a finding's place is shorter or longer than it was, so a word
  // may have come near another value. Look again until nothing new is found,
  // so that redacting twice changes nothing.
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds && !out.findings.empty(); ++round) {
    if (!add_unseen(find(out.text), out, found)) break;
    out = operate(input, found, policy, vault);
  }
  // What leaves, no draft; and only what nobody would type.
  const bool has_token = std::any_of(
      out.findings.begin(), out.findings.end(),
      [](const AppliedFinding& f) { return f.operator_name == "token"; });
  if (has_token) vault.remember(out.text);
  return out;
}

std::vector<Finding> Engine::detect(std::string_view text) const {
  std::vector<Finding> out;
  for (Found& f : impl_->find(text)) out.push_back(std::move(f.finding));
  return out;
}

Redaction Engine::redact(std::string_view text,
                         Conversation& conversation) const {
  return impl_->redact(text, conversation.state_->vault);
}

Redaction Engine::redact(std::string_view text) const {
  Vault vault;
  return impl_->redact(text, vault);
}

// --- Making an engine ----------------------------------------------------------

Result<Engine> Engine::create(std::string_view json, const Options& options) {
  auto policy = parse_policy(json, builtin_entities());
  if (!policy.ok()) return policy.error();
  auto impl = std::make_shared<Impl>();
  impl->policy = std::move(*policy);
  if (const auto error = impl->catalogue.add_builtin(options)) return *error;
  if (const auto error = impl->catalogue.add_own(impl->policy)) return *error;
  impl->wire();
  return Engine(std::move(impl));
}

void Engine::Impl::wire() {
  const std::vector<Rule>& rules = catalogue.rules;
  for (const Rule& rule : rules) {
    const Validator* v = find_validator(rule.validator);
    validators.push_back(v ? v->run : nullptr);
  }
  trigger = std::make_unique<TriggerTable>(rules, vocabulary);
  scorer = std::make_unique<Scorer>(rules, vocabulary);
  matcher = std::make_unique<Matcher>(rules, policy.allowed_patterns);

  const auto add = [&](std::string_view name) {
    if (!name.empty()) names.push_back(name);
  };
  for (const Rule& rule : rules) {
    entities.push_back(rule.entity);
    add(rule.id);
    add(rule.entity);
    add(rule.validator);
  }
  std::sort(entities.begin(), entities.end());
  entities.erase(std::unique(entities.begin(), entities.end()), entities.end());
  for (size_t i = 0; i < vocabulary.size(); ++i)
    add(vocabulary.text(static_cast<TermId>(i)));
  for (const Operator& op : operators()) add(op.name);
  add(kPlaceholderEntity);
  add(kPlaceholderRule);
}

std::span<const std::string_view> Engine::entities() const {
  return impl_->entities;
}
std::span<const std::string_view> Engine::names() const { return impl_->names; }
std::string_view Engine::rules_version() { return builtin_rules_digest(); }

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidJson:
      return "invalid-json";
    case ErrorCode::kWrongType:
      return "wrong-type";
    case ErrorCode::kOutOfRange:
      return "out-of-range";
    case ErrorCode::kUnknownKey:
      return "unknown-key";
    case ErrorCode::kUnknownPreset:
      return "unknown-preset";
    case ErrorCode::kUnknownEntity:
      return "unknown-entity";
    case ErrorCode::kUnknownOperator:
      return "unknown-operator";
    case ErrorCode::kUnknownValidator:
      return "unknown-validator";
    case ErrorCode::kUnknownCountry:
      return "unknown-country";
    case ErrorCode::kBadPattern:
      return "bad-pattern";
  }
  return "";
}

}  // namespace blackbar
