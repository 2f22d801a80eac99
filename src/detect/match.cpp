// Tested by tests/detect/match_test.cpp and tests/fuzz/fuzz_triggers.cpp.
#include "detect/match.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <deque>
#include <numeric>

#include "detect/extend.h"
#include "detect/sieve.h"
#include "re2/re2.h"
#include "re2/set.h"
#include "text/chars.h"
#include "text/once.h"
#include "text/vocabulary.h"

namespace blackbar {
namespace {

RE2::Options options(bool longest) {
  RE2::Options o(RE2::Quiet);
  o.set_max_mem(kPatternMemory);
  o.set_longest_match(longest);
  return o;
}

// One pattern of one or more rules: the sieve on its first wake, RE2's program on
// the first one that the sieve lets through.
class Lazy {
 public:
  // False: no match begins at text[at]; `run_end` is Sieve::Brief's.
  bool lets(const Rule& rule, std::string_view text, uint32_t at,
            size_t run_end) const {
    if (state_.load(std::memory_order_acquire) != kReady) write(rule);
    return state_.load(std::memory_order_acquire) != kReady ||
           brief_.lets(text, at, run_end);
  }
  const Sieve& sieve(const Rule& rule) const {
    return sieve_.get([&] { return std::make_unique<Sieve>(rule.pattern); });
  }
  const RE2& get(const Rule& rule) const {
    return pattern_.get([&] {
      return std::make_unique<RE2>(rule.pattern, options(is_longest(rule)));
    });
  }
  // The longest of all matches, but for rules with a capture and for customers'
  // rules, who expect what RE2 does of itself.
  static bool is_longest(const Rule& rule) {
    return rule.group == 0 && rule.trigger != Trigger::kText;
  }

 private:
  enum State : uint8_t { kNone, kWriting, kReady };
  void write(const Rule& rule) const {
    State none = kNone;
    if (!state_.compare_exchange_strong(none, kWriting)) return;
    brief_ = sieve(rule).brief();
    state_.store(kReady, std::memory_order_release);
  }

  Once<Sieve> sieve_;
  Once<RE2> pattern_;
  mutable std::atomic<State> state_ = kNone;
  mutable Sieve::Brief brief_;
};

// Where matches may end that begin at one place, by pattern.
struct Ends {
  struct Known {
    uint32_t pattern, begin, end;  // of `at`
  };
  std::vector<Known> known;
  std::vector<uint32_t> at;

