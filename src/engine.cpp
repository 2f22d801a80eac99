// The pipeline. This is the only file that knows the order of the stages; no
// stage knows another. Tested by tests/engine_test.cpp.
#include <algorithm>

#include "anonymize/operate.h"
#include "anonymize/policy.h"
#include "blackbar.h"
#include "catalogue.h"
#include "chat/conversation.h"
#include "chat/window.h"
#include "crypto/envelope.h"
#include "detect/match.h"
#include "detect/resolve.h"
#include "detect/score.h"
#include "detect/trigger.h"
#include "detect/validate.h"
#include "rules/pack.h"
#include "text/json.h"
#include "text/normalize.h"
#include "text/placeholder.h"
#include "text/vocabulary.h"

namespace blackbar {
namespace {

constexpr uint32_t kKnownRule = UINT32_MAX;  // in place of an index
constexpr std::string_view kKnownRuleId = "known.value";

}  // namespace

struct Engine::Impl {
  Policy policy;
  Catalogue catalogue;
  Vocabulary vocabulary;
  std::vector<Check> checks;      // per rule
  std::vector<float> thresholds;  // per rule
  std::unique_ptr<TriggerTable> trigger;
  std::unique_ptr<Matcher> matcher;
  std::unique_ptr<Scorer> scorer;
  std::vector<std::string_view> entities;
  std::vector<std::string> countries;  // empty: all

  // What is known of one message besides its text.
  struct Circumstances {
    const RuleSet& expected;
    const KnownValues* known = nullptr;
    Choices choices = {};
  };

  // What a candidate is weighed by.
  struct Around {
    std::string_view text;
    std::vector<Span> tokens;
    std::vector<TermHit> terms;  // that speak
    const Circumstances& given;
  };

