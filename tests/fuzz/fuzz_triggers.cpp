// The law of triggers: they lose nothing. What one pass over the text wakes
// and RE2 confirms there is what every rule finds when it is tried by itself at
// every place where detect/rule.h says that its matches can begin, with every
// place where a word ends as their end. The reference is slow and simple on
// purpose, and shares no code with src/detect/trigger.cpp.
#include <algorithm>
#include <set>
#include <tuple>

#include "detect/match.h"
#include "detect/trigger.h"
#include "fuzz/fuzz.h"
#include "re2/re2.h"
#include "rules/rules.h"
#include "text/chars.h"
#include "text/normalize.h"
#include "text/vocabulary.h"

namespace {

using namespace blackbar;
using Found = std::set<std::tuple<uint32_t, uint32_t, uint32_t>>;  // rule, begin, end

// The letter that ends right before `at`, if one does.
bool letter_before(std::string_view text, size_t at) {
  while (at > 0 && is_continuation(text[at - 1])) --at;
  return at > 0 && letter_at(text, at - 1);
}
bool word_before(std::string_view text, size_t at) { return at > 0 && is_word(text[at - 1]); }

bool stands_at(std::string_view text, size_t at, std::string_view term) {
  if (letter_before(text, at) || at + term.size() > text.size()) return false;
  for (size_t i = 0; i < term.size(); ++i) {
    const bool same = term[i] == ' ' ? std::string_view(" -_.'").find(text[at + i]) != std::string_view::npos
                                     : lower_at(text, at + i) == term[i];
    if (!same) return false;
  }
  return !letter_at(text, at + term.size());
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
  const auto is_colon_run = [&](size_t i) { return is_hex(text[i]) || text[i] == ':' || text[i] == '.'; };
  switch (rule.trigger) {
    case Trigger::kNumber: {
      size_t digit = at;
      while (digit < text.size() && digit < at + 2 && rule.lead.find(text[digit]) != rule.lead.npos) ++digit;
      return digit < text.size() && is_digit(text[digit]) && !word_before(text, digit) &&
             (digit > at || !rule.lead_needed);
    }
    case Trigger::kLetters: {
      const size_t letters = ascii_letters_at(text, at);
      if (letters == 0 || letters > kMaxLetters || word_before(text, at)) return false;
      size_t next = at + letters;
      if (next < text.size() && std::string_view(" -.").find(text[next]) != std::string_view::npos) ++next;
      return next < text.size() && is_digit(text[next]) && (rule.letters >> letters & 1);
    }
    case Trigger::kPrefix:
      return !word_before(text, at) && std::any_of(rule.words.begin(), rule.words.end(), [&](std::string_view w) {
        return text.substr(at).starts_with(w);
      });
    case Trigger::kWord:
      return std::any_of(rule.words.begin(), rule.words.end(), [&](std::string_view w) {
        return stands_at(text, at, w);
      });
    case Trigger::kAt:
      for (size_t sign = text.find('@', at); sign != text.npos && sign - at <= 4 * kMaxLocalPart; sign = text.find('@', sign + 1)) {
        size_t begin = sign;  // the farthest place that leaves a local part
        while (begin > 0 && is_local_part(text.substr(begin - 1, sign - begin + 1))) --begin;
        const auto opens = [&](size_t i) {
          return !is_continuation(text[i]) && (is_word(text[i]) || static_cast<unsigned char>(text[i]) >= 0x80);
        };
        while (begin < sign && !opens(begin)) ++begin;
        if (begin < sign && begin == at) return true;
      }
      return false;
    case Trigger::kScheme:
      for (size_t sign = text.find("://", at); sign != text.npos && sign - at <= kMaxScheme; sign = text.find("://", sign + 1)) {
        size_t begin = sign;
        while (begin > 0 && sign - begin < kMaxScheme && (is_alnum(text[begin - 1]) || text[begin - 1] == '+')) --begin;
        while (begin < sign && !is_alpha(text[begin])) ++begin;
        if (begin < sign && begin == at) return true;
      }
      return false;
    case Trigger::kColon: {
      if (!is_colon_run(at)) return false;
      size_t begin = at, end = at;
      while (begin > 0 && is_colon_run(begin - 1)) --begin;
      while (end < text.size() && is_colon_run(end)) ++end;
      if (std::count(text.begin() + begin, text.begin() + end, ':') < 2) return false;
      const size_t first = text.find(':', begin);
      if (first - begin > kMaxColonRun) begin = first - kMaxColonRun;
      return (at == begin && !word_before(text, begin)) ||
             (at == first + 1 && text[at] != ':');
    }
    case Trigger::kText: return true;
  }
  return false;
}

bool stands_apart(std::string_view text, Span span) {
  constexpr std::string_view kSigns = ".-/,";
  const auto beyond = [&](size_t sign, size_t digit) {
    return sign < text.size() && digit < text.size() &&
           kSigns.find(text[sign]) != kSigns.npos && is_digit(text[digit]);
  };
  return !beyond(span.begin - size_t{1}, span.begin - size_t{2}) &&
         !beyond(span.end, span.end + size_t{1});
}

// Every rule by itself.
class Reference {
 public:
  Reference() {
    for (const Rule& rule : builtin_rules()) {
      RE2::Options options(RE2::Quiet);
      options.set_longest_match(rule.group == 0);
      patterns_.push_back(std::make_unique<RE2>(rule.pattern, options));
    }
  }

