// Tested by tests/anonymize/operate_test.cpp.
#include "anonymize/operate.h"

#include <algorithm>

#include "crypto/envelope.h"
#include "text/chars.h"

namespace blackbar {
namespace {

constexpr std::string_view kPlaceholderWord = "TEXT";

Found typed_token(Span span) {
  Found out{{span, kPlaceholderEntity, kPlaceholderRule, 1, Risk::kMedium, {}},
            kPlaceholderWord};
  out.finding.reasons.push_back({ReasonKind::kPattern, kPlaceholderRule, 1});
  return out;
}

// Random bytes that an operator takes for each value. What `fpe` cannot encrypt
// takes some too, which are asked for when that is known.
size_t random_of(const Operator& op) {
  return op.key == KeyKind::kPublic ? random_bytes(Suite::kHpke)
         : op.name == "encrypt"     ? random_bytes(Suite::kXChaCha)
                                    : 0;
}

bool begins_earlier(const Found& a, const Found& b) {
  return a.finding.span.begin < b.finding.span.begin;
}

// The first token that ends behind `at`.
auto token_after(const std::vector<Span>& typed, uint32_t at) {
  return std::partition_point(typed.begin(), typed.end(),
                              [&](Span token) { return token.end <= at; });
}

// Adds the tokens of this vault that the person typed, but for those inside a
// finding, which go with it.
void add_typed_tokens(const std::vector<Span>& typed,
                      std::vector<Found>& found) {
  std::vector<bool> covered(typed.size());
  for (const Found& f : found)
    for (auto t = token_after(typed, f.finding.span.begin);
         t != typed.end() && t->overlaps(f.finding.span); ++t)
      covered[t - typed.begin()] = true;
  for (size_t i = 0; i < typed.size(); ++i)
    if (!covered[i]) found.push_back(typed_token(typed[i]));
  std::sort(found.begin(), found.end(), begins_earlier);
}

// Would taking out what stands between them make a token of two halves? Then a
// space takes its place.
bool would_join(std::string_view before, std::string_view after) {
  const auto in_token = [](char c) {
    return c == '(' || c == ')' || is_word(c);
  };
  return !before.empty() && !after.empty() && in_token(before.back()) &&
         in_token(after.front());
}

}  // namespace

void give_way(const std::vector<Span>& typed, std::vector<Found>& found) {
  std::erase_if(found, [&](Found& f) {
    Span& span = f.finding.span;
    for (auto t = token_after(typed, span.begin);
         t != typed.end() && t->overlaps(span); ++t) {
      if (t->begin < span.begin)
        span.begin = std::min(t->end, span.end);
      else if (t->end > span.end)
        span.end = t->begin;
    }
    return span.size() == 0;
  });
}

Redaction operate(std::string_view input, std::vector<Found> found,
                  const Policy& policy, Vault& vault, Choices choices,
                  Sealing* sealing) {
  const std::vector<Span> typed_tokens = vault.forged(input);
  if (!typed_tokens.empty()) {
    give_way(typed_tokens, found);
    add_typed_tokens(typed_tokens, found);
  }
  const Operator* const token = find_operator("token");
  const EntityPolicy for_typed{token, {}, {}};
  Redaction out;
  uint32_t copied = 0;
  const auto operator_of = [&](const Finding& f, const EntityPolicy& todo) {
    const Operator* op = todo.op;
    for (const auto& [entity, chosen] : choices)
      if (entity == f.entity) op = chosen;
    return op;
  };
  if (sealing) {  // one call of the host for all of them
    size_t random = 0;
    for (const Found& f : found)
      if (f.finding.rule != kPlaceholderRule)
        random +=
            random_of(*operator_of(f.finding, policy.of(f.finding.entity)));
    sealing->random.prepare(random);
  }
  for (Found& f : found) {
    const Span span = f.finding.span;
    const bool typed = f.finding.rule == kPlaceholderRule;
    const EntityPolicy& todo = typed ? for_typed : policy.of(f.finding.entity);
    const std::string_view value = input.substr(span.begin, span.size());
    out.text += input.substr(copied, span.begin - copied);
    copied = span.end;
    const Operator* op = typed ? todo.op : operator_of(f.finding, todo);
    std::string replacement = op->run({f.finding.entity, f.token_word, value,
                                       todo.parameters, vault, sealing});
    out.action = std::max(out.action, op->action);
    if (replacement.empty() && would_join(out.text, input.substr(copied)))
      replacement = " ";
    const auto begin = static_cast<uint32_t>(out.text.size());
    out.text += replacement;
    out.findings.push_back({std::move(f.finding),
                            op->name,
                            std::move(replacement),
                            {begin, static_cast<uint32_t>(out.text.size())}});
  }
  out.text += input.substr(copied);
  return out;
}

void seal_beside(std::string_view input, const Policy& policy, Sealing& sealing,
                 Redaction& done) {
  Envelope envelope(sealing);
  for (const AppliedFinding& f : done.findings) {
    const OperatorParameters& parameters = policy.of(f.entity).parameters;
    const int place = f.operator_name == "seal"  ? parameters.recipient
                      : f.operator_name == "fpe" ? parameters.fallback
                                                 : -1;
    if (!sealing.beside || place < 0) continue;
    envelope.add(input, f, sealing.recipients[static_cast<size_t>(place)]);
  }
  done.sealed = envelope.json();
  if (!sealing.random.failed()) return;
  done = {};
  done.no_random = true;
  done.action = Action::kBlock;
}

bool changes_again(const AppliedFinding& finding) {
  return finding.operator_name == "token" ||
         find_operator(finding.operator_name)->lifelike;
}

bool add_unseen(std::vector<Found> second, const Redaction& done,
                std::vector<Found>& found) {
  const std::vector<AppliedFinding>& pieces = done.findings;
  const size_t before = found.size();
  std::vector<Span> taken;  // of findings that something larger replaces
  size_t next = 0;          // the first piece not left behind
  for (Found& f : second) {
    Span& span = f.finding.span;
    while (next < pieces.size() && pieces[next].out.end <= span.begin) ++next;
    size_t last = next;
    bool whole = true;
    for (; last < pieces.size() && pieces[last].out.begin < span.end; ++last) {
      const Span piece = pieces[last].out;
      whole = whole && span.begin <= piece.begin && piece.end <= span.end &&
              span != piece;
    }
    if (!whole) continue;
    const auto to_input = [&](uint32_t at, size_t behind) {  // pieces before it
      if (behind == 0) return at;
      const AppliedFinding& piece = pieces[behind - 1];
      return piece.span.end + (at - piece.out.end);
    };
    span = {to_input(span.begin, next), to_input(span.end, last)};
    if (last > next) taken.push_back(span);
    found.push_back(std::move(f));
  }
  if (found.size() == before) return false;
  // Those that stood there before and that a taken span holds.
  const auto is_taken = [&](Span span) {
    const auto t =
        std::partition_point(taken.begin(), taken.end(),
                             [&](Span s) { return s.end <= span.begin; });
    return t != taken.end() && t->begin <= span.begin && span.end <= t->end;
  };
  const auto added = found.begin() + static_cast<std::ptrdiff_t>(before);
  found.erase(
      std::remove_if(found.begin(), added,
                     [&](const Found& f) { return is_taken(f.finding.span); }),
      added);
  std::sort(found.begin(), found.end(), begins_earlier);
  return true;
}

}  // namespace blackbar