  void clear() {
    known.clear();
    at.clear();
  }
};

constexpr uint8_t kMaxGroup = 3;  // captures a built-in rule may have

// Bytes of an address's head with what introduces it. Its words may be joined
// by hyphens without end, and each of them may wake its rule.
constexpr uint32_t kMaxHead = 192;

// Does a sign of a currency or of a share touch the place from before or behind?
bool is_priced(std::string_view text, Span span) {
  constexpr std::string_view kSigns[] = {"$", "%", "\u00a3", "\u00a5",
                                         "\u20ac"};
  const auto may = [](char c) {
    return c == '$' || c == '%' || static_cast<unsigned char>(c) >= 0x80;
  };
  const std::string_view before = text.substr(0, span.begin);
  const std::string_view after = text.substr(span.end);
  if ((before.empty() || !may(before.back())) &&
      (after.empty() || !may(after.front())))
    return false;
  return std::any_of(std::begin(kSigns), std::end(kSigns),
                     [&](std::string_view sign) {
                       return before.ends_with(sign) || after.starts_with(sign);
                     });
}

// Four digits right before four others: the rest of a card's number?
bool is_card_tail(std::string_view text, Span span) {
  const auto four = [&](size_t at) {
    return at + 4 <= text.size() &&
           std::all_of(text.begin() + at, text.begin() + at + 4, is_digit) &&
           (at + 4 == text.size() || !is_digit(text[at + 4])) &&
           (at == 0 || !is_digit(text[at - 1]));
  };
  return span.begin >= 5 && text[span.begin - 1] == ' ' &&
         four(span.begin - 5) && four(span.begin);
}

// No digit beyond a sign or two at either end, and no price.
bool stands_apart(std::string_view text, Span span) {
  const auto sign = [](char c) {
    return c == '.' || c == '-' || c == '/' || c == ',';
  };
  size_t at = span.begin;
  while (at > 0 && span.begin - at < 2 && sign(text[at - 1])) --at;
  const bool before = at > 0 && at < span.begin && is_digit(text[at - 1]);
  at = span.end;
  while (at < text.size() && at - span.end < 2 && sign(text[at])) ++at;
  const bool after = at > span.end && at < text.size() && is_digit(text[at]);
  return !before && !after && !is_priced(text, span) &&
         !is_card_tail(text, span);
}

// Does what ends at `end` go on there with a word character? Not if digits end
// and a word begins that people forget the space before, "0132for", and the
// pattern lets it.
bool goes_on(std::string_view text, uint32_t end) {
  if (end == text.size() || !is_word(text[end])) return false;
  constexpr std::string_view kNext[] = {"for", "or", "and", "to",
                                        "if",  "is", "me",  "please"};
  const std::string_view rest = text.substr(end);
  return !is_digit(text[end - 1]) ||
         std::none_of(
             std::begin(kNext), std::end(kNext),
             [&](std::string_view word) { return rest.starts_with(word); });
}

Span span_of(absl::string_view match, std::string_view text) {
  const auto begin = static_cast<uint32_t>(match.data() - text.data());
  return {begin, static_cast<uint32_t>(begin + match.size())};
}

}  // namespace

std::optional<std::string> fault_in(std::string_view pattern) {
  const RE2 compiled(pattern, options(false));
  if (!compiled.ok()) return compiled.error();
  if (RE2::FullMatch("", compiled)) return "it matches the empty text";
  return std::nullopt;
}

std::string quoted(std::string_view text) { return RE2::QuoteMeta(text); }

struct Matcher::Patterns {
  std::span<const Rule> rules;
  std::vector<uint32_t> pattern_of;  // rules: index into `lazy`
  std::deque<Lazy> lazy;             // per pattern
  std::deque<RE2> allowed;
  std::vector<uint32_t> texts;  // kText rules, in the order of `filter`
  // Which kText rules can match at all, in one pass; null when there are few,
  // or when they do not fit its budget.
  std::unique_ptr<RE2::Set> filter;

  explicit Patterns(std::span<const Rule> r) : rules(r) {
    // Rules of one pattern share one program. Open addressing, by its hash.
    constexpr uint32_t kNone = UINT32_MAX;
    std::vector<uint32_t> slots(std::bit_ceil(2 * rules.size() + 1), kNone);
    for (uint32_t i = 0; i < rules.size(); ++i) {
      size_t slot = hash_word(rules[i].pattern) & (slots.size() - 1);
      while (
          slots[slot] != kNone &&
          (rules[slots[slot]].pattern != rules[i].pattern ||
           Lazy::is_longest(rules[slots[slot]]) != Lazy::is_longest(rules[i])))
        slot = (slot + 1) & (slots.size() - 1);
      const bool is_new = slots[slot] == kNone;
      if (is_new) {
        slots[slot] = i;
        lazy.emplace_back();
      }
      pattern_of.push_back(is_new ? static_cast<uint32_t>(lazy.size() - 1)
                                  : pattern_of[slots[slot]]);
    }
  }
  const Lazy& of(uint32_t rule) const { return lazy[pattern_of[rule]]; }