  Found run(std::string_view text) const {
    Found out;
    for (uint32_t r = 0; r < builtin_rules().size(); ++r) {
      const Rule& rule = builtin_rules()[r];
      if (rule.needs_words && !is_named(rule, text)) continue;
      for (uint32_t at = 0; at < text.size(); ++at) {
        if (is_continuation(text[at])) continue;
        absl::string_view match[4];
        if (!patterns_[r]->Match(text, at, text.size(), RE2::ANCHOR_START, match, rule.group + 1)) continue;
        if (!may_begin(rule, text, at)) {
          // Numbers say themselves where they begin; other rules also match
          // the tail of what they are meant for.
          CHECK(rule.trigger != Trigger::kNumber && rule.trigger != Trigger::kLetters);
          continue;
        }
        if (rule.ends)
          every_end(r, text, at, out);
        else
          add(r, text, match[rule.group], out);
      }
    }
    return out;
  }

 private:
  void every_end(uint32_t r, std::string_view text, uint32_t at, Found& out) const {
    for (uint32_t end = at + 1; end <= text.size(); ++end) {
      const bool ends_word = is_alnum(text[end - 1]) && (end == text.size() || !is_word(text[end]));
      if (ends_word && patterns_[r]->Match(text, at, end, RE2::ANCHOR_BOTH, nullptr, 0))
        add(r, text, text.substr(at, end - at), out);
    }
  }

  void add(uint32_t r, std::string_view text, absl::string_view match, Found& out) const {
    const auto begin = static_cast<uint32_t>(match.data() - text.data());
    const Span span{begin, static_cast<uint32_t>(begin + match.size())};
    if (!match.empty() && (!builtin_rules()[r].apart || stands_apart(text, span)))
      out.insert({r, span.begin, span.end});
  }

  static bool is_named(const Rule& rule, std::string_view text) {
    for (size_t at = 0; at < text.size(); ++at)
      for (std::string_view word : rule.context)
        if (letter_at(text, at) && stands_at(text, at, word)) return true;
    return false;
  }

  std::vector<std::unique_ptr<RE2>> patterns_;
};

struct Subject {
  Vocabulary vocabulary;
  TriggerTable table{builtin_rules(), vocabulary};
  Matcher matcher{builtin_rules(), {}};

  Found run(std::string_view text) const {
    Found out;
    for (const Candidate& c : matcher.run(text, table.run(text, vocabulary)))
      out.insert({c.rule, c.span.begin, c.span.end});
    return out;
  }
};

void print(const char* title, const Found& found, const Found& other) {
  for (const auto& [rule, begin, end] : found)
    if (!other.count({rule, begin, end}))
      std::fprintf(stderr, "%s: %s [%u, %u)\n", title, builtin_rules()[rule].id.data(), begin, end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Reference reference;
  static const Subject subject;
  constexpr size_t kMaxText = 256;  // the reference is cubic
  const std::string_view bytes(reinterpret_cast<const char*>(data), std::min(size, kMaxText));
  const Normalized normal = normalize(bytes);
  const Found expected = reference.run(normal.text());
  const Found found = subject.run(normal.text());
  if (expected != found) {
    print("lost", expected, found);
    print("only by its trigger", found, expected);
    CHECK(expected == found);
  }
  return 0;
}
