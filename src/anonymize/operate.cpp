// Tested by tests/anonymize/operate_test.cpp.
#include "anonymize/operate.h"

#include <algorithm>

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

// Adds the tokens of this vault that the person typed, but for those inside a
// finding, which go with it.
void add_typed_tokens(std::string_view input, const Vault& vault,
                      std::vector<Found>& found) {
  for (const Span span : vault.forged(input)) {
    const bool covered = std::any_of(found.begin(), found.end(), [&](const Found& f) {
      return f.finding.span.begin <= span.begin && span.end <= f.finding.span.end;
    });
    if (covered) continue;
    std::erase_if(found, [&](const Found& f) { return f.finding.span.overlaps(span); });
    const auto after = std::find_if(found.begin(), found.end(), [&](const Found& f) {
      return f.finding.span.begin > span.begin;
    });
    found.insert(after, typed_token(span));
  }
}

// Would taking out what stands between them make a token of two halves? Then a
// space takes its place.
bool would_join(std::string_view before, std::string_view after) {
  const auto in_token = [](char c) { return c == '(' || c == ')' || is_word(c); };
  return !before.empty() && !after.empty() && in_token(before.back()) &&
         in_token(after.front());
}

}  // namespace

Redaction operate(std::string_view input, std::vector<Found> found,
                  const Policy& policy, Vault& vault) {
  add_typed_tokens(input, vault, found);
  const Operator* const token = find_operator("token");
  const EntityPolicy for_typed{token, {}};
  Redaction out;
  bool has_token = false;
  uint32_t copied = 0;
  for (Found& f : found) {
    const Span span = f.finding.span;
    const bool typed = f.finding.rule == kPlaceholderRule;
    const EntityPolicy& todo = typed ? for_typed : policy.of(f.finding.entity);
    const std::string_view value = input.substr(span.begin, span.size());
    out.text += input.substr(copied, span.begin - copied);
    copied = span.end;
    std::string replacement = todo.op->run(
        {f.finding.entity, f.token_word, value, todo.parameters, vault});
    if (replacement.empty() && would_join(out.text, input.substr(copied)))
      replacement = " ";
    has_token = has_token || todo.op == token;
    const auto begin = static_cast<uint32_t>(out.text.size());
    out.text += replacement;
    out.findings.push_back({std::move(f.finding), todo.op->name, std::move(replacement),
                            {begin, static_cast<uint32_t>(out.text.size())}});
  }
  out.text += input.substr(copied);
  if (has_token) vault.remember(out.text);
  return out;
}

bool add_unseen(std::vector<Found> second, const Redaction& done,
                std::vector<Found>& found) {
  bool any = false;
  size_t next = 0;       // of the replacements, the first not left behind
  int64_t shift = 0;     // from the output's offsets to the input's
  for (Found& f : second) {
    Span& span = f.finding.span;
    while (next < done.findings.size() && done.findings[next].out.end <= span.begin) {
      const AppliedFinding& a = done.findings[next++];
      shift = int64_t{a.span.end} - a.out.end;
    }
    if (next < done.findings.size() && done.findings[next].out.begin < span.end) continue;
    span = {static_cast<uint32_t>(span.begin + shift),
            static_cast<uint32_t>(span.end + shift)};
    const auto after = std::find_if(found.begin(), found.end(), [&](const Found& g) {
      return g.finding.span.begin > span.begin;
    });
    found.insert(after, std::move(f));
    any = true;
  }
  return any;
}

}  // namespace blackbar
