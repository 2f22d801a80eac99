// The law of triggers: they lose nothing. What one pass over the text wakes
// and RE2 confirms there is what every rule finds when it is tried by itself at
// every place where detect/rule.h says that its matches can begin, with every
// place where digits or a word end as their end. The reference is slow and simple
// on purpose, and shares no code with src/detect/trigger.cpp. What a rule asks of
// the words around it, and what match.cpp asks of a match, is left out.
#include <algorithm>
#include <set>
#include <tuple>

#include "detect/match.h"
#include "detect/trigger.h"
#include "fuzz/fuzz.h"
#include "re2/re2.h"
#include "rules/pack.h"
#include "text/chars.h"
#include "text/normalize.h"
#include "text/plain.h"
#include "text/vocabulary.h"

namespace {

using namespace blackbar;
using Found =
    std::set<std::tuple<uint32_t, uint32_t, uint32_t>>;  // rule, begin, end

// The letter that ends right before `at`, if one does.
bool letter_before(std::string_view text, size_t at) {
  while (at > 0 && is_continuation(text[at - 1])) --at;
  return at > 0 && letter_at(text, at - 1);
}
bool word_before(std::string_view text, size_t at) {
  return at > 0 && is_word(text[at - 1]);
}

// Where the letters [at, end) of the text, folded, are those of `term`.
size_t stands_to(std::string_view text, size_t at, std::string_view term) {
  for (size_t i = 0; i < term.size();) {
    if (at >= text.size()) return 0;
    if (term[i] == ' ') {
      if (std::string_view(" -_.'").find(text[at]) == std::string_view::npos)
        return 0;
      ++i, ++at;
      continue;
    }
    if (!letter_at(text, at) && !is_alnum(text[at])) return 0;
    const PlainLetter letter = plain_letter(text, at);
    if (!term.substr(i).starts_with(letter.view())) return 0;
    i += letter.size;
    at += letter.length;
  }
  return at;
}

std::string folded(std::string_view word) {
  std::string out;
  for (size_t at = 0; at < word.size();) {
    const PlainLetter letter = plain_letter(word, at);
    if (letter.size > 0)
      out += letter.view();
    else if (letter.length == 1)
      out += std::string_view(" -_.'").find(word[at]) == std::string_view::npos
                 ? word[at]
                 : ' ';
    at += letter.length;
  }
  return out;
}

bool stands_at(std::string_view text, size_t at, std::string_view word) {
  const std::string term = folded(word);
  if (!opens_unparted(term, 0) && letter_before(text, at)) return false;
  const size_t end = stands_to(text, at, term);
  return end > 0 && (opens_unparted(term, 0) || !letter_at(text, end));
}

// How many digits may a match hold from here to the end of some group?
uint64_t digit_sums(std::string_view text, size_t at) {
  uint64_t sums = 0;
  for (uint32_t count = 0; at < text.size();) {
    while (at < text.size() && is_digit(text[at])) ++at, ++count;
    if (count > kMaxDigits) break;
    sums |= uint64_t{1} << count;
    const size_t end = at;
    while (at < text.size() && !is_digit(text[at]) && at - end <= kMaxGap) {
      if (!parts_number(text[at])) return sums;
      ++at;
    }
    if (at - end > kMaxGap || at == text.size()) break;
  }
  return sums;
}

size_t ascii_letters_at(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && is_alpha(text[end])) ++end;
  return end - at;
}

bool is_local_part(std::string_view part) {
  constexpr std::string_view kSigns = "._%+-'!~^";
  size_t characters = 0;
  for (size_t i = 0; i < part.size(); ++i) {
    const char c = part[i];
    const bool high = static_cast<unsigned char>(c) >= 0x80;
    if (!is_alnum(c) && !high && kSigns.find(c) == kSigns.npos) return false;
    if (c == '.' && (i + 1 == part.size() || part[i + 1] == '.')) return false;
    characters += !is_continuation(c);
  }
  return !part.empty() && characters <= kMaxLocalPart;
}