  void longest(std::string_view text, const Wake& wake,
               std::vector<Candidate>& out) const;
  std::span<const uint32_t> ends_of(std::string_view text, const Wake& wake,
                                    Ends& ends) const;
  void ends(std::string_view text, const Wake& wake, const Worth& worth,
            std::span<const uint32_t> places,
            std::vector<Candidate>& out) const;
  void add(Span span, std::string_view text, uint32_t rule,
           std::vector<Candidate>& out) const;
  void everywhere(std::string_view text, uint32_t rule,
                  std::vector<Candidate>& out) const;
  std::vector<bool> possible(std::string_view text) const;
};

Matcher::Matcher(std::span<const Rule> rules,
                 std::span<const std::string> allowed)
    : patterns_(std::make_unique<Patterns>(rules)) {
  Patterns& p = *patterns_;
  for (const std::string& pattern : allowed)
    p.allowed.emplace_back(pattern, options(false));

  for (uint32_t i = 0; i < rules.size(); ++i)
    if (rules[i].trigger == Trigger::kText) p.texts.push_back(i);
  constexpr size_t kFew = 3;  // below this the filter costs more than it saves
  if (p.texts.size() <= kFew) return;
  RE2::Options budget = options(false);
  budget.set_max_mem(8 * kPatternMemory);
  p.filter = std::make_unique<RE2::Set>(budget, RE2::UNANCHORED);
  bool fits = true;
  for (uint32_t rule : p.texts)
    fits = fits && p.filter->Add(rules[rule].pattern, nullptr) >= 0;
  if (!fits || !p.filter->Compile()) p.filter = nullptr;
}

Matcher::~Matcher() = default;

std::vector<Candidate> Matcher::run(std::string_view text,
                                    std::span<const Wake> wakes,
                                    const Worth& worth) const {
  std::vector<Candidate> out;
  out.reserve(std::min<size_t>(wakes.size(), 32));  // of a message
  std::vector<bool> possible;
  Ends ends;  // of the patterns that were asked at `place`
  uint32_t place = 0;
  size_t run_end = Sieve::Brief::run_end(text, place);
  for (const Wake& wake : wakes) {
    const Rule& rule = patterns_->rules[wake.rule];
    if (wake.begin != place) {
      place = wake.begin;
      run_end = Sieve::Brief::run_end(text, place);
      ends.clear();
    }
    if (rule.trigger == Trigger::kText) {
      if (possible.empty()) possible = patterns_->possible(text);
      if (possible[wake.rule]) patterns_->everywhere(text, wake.rule, out);
    } else if (!patterns_->of(wake.rule).lets(rule, text, place, run_end)) {
      continue;
    } else if (rule.ends) {
      patterns_->ends(text, wake, worth, patterns_->ends_of(text, wake, ends),
                      out);
    } else if (patterns_->of(wake.rule).sieve(rule).lets(text, wake.begin)) {
      patterns_->longest(text, wake, out);
    }
  }
  return out;
}

// The longest match that begins at the wake.
void Matcher::Patterns::longest(std::string_view text, const Wake& wake,
                                std::vector<Candidate>& out) const {
  const Rule& rule = rules[wake.rule];
  absl::string_view match[kMaxGroup + 1];
  size_t end = text.size();
  if (rule.extend) end = std::min<size_t>(end, wake.begin + kMaxHead);
  if (!of(wake.rule).get(rule).Match(text, wake.begin, end, RE2::ANCHOR_START,
                                     match, rule.group + 1))
    return;
  if (!match[rule.group].empty())
    add(span_of(match[rule.group], text), text, wake.rule, out);
}

// Where matches that begin at the wake may end. `ends` is what rules of the same
// pattern asked there.
std::span<const uint32_t> Matcher::Patterns::ends_of(std::string_view text,
                                                     const Wake& wake,
                                                     Ends& ends) const {
  const uint32_t pattern = pattern_of[wake.rule];
  const auto places = [&](const Ends::Known& known) {
    return std::span(ends.at).subspan(known.begin, known.end - known.begin);
  };
  for (const Ends::Known& known : ends.known)
    if (known.pattern == pattern) return places(known);
  const size_t begin = ends.at.size();
  const Rule& rule = rules[wake.rule];
  if (!lazy[pattern].sieve(rule).ends(text, wake.begin, ends.at)) {
    ends.at.resize(begin);
    absl::string_view longest;
    if (lazy[pattern].get(rule).Match(text, wake.begin, text.size(),
                                      RE2::ANCHOR_START, &longest, 1)) {
      ends.at.resize(begin + longest.size());
      std::iota(ends.at.begin() + static_cast<ptrdiff_t>(begin), ends.at.end(),
                wake.begin + 1);
    }
  }
  ends.known.push_back({pattern, static_cast<uint32_t>(begin),
                        static_cast<uint32_t>(ends.at.size())});
  return places(ends.known.back());
}

// Every match that begins at the wake and ends where a word does.
void Matcher::Patterns::ends(std::string_view text, const Wake& wake,
                             const Worth& worth,
                             std::span<const uint32_t> places,
                             std::vector<Candidate>& out) const {
  const Rule& rule = rules[wake.rule];
  uint32_t digits = 0;
  uint32_t at = wake.begin;
  for (const uint32_t end : places) {
    for (; at < end; ++at) digits += is_digit(text[at]);
    if (!is_alnum(text[end - 1]) || goes_on(text, end)) continue;
    if (rule.digits && (digits >= 64 || !(rule.digits >> digits & 1))) continue;
    const Span span = {wake.begin, end};
    if (rule.apart && !stands_apart(text, span)) continue;
    if (worth && !worth(wake.rule, span)) continue;
    if (of(wake.rule).get(rule).Match(text, wake.begin, end, RE2::ANCHOR_BOTH,
                                      nullptr, 0))
      add(span, text, wake.rule, out);
  }
}

void Matcher::Patterns::add(Span span, std::string_view text, uint32_t rule,
                            std::vector<Candidate>& out) const {
  if (rules[rule].apart && !stands_apart(text, span)) return;
  Candidate& c = out.emplace_back();
  c.span = span;
  c.rule = rule;
  if (!rules[rule].extend) return;
  const Address address = extend_address(text, span);
  c.span = address.span;
  c.located = address.located;
  if (c.span.size() == 0) out.pop_back();
}

// What a customer's pattern finds: leftmost, not overlapping. Half of each
// window is read again by the next, so that no match is cut at its end.
void Matcher::Patterns::everywhere(std::string_view text, uint32_t rule,
                                   std::vector<Candidate>& out) const {
  const RE2& pattern = of(rule).get(rules[rule]);
  absl::string_view match;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.size(), at + 2 * size_t{kOwnWindow});
    const size_t middle = end == text.size() ? end : at + kOwnWindow;
    if (!pattern.Match(text, at, end, RE2::UNANCHORED, &match, 1) ||
        span_of(match, text).begin >= middle) {
      at = middle;
      continue;
    }
    const Span span = span_of(match, text);
    if (span.size() > 0) out.push_back({span, rule});
    at = span.size() > 0 ? span.end : span.end + size_t{1};
  }
}