  void wire();
  std::vector<Candidate> detect(std::string_view text,
                                const Circumstances& given) const;
  void weigh(Candidate& candidate, const Around& around) const;
  std::vector<Found> find(std::string_view input,
                          const Circumstances& given) const;
  Redaction redact(std::string_view input, Vault& vault,
                   const Circumstances& given, Sealing& sealing) const;
  Redaction settle(std::string_view input, Vault& vault,
                   const Circumstances& given, Sealing& sealing,
                   std::vector<Found>& found) const;
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

std::vector<Candidate> Engine::Impl::detect(std::string_view text,
                                            const Circumstances& given) const {
  Seen seen = trigger->look(text, vocabulary);
  Around around{text, {}, {}, given};
  bool looked = false;
  // Tokens and labels, whoever made them, are nobody's data. Nor do the words of
  // a token speak. A longer value may hold a token; of a value that ends in one
  // its beginning counts.
  const auto look_around = [&] {
    if (looked) return;
    looked = true;
    if (seen.brackets) around.tokens = placeholders_in(text);
    around.terms = seen.terms;
    if (!around.tokens.empty())
      std::erase_if(around.terms, [&](const TermHit& hit) {
        return outside(around.tokens, hit.span).size() < hit.span.size();
      });
  };

  const auto worth = [&](uint32_t rule, Span span) {
    const Check& check = checks[rule];
    if (!check) return true;
    look_around();
    if (!around.tokens.empty()) span = outside(around.tokens, span);
    return check.holds(text.substr(span.begin, span.size()));
  };
  std::vector<Candidate> candidates;
  trigger->wake(
      text, seen, vocabulary, given.expected, [&](std::span<const Wake> wakes) {
        std::vector<Candidate> found = matcher->run(text, wakes, worth);
        if (!found.empty()) look_around();
        for (Candidate& c : found) {
          weigh(c, around);
          if (c.span.size() > 0 && c.score > 0 && c.score >= thresholds[c.rule])
            candidates.push_back(std::move(c));
        }
      });
  if (given.known) {
    look_around();
    for (const KnownValues::Hit& hit : given.known->find(text)) {
      if (outside(around.tokens, hit.span).size() < hit.span.size()) continue;
      Candidate& c = candidates.emplace_back();
      c.span = hit.span;
      c.rule = kKnownRule;
      c.score = 1;
      c.entity = hit.entity;
      c.token_word = hit.token_word;
      c.reasons.push_back({ReasonKind::kKnown, hit.entity, 1});
    }
  }
  std::erase_if(candidates, [&](const Candidate& c) {
    return matcher->allows(text, c.span);
  });
  return resolve(std::move(candidates));
}

// What a candidate is, and how sure.
void Engine::Impl::weigh(Candidate& c, const Around& around) const {
  using Asked = Evidence::Asked;
  const Rule& rule = catalogue.rules[c.rule];
  c.span = outside(around.tokens, c.span);
  c.nobody = rule.nobody;
  c.soft = rule.soft;
  c.entity = rule.entity;
  c.token_word = rule.token;
  Evidence evidence;
  if (const Check& check = checks[c.rule])
    evidence.valid =
        check.holds(around.text.substr(c.span.begin, c.span.size()));
  else if (c.located)
    evidence.valid = true;
  const RuleSet& expected = around.given.expected;
  if (!expected.empty())
    evidence.asked =
        expected[c.rule / 64] >> c.rule % 64 & 1 ? Asked::kThis : Asked::kOther;
  scorer->score(c, evidence, around.text, around.terms);
}

std::vector<Found> Engine::Impl::find(std::string_view input,
                                      const Circumstances& given) const {
  const Normalized normal = normalize(input);
  std::vector<Found> out;
  for (Candidate& c : detect(normal.text(), given)) {
    const bool known = c.rule == kKnownRule;
    const Rule* rule = known ? nullptr : &catalogue.rules[c.rule];
    out.push_back(
        {{normal.original(c.span), c.entity, known ? kKnownRuleId : rule->id,
          c.score, known ? Risk::kHigh : rule->risk, std::move(c.reasons)},
         c.token_word});
  }
  return out;
}

Redaction Engine::Impl::redact(std::string_view input, Vault& vault,
                               const Circumstances& given,
                               Sealing& sealing) const {
  if (vault.produced(input)) {
    Redaction same;
    same.text = input;
    return same;
  }
  std::vector<Found> found;
  Redaction out = settle(input, vault, given, sealing, found);
  seal_beside(input, policy, sealing, out);
  // What leaves, no draft; and only where a second time would change it: a
  // token has a token of its own, a moved date moves on.
  if (std::any_of(out.findings.begin(), out.findings.end(), changes_again))
    vault.remember(out.text, vault.spellings_of(out.findings, input));
  return out;
}

// What took a finding's place is shorter or longer than it was, so a word may
// have come near another value. Looks again until nothing new is found, so that
// redacting twice changes nothing. `found` is what it came to.
Redaction Engine::Impl::settle(std::string_view input, Vault& vault,
                               const Circumstances& given, Sealing& sealing,
                               std::vector<Found>& found) const {
  vault.keep_clear_of(input);
  found = find(input, given);
  give_way(vault.forged(input), found);
  const Vault::Mark before = vault.mark();
  Redaction out = operate(input, found, policy, vault, given.choices, &sealing);
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds && !out.findings.empty(); ++round) {
    if (!add_unseen(find(out.text, given), out, found)) break;
    vault.roll_back(before);  // tokens are numbered as they stand
    out = operate(input, found, policy, vault, given.choices, &sealing);
  }
  return out;
}

std::vector<Finding> Engine::detect(std::string_view text,
                                    const Expectation& expected) const {
  std::vector<Finding> out;
  for (Found& f : impl_->find(text, {expected.rules_}))
    out.push_back(std::move(f.finding));
  return out;
}

Redaction Engine::redact(std::string_view text, Conversation& conversation,
                         const Expectation& expected) const {
  Conversation::State& state = *conversation.state_;
  Sealing sealing{state.recipients_of(impl_->policy), state.id, true, {}};
  return impl_->redact(
      text, state.vault,
      {expected.rules_, state.known.empty() ? nullptr : &state.known,
       expected.choices_},
      sealing);
}

Redaction Engine::redact(std::string_view text,
                         const Expectation& expected) const {
  Vault vault;
  Sealing sealing{impl_->policy.recipients, {}, true, {}};
  return impl_->redact(text, vault,
                       {expected.rules_, nullptr, expected.choices_}, sealing);
}

struct RedactionStream::State {
  Window window;
};

RedactionStream::RedactionStream(const Engine& engine,
                                 Conversation& conversation,
                                 Expectation expected) {
  const Engine::Impl* impl = engine.impl_.get();
  Conversation::State* chat = conversation.state_.get();
  const auto asked = std::make_shared<const Expectation>(std::move(expected));
  const auto find = [impl, chat, asked](std::string_view text) {
    const Vault::Mark before = chat->vault.mark();
    std::vector<Found> found;
    Sealing sealing{chat->recipients_of(impl->policy), chat->id, false, {}};
    impl->settle(text, chat->vault,
                 {asked->rules_, chat->known.empty() ? nullptr : &chat->known,
                  asked->choices_},
                 sealing, found);
    chat->vault.roll_back(before);
    return found;
  };
  const auto operate = [impl, chat, asked](std::string_view piece,
                                           std::vector<Found> found) {
    chat->vault.keep_clear_of(piece);
    // A text that comes in pieces goes alone.
    Sealing sealing{chat->recipients_of(impl->policy), chat->id, false, {}};
    Redaction done = blackbar::operate(piece, std::move(found), impl->policy,
                                       chat->vault, asked->choices_, &sealing);
    seal_beside(piece, impl->policy, sealing, done);
    return done;
  };
  state_ = std::make_unique<State>(State{Window(chat->vault, find, operate)});
}
RedactionStream::~RedactionStream() = default;
RedactionStream::RedactionStream(RedactionStream&&) noexcept = default;

Redaction RedactionStream::write(std::string_view piece) {
  return state_->window.write(piece);
}
Redaction RedactionStream::end() { return state_->window.end(); }

Result<Expectation> Engine::expect(std::span<const std::string> asked) const {
  const std::vector<Rule>& rules = impl_->catalogue.rules;
  Expectation out;
  if (asked.empty()) return out;
  out.rules_.resize(rules.size() / 64 + 1);
  for (size_t n = 0; n < asked.size(); ++n) {
    bool known = false;
    for (size_t i = 0; i < rules.size(); ++i) {
      if (rules[i].entity != asked[n]) continue;
      known = true;
      out.rules_[i / 64] |= uint64_t{1} << i % 64;
    }
    if (!known)
      return Error{ErrorCode::kUnknownEntity,
                   "expects[" + std::to_string(n) + "]",
                   "no rule finds such an entity"};
  }
  return out;
}

std::optional<Error> Engine::choose(std::string_view entity,
                                    std::string_view operator_name,
                                    Expectation& expected) const {
  const auto& known = impl_->entities;
  if (!std::binary_search(known.begin(), known.end(), entity))
    return Error{ErrorCode::kUnknownEntity, "override." + std::string(entity),
                 "no rule finds such an entity"};
  const Operator* op = impl_->policy.overridden(entity, operator_name);
  if (!op)
    return Error{ErrorCode::kUnknownOperator, "override." + std::string(entity),
                 "no such operator"};
  expected.choices_.emplace_back(entity, op);
  return std::nullopt;
}

std::optional<Error> Conversation::know(const Engine& engine,
                                        std::string_view entity,
                                        std::string_view value) {
  for (const Rule& rule : engine.impl_->catalogue.rules) {
    if (rule.entity != entity || rule.nobody) continue;
    if (state_->known.add(rule.entity, rule.token, value)) return std::nullopt;
    return Error{ErrorCode::kOutOfRange, "knownValues",
                 "a known value has a letter or digit, and 256 bytes at most"};
  }
  return Error{ErrorCode::kUnknownEntity, "knownValues",
               "no rule finds such an entity"};
}

std::optional<Error> Conversation::seal_as(const Engine& engine,
                                           std::string_view id,
                                           std::string_view recipients,
                                           std::optional<int64_t> now) {
  std::vector<Recipient> own = engine.impl_->policy.recipients;
  if (!recipients.empty() || !own.empty()) {
    if (id.size() > kMostBound)
      return Error{ErrorCode::kOutOfRange, "id",
                   "what is sealed is bound to it: 255 bytes at most"};
    auto json = parse_json(recipients.empty() ? "{}" : recipients);
    if (!json.ok()) return json.error();
    if (const Fault f = read_own_recipients(*json, "recipients", now, own))
      return f;
  }
  state_->id = id;
  state_->recipients = std::move(own);
  return std::nullopt;
}

double Conversation::keys_expire(const Engine& engine) const {
  return first_expiry(state_->recipients_of(engine.impl_->policy));
}

// --- Making an engine ----------------------------------------------------------

Result<Engine> Engine::create(std::string_view json, const Options& options) {
  auto policy = parse_policy(json, builtin_entities(), options.now);
  if (!policy.ok()) return policy.error();
  auto impl = std::make_shared<Impl>();
  impl->policy = std::move(*policy);
  impl->countries = options.countries;
  if (const auto error = impl->catalogue.add_builtin(options)) return *error;
  if (const auto error = impl->catalogue.add_own(impl->policy)) return *error;
  impl->wire();
  return Engine(std::move(impl));
}

void Engine::Impl::wire() {
  const std::vector<Rule>& rules = catalogue.rules;
  std::vector<Needs> needs;
  for (const Rule& rule : rules) {
    checks.emplace_back(rule.check, countries);
    const float least = policy.threshold_of(rule.entity);
    const float best = std::max(rule.score, rule.valid_score);
    thresholds.push_back(least);
    needs.push_back(rule.needs_words         ? Needs::kWords
                    : best >= least          ? Needs::kNothing
                    : best + kAlone >= least ? Needs::kWordsOrAlone
                                             : Needs::kWords);
  }
  trigger = std::make_unique<TriggerTable>(rules, needs, vocabulary);
  scorer = std::make_unique<Scorer>(rules, vocabulary);
  matcher = std::make_unique<Matcher>(rules, catalogue.allowed);

  for (const Rule& rule : rules)
    if (!rule.nobody) entities.push_back(rule.entity);
  std::sort(entities.begin(), entities.end());
  entities.erase(std::unique(entities.begin(), entities.end()), entities.end());
}

std::span<const std::string_view> Engine::entities() const {
  return impl_->entities;
}
double Engine::keys_expire() const {
  return first_expiry(impl_->policy.recipients);
}

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
    case ErrorCode::kForbidden:
      return "forbidden";
    case ErrorCode::kBadKey:
      return "bad-key";
    case ErrorCode::kExpiredKey:
      return "expired-key";
    case ErrorCode::kUnknownRecipient:
      return "unknown-recipient";
  }
  return "";
}

}  // namespace blackbar