// Is `at` where detect/rule.h lets a match of this rule begin?
bool may_begin(const Rule& rule, std::string_view text, size_t at) {
  const auto is_colon_run = [&](size_t i) {
    return is_hex(text[i]) || text[i] == ':' || text[i] == '.';
  };
  switch (rule.trigger) {
    case Trigger::kNumber: {
      size_t digit = at;
      while (digit < text.size() && digit < at + 2 &&
             rule.lead.find(text[digit]) != rule.lead.npos)
        ++digit;
      if (digit == text.size() || !is_digit(text[digit]) ||
          word_before(text, digit))
        return false;
      return (digit > at || !rule.lead_needed) &&
             (digit_sums(text, digit) & rule.digits);
    }
    case Trigger::kLetters: {
      const size_t letters = ascii_letters_at(text, at);
      if (letters == 0 || letters > kMaxLetters || word_before(text, at))
        return false;
      size_t next = at + letters;
      if (next < text.size() &&
          std::string_view(" -./").find(text[next]) != std::string_view::npos)
        ++next;
      return next < text.size() && is_digit(text[next]) &&
             (rule.letters >> letters & 1);
    }
    case Trigger::kPrefix:
      return !word_before(text, at) && at + 1 < text.size() &&
             std::any_of(rule.words.begin(), rule.words.end(),
                         [&](std::string_view w) {
                           return text.substr(at).starts_with(w);
                         });
    case Trigger::kWord:
      if (rule.behind) {
        constexpr size_t kLongest = 160;  // bytes of a term
        if (at == 0 || is_space(text[at - 1])) return false;
        for (size_t from = at; from-- > 0 && at - from < kLongest;) {
          if (!letter_at(text, from)) continue;
          if (letter_before(text, from) && !opens_unparted(text, from))
            continue;
          for (std::string_view w : rule.words)
            if (folded(w)[0] == lower(text[from]) || !is_alpha(text[from]))
              if (stands_at(text, from, w) &&
                  stands_to(text, from, folded(w)) == at)
                return true;
        }
        return false;
      }
      return std::any_of(
          rule.words.begin(), rule.words.end(),
          [&](std::string_view w) { return stands_at(text, at, w); });
    case Trigger::kSuffix: {
      // At the word itself, or up to `back` words before it.
      if (!letter_at(text, at) || letter_before(text, at)) return false;
      size_t begin = at;
      for (uint32_t words = 0; words <= rule.back && begin < text.size();
           ++words) {
        size_t end = begin;
        while (const uint32_t length = letter_at(text, end)) end += length;
        const std::string_view word = text.substr(begin, end - begin);
        if (word.size() <= kMaxSuffixed)
          for (std::string_view suffix : rule.words)
            if (word.size() >= suffix.size() &&
                same_letters(word.substr(word.size() - suffix.size()), suffix))
              return true;
        for (begin = end; begin < text.size() && !letter_at(text, begin);)
          ++begin;
      }
      return false;
    }
    case Trigger::kAt:
      if (text[at] == '"') {
        const size_t close = text.find('"', at + 1);
        return close != text.npos && close > at + 1 &&
               close - at <= kMaxLocalPart + 1 && close + 1 < text.size() &&
               text[close + 1] == '@';
      }
      for (size_t sign = text.find('@', at);
           sign != text.npos && sign - at <= 4 * kMaxLocalPart;
           sign = text.find('@', sign + 1)) {
        size_t begin = sign;  // the farthest place that leaves a local part
        while (begin > 0 &&
               is_local_part(text.substr(begin - 1, sign - begin + 1)))
          --begin;
        const auto opens = [&](size_t i) {
          return !is_continuation(text[i]) &&
                 (is_word(text[i]) ||
                  static_cast<unsigned char>(text[i]) >= 0x80);
        };
        while (begin < sign && !opens(begin)) ++begin;
        if (begin < sign && begin == at) return true;
      }
      return false;
    case Trigger::kScheme:
      for (size_t sign = text.find("://", at);
           sign != text.npos && sign - at <= kMaxScheme;
           sign = text.find("://", sign + 1)) {
        size_t begin = sign;
        while (begin > 0 && sign - begin < kMaxScheme &&
               (is_alnum(text[begin - 1]) || text[begin - 1] == '+'))
          --begin;
        while (begin < sign && !is_alpha(text[begin])) ++begin;
        if (begin < sign && begin == at) return true;
      }
      return false;
    case Trigger::kColon: {
      if (!is_colon_run(at)) return false;
      size_t begin = at, end = at;
      while (begin > 0 && is_colon_run(begin - 1)) --begin;
      while (end < text.size() && is_colon_run(end)) ++end;
      if (std::count(text.begin() + begin, text.begin() + end, ':') < 2)
        return false;
      const size_t first = text.find(':', begin);
      if (first - begin > kMaxColonRun) begin = first - kMaxColonRun;
      return (at == begin && !word_before(text, begin)) ||
             (at == first + 1 && text[at] != ':');
    }
    case Trigger::kText:
      return true;
  }
  return false;
}