std::vector<bool> Matcher::Patterns::possible(std::string_view text) const {
  std::vector<bool> out(rules.size(), true);
  if (!filter) return out;
  std::vector<int> matching;
  RE2::Set::ErrorInfo error;
  const bool any = filter->Match(text, &matching, &error);
  if (!any && error.kind != RE2::Set::kNoError) return out;  // out of budget
  for (uint32_t rule : texts) out[rule] = false;
  for (int i : matching) out[texts[i]] = true;
  return out;
}

bool Matcher::allows(std::string_view text, Span value) const {
  if (patterns_->allowed.empty()) return false;
  constexpr uint32_t kLongest = 256;  // bytes of a word that is looked at
  const uint32_t low = value.begin > kLongest ? value.begin - kLongest : 0;
  const auto word_begin = [&](uint32_t at) {
    while (at > low && !is_space(text[at - 1])) --at;
    return at;
  };
  Span word = {word_begin(value.begin), value.end};
  while (word.end < text.size() && word.end - value.end < kLongest &&
         !is_space(text[word.end]))
    ++word.end;
  while (word.end > value.end && !is_word(text[word.end - 1])) --word.end;
  while (word.begin < value.begin && !is_word(text[word.begin])) ++word.begin;
  uint32_t before = word.begin;
  while (before > low && !is_word(text[before - 1])) --before;
  const Span both = {word_begin(before), word.end};
  for (const RE2& pattern : patterns_->allowed)
    for (const Span& span : {value, word, both})
      if (RE2::FullMatch(text.substr(span.begin, span.size()), pattern))
        return true;
  return false;
}

}  // namespace blackbar
