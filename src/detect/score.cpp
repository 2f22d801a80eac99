// Tested by tests/detect/score_test.cpp.
#include "detect/score.h"

#include <algorithm>
#include <map>

#include "text/chars.h"

namespace blackbar {
namespace {

constexpr size_t kBlanks = 8;  // around a value that is the whole message

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

// Is there nothing in the text but this, spaces and punctuation?
bool alone(std::string_view text, Span span) {
  const auto blank = [](char c) {
    return is_space(c) || c == '.' || c == ',' || c == '!' || c == '?' ||
           c == '"' || c == '\'';
  };
  if (text.size() - span.size() > kBlanks) return false;
  const std::string_view before = text.substr(0, span.begin);
  const std::string_view after = text.substr(span.end);
  return std::all_of(before.begin(), before.end(), blank) &&
         std::all_of(after.begin(), after.end(), blank);
}

bool has_digit(std::string_view text, uint32_t begin, uint32_t end) {
  return std::any_of(text.begin() + begin, text.begin() + end, is_digit);
}

// What an EU VAT number begins with: the state's ISO 3166 code, but EL for
// Greece, XI for Northern Ireland, EU for the one-stop shop.
constexpr std::string_view kVatPrefixes =
    "AT BE BG CY CZ DE DK EE EL ES EU FI FR GB HR HU IE IT LT LU LV MT NL PL "
    "PT RO SE SI SK XI";

// Does the number stand behind the letters of another country than the rule's?
// "CZ 48207726" is none of Slovenia, which has eight digits as well. Not where
// all is in capitals: "MI CEDULA ES 48207726".
bool of_another(const Rule& rule, std::string_view text, Span span) {
  constexpr uint32_t kMost = 16;  // bytes up to the letters
  const bool of_country = !rule.countries.empty() && rule.entity.size() > 3 &&
                          rule.entity[2] == '_';
  if (!of_country || !is_digit(text[span.begin])) return false;
  uint32_t at = span.begin;
  const uint32_t from = at > kMost ? at - kMost : 0;
  const auto inside = [](char c) {
    return is_digit(c) || c == ' ' || c == '.' || c == ':' || c == '-';
  };
  while (at > from && inside(text[at - 1])) --at;
  if (text.substr(0, at).ends_with("ATU")) --at;
  if (at < 2 || (at > 2 && is_word(text[at - 3]))) return false;
  std::string_view letters = text.substr(at - 2, 2);
  const size_t known = kVatPrefixes.find(letters);
  if (known == kVatPrefixes.npos || letters.find(' ') != letters.npos)
    return false;
  if (letters == "EL") letters = "GR";
  if (letters == "XI") letters = "GB";
  for (std::string_view country : rule.countries)
    if (country == letters) return false;
  const std::string_view before = text.substr(0, at - 2);
  return before.empty() ||
         std::any_of(before.begin(), before.end(),
                     [](char c) { return is_alpha(c) && !is_upper(c); });
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
  const auto ids = [&](std::span<const WordList> lists) {
    std::vector<ListId> out;
    for (const WordList& list : lists) out.push_back(vocabulary.add_list(list));
    return out;
  };
  std::map<ListId, std::string_view> owners;  // "": several entities
  for (const Rule& rule : rules) {
    lists_.push_back({ids(rule.context), ids(rule.contradicts), {}});
    for (ListId list : lists_.back().names) {
      std::string_view& owner =
          owners.try_emplace(list, rule.entity).first->second;
      if (owner != rule.entity) owner = {};
    }
  }
  for (Lists& lists : lists_)
    for (ListId list : lists.names)
      if (!owners[list].empty()) lists.sole.push_back(list);
}

Scorer::Near Scorer::nearest(const std::vector<ListId>& of, Span span,
                             std::string_view text,
                             std::span<const TermHit> terms,
                             bool after_too) const {
  const auto known = [&](const TermHit& hit) {
    for (const ListId list : vocabulary_.lists_of(hit.term))
      if (std::find(of.begin(), of.end(), list) != of.end()) return true;
    return false;
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

void Scorer::score(Candidate& candidate, Evidence evidence,
                   std::string_view text,
                   std::span<const TermHit> terms) const {
  using Asked = Evidence::Asked;
  const Rule& rule = rules_[candidate.rule];
  const Lists& own = lists_[candidate.rule];
  candidate.score = 0;
  if (evidence.valid == false) return;
  if (of_another(rule, text, candidate.span)) return;

  Near named, denied;
  if (!own.names.empty())
    named = nearest(own.names, candidate.span, text, terms, true);
  const bool asked = evidence.asked == Asked::kThis;
  if (rule.needs_words && !named.hit && !asked) return;
  if (!own.denies.empty())
    denied = nearest(own.denies, candidate.span, text, terms, false);
  // "my order is late, card 4111...": the nearer word speaks, unless the other
  // qualifies it, as in "the voucher expires".
  if (named.distance <= denied.distance && denied.hit &&
      !qualifies(denied.hit, named.hit, text))
    denied.hit = nullptr;
  // "code for order 1234 is 4829": it has its number already.
  if (denied.hit && has_digit(text, denied.hit->span.end, candidate.span.begin))
    denied.hit = nullptr;

  std::vector<Reason>& reasons = candidate.reasons;
  float sum = 0;
  const auto because = [&](ReasonKind kind, std::string_view detail,
                           float weight) {
    reasons.push_back({kind, detail, weight});
    sum += weight;
  };
  because(rule.denied ? ReasonKind::kDenied : ReasonKind::kPattern,
          rule.denied ? rule.entity : rule.id, rule.score);
  if (evidence.valid == true)
    because(ReasonKind::kCheck, rule.extend ? "located" : rule.check,
            std::max(rule.valid_score - rule.score, 0.0f));
  if (named.hit)
    because(ReasonKind::kContext, vocabulary_.text(named.hit->term), kContext);
  else if (asked)
    because(ReasonKind::kExpected, rule.entity, kContext);
  else if (evidence.asked == Asked::kOther)
    because(ReasonKind::kUnexpected, rule.entity, -kUnexpected);
  if (alone(text, candidate.span))
    because(ReasonKind::kAlone, rule.entity, kAlone);
  if (denied.hit)
    because(ReasonKind::kContradiction, vocabulary_.text(denied.hit->term),
            -kContradiction);
  candidate.score = std::clamp(sum, 0.0f, 1.0f);
  candidate.named =
      named.hit && !denied.hit && !own.sole.empty() &&
      nearest(own.sole, candidate.span, text, terms, true).distance <=
          named.distance;
}

}  // namespace blackbar