// The built-in rules without what concerns words and matches.
const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> out = builtin_pack().rules;
    for (Rule& rule : out) {
      rule.apart = rule.extend = false;
      rule.near = {};
    }
    return out;
  }();
  return all;
}

// Every rule by itself.
class Reference {
 public:
  Reference() {
    for (const Rule& rule : rules()) {
      RE2::Options options(RE2::Quiet);
      options.set_longest_match(rule.group == 0);
      patterns_.push_back(std::make_unique<RE2>(rule.pattern, options));
    }
  }

  // Every `step`-th rule from `first` on: all of them on every input would take
  // a second.
  Found run(std::string_view text, uint32_t first, uint32_t step) const {
    Found out;
    for (uint32_t r = first; r < rules().size(); r += step) {
      const Rule& rule = rules()[r];
      for (uint32_t at = 0; at < text.size(); ++at) {
        if (is_continuation(text[at]) || !may_begin(rule, text, at)) continue;
        absl::string_view match[4];
        if (!patterns_[r]->Match(text, at, text.size(), RE2::ANCHOR_START,
                                 match, rule.group + 1))
          continue;
        if (rule.ends)
          every_end(r, text, at, out);
        else
          add(r, text, match[rule.group], out);
      }
    }
    return out;
  }

 private:
  void every_end(uint32_t r, std::string_view text, uint32_t at,
                 Found& out) const {
    static constexpr std::string_view kNext[] = {"for", "or", "and", "to",
                                                 "if",  "is", "me",  "please"};
    uint32_t digits = 0;
    for (uint32_t end = at + 1; end <= text.size(); ++end) {
      digits += is_digit(text[end - 1]);
      const std::string_view rest = text.substr(end);
      const bool glued =
          is_digit(text[end - 1]) &&
          std::any_of(std::begin(kNext), std::end(kNext),
                      [&](std::string_view w) { return rest.starts_with(w); });
      const bool stops = is_alnum(text[end - 1]) &&
                         (rest.empty() || !is_word(rest[0]) || glued);
      const bool counted = !rules()[r].digits ||
                           (digits < 64 && (rules()[r].digits >> digits & 1));
      if (stops && counted &&
          patterns_[r]->Match(text, at, end, RE2::ANCHOR_BOTH, nullptr, 0))
        add(r, text, text.substr(at, end - at), out);
    }
  }

  void add(uint32_t r, std::string_view text, absl::string_view match,
           Found& out) const {
    const auto begin = static_cast<uint32_t>(match.data() - text.data());
    if (!match.empty())
      out.insert({r, begin, static_cast<uint32_t>(begin + match.size())});
  }

  std::vector<std::unique_ptr<RE2>> patterns_;
};

struct Subject {
  std::vector<Needs> needs =
      std::vector<Needs>(rules().size(), Needs::kNothing);
  Vocabulary vocabulary;
  TriggerTable table{rules(), needs, vocabulary};
  Matcher matcher{rules(), {}};

  Found run(std::string_view text, uint32_t first, uint32_t step) const {
    Triggered triggered = table.run(text, vocabulary);
    std::erase_if(triggered.wakes,
                  [&](const Wake& w) { return w.rule % step != first; });
    Found out;
    for (const Candidate& c : matcher.run(text, triggered.wakes))
      out.insert({c.rule, c.span.begin, c.span.end});
    return out;
  }
};

void print(const char* title, const Found& found, const Found& other) {
  for (const auto& [rule, begin, end] : found)
    if (!other.count({rule, begin, end}))
      std::fprintf(stderr, "%s: %s [%u, %u)\n", title, rules()[rule].id.data(),
                   begin, end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Reference reference;
  static const Subject subject;
  constexpr size_t kMaxText = 128;  // the reference is cubic
  constexpr uint32_t kStep = 16;    // rules that are left out of each input
  const std::string_view bytes(reinterpret_cast<const char*>(data),
                               std::min(size, kMaxText));
  const Normalized normal = normalize(bytes);
  uint32_t first = 0;
  for (char c : bytes) first = first * 31 + static_cast<unsigned char>(c);
  first %= kStep;
  const Found expected = reference.run(normal.text(), first, kStep);
  const Found found = subject.run(normal.text(), first, kStep);
  if (expected != found) {
    print("lost", expected, found);
    print("only by its trigger", found, expected);
    CHECK(expected == found);
  }
  return 0;
}
