// Tested by tests/detect/score_test.cpp.
#include "detect/score.h"

#include <algorithm>

#include "text/chars.h"

namespace blackbar {
namespace {

// Where the sentence or line that holds `at` ends, at most `limit`.
uint32_t sentence_end(std::string_view text, uint32_t at, uint32_t limit) {
  for (; at < limit; ++at) {
    const char c = text[at];
    const bool stops = c == '.' || c == '!' || c == '?' || c == ';';
    if (c == '\n' || (stops && at + 1 < text.size() && is_space(text[at + 1])))
      return at;
  }
  return limit;
}

// Does the one word stand right before the other?
bool qualifies(const TermHit* one, const TermHit* other,
               std::string_view text) {
  return one && one->span.end + 1 == other->span.begin &&
         (text[one->span.end] == ' ' || text[one->span.end] == '-');
}

}  // namespace

Scorer::Scorer(std::span<const Rule> rules, Vocabulary& vocabulary)
    : rules_(rules), vocabulary_(vocabulary) {
  const auto ids = [&](std::span<const std::string_view> words) {
    std::vector<TermId> out;
    for (std::string_view word : words) out.push_back(vocabulary.add(word));
    std::sort(out.begin(), out.end());
    return out;
  };
  for (const Rule& rule : rules)
    terms_.push_back({ids(rule.context), ids(rule.contradicts)});
}

Scorer::Near Scorer::nearest(const std::vector<TermId>& of, Span span,
                             std::string_view text,
                             std::span<const TermHit> terms,
                             bool after_too) const {
  const auto known = [&](const TermHit& hit) {
    return std::binary_search(of.begin(), of.end(), hit.term);
  };
  const auto begins_later = [](uint32_t at, const TermHit& hit) {
    return at < hit.span.begin;
  };
  const uint32_t from =
      span.begin > kWordsBefore ? span.begin - kWordsBefore : 0;
  const auto here =
      std::upper_bound(terms.begin(), terms.end(), span.begin, begins_later);
  Near best;
  for (auto it = here; it != terms.begin();) {
    --it;
    if (it->span.begin < from) break;
    if (it->span.end > span.begin || !known(*it)) continue;
    best = {&*it, span.begin - it->span.end};
    break;
  }
  if (!after_too) return best;
  const auto size = static_cast<uint32_t>(text.size());
  const uint32_t to = sentence_end(
      text, span.end,
      size - span.end > kWordsAfter ? span.end + kWordsAfter : size);
  for (auto it = here; it != terms.end() && it->span.begin < to; ++it) {
    if (it->span.begin < span.end || !known(*it)) continue;
    const uint32_t distance = it->span.begin - span.end;
    return distance < best.distance ? Near{&*it, distance} : best;
  }
  return best;
}

void Scorer::score(Candidate& candidate, std::optional<bool> valid,
                   std::string_view text,
                   std::span<const TermHit> terms) const {
  const Rule& rule = rules_[candidate.rule];
  const Terms& own = terms_[candidate.rule];
  candidate.score = 0;
  if (valid == false) return;

  Near named, denied;
  if (!own.names.empty())
    named = nearest(own.names, candidate.span, text, terms, true);
  if (rule.needs_words && !named.hit) return;
  if (!own.denies.empty())
    denied = nearest(own.denies, candidate.span, text, terms, false);
  // "my order is late, card 4111...": the nearer word speaks, unless the other
  // qualifies it, as in "the voucher expires".
  if (named.distance < denied.distance &&
      !qualifies(denied.hit, named.hit, text))
    denied.hit = nullptr;

  std::vector<Reason>& reasons = candidate.reasons;
  float sum = rule.score;
  reasons.push_back({rule.denied ? ReasonKind::kDenied : ReasonKind::kPattern,
                     rule.denied ? rule.entity : rule.id, rule.score});
  if (valid == true) {
    const float gain = std::max(rule.valid_score - rule.score, 0.0f);
    reasons.push_back({ReasonKind::kCheck, rule.validator, gain});
    sum += gain;
  }
  if (named.hit) {
    reasons.push_back(
        {ReasonKind::kContext, vocabulary_.text(named.hit->term), kContext});
    sum += kContext;
  }
  if (denied.hit) {
    reasons.push_back({ReasonKind::kContradiction,
                       vocabulary_.text(denied.hit->term), -kContradiction});
    sum -= kContradiction;
  }
  candidate.score = std::clamp(sum, 0.0f, 1.0f);
}

}  // namespace blackbar
