// Tested by tests/detect/trigger_test.cpp and tests/fuzz/fuzz_triggers.cpp.
#include "detect/trigger.h"

#include <algorithm>
#include <array>

#include "text/chars.h"

namespace blackbar {
namespace {

// An ASCII letter in lower case; 0 for every other byte. Most of a chat is
// ASCII letters, so most of a scan is one look into this table.
constexpr auto kSmall = [] {
  std::array<unsigned char, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c)
    table[c] = table[c - 'a' + 'A'] = static_cast<unsigned char>(c);
  return table;
}();

// A maximal run of digits. Groups that few separators part belong to one
// number, as in "4111 1111-1111".
struct Group {
  Span span;
  bool joined;  // belongs to the same number as the group before it
};

}  // namespace

TriggerTable::TriggerTable(std::span<const Rule> rules, Vocabulary& vocabulary)
    : rules_(rules) {
  const size_t words = rules.size() / 64 + 1;
  for (RuleSet& set : by_digits_) set.resize(words);
  for (uint32_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i];
    const auto wake_by = [&](auto& lists, std::string_view term, uint32_t id) {
      const TermId t = vocabulary.add(term);
      if (lists.size() <= t) lists.resize(t + size_t{1});
      lists[t].push_back(id);
    };
    for (std::string_view term : rule.context) wake_by(speaks_for_, term, i);
    for (std::string_view term : rule.contradicts) vocabulary.add(term);
    switch (rule.trigger) {
      case Trigger::kNumber:
        for (uint32_t n = 0; n <= kMaxDigits; ++n)
          if (rule.digits >> n & 1)
            by_digits_[n][i / 64] |= uint64_t{1} << i % 64;
        break;
      case Trigger::kLetters:
        for (uint32_t n = 0; n <= kMaxLetters; ++n)
          if (rule.letters >> n & 1) by_letters_[n].push_back(i);
        break;
      case Trigger::kPrefix:
        for (std::string_view word : rule.words)
          by_first_[word[0] & 0x7F].push_back({word, i});
        break;
      case Trigger::kWord:
        for (std::string_view word : rule.words) wake_by(by_term_, word, i);
        break;
      case Trigger::kAt:
        at_.push_back(i);
        break;
      case Trigger::kScheme:
        scheme_.push_back(i);
        break;
      case Trigger::kColon:
        colon_.push_back(i);
        break;
      case Trigger::kText:
        text_.push_back(i);
        break;
    }
  }
  by_term_.resize(vocabulary.size());
  speaks_for_.resize(vocabulary.size());
}

// The state of one pass.
class Scan {
 public:
  Scan(const TriggerTable& table, const Vocabulary& vocabulary,
       std::string_view text, Triggered& out)
      : table_(table), vocabulary_(vocabulary), text_(text), out_(out) {}

  void run() {
    for (size_t at = 0; at < text_.size();) {
      const char c = text_[at];
      if (opens_letter(c)) {
        at = word(at);
      } else if (is_digit(c)) {
        at = digits(at);
      } else {
        if (c == '@') at_sign(at);
        if (c == ':') colon(at);
        if (c == '_') prefixes(at);
        at += 1;
      }
    }
    numbers();
  }

 private:
  void wake(const std::vector<uint32_t>& rules, size_t begin) {
    for (uint32_t rule : rules)
      out_.wakes.push_back({static_cast<uint32_t>(begin), rule});
  }

  size_t word(size_t begin) {
    uint32_t hash = kHashSeed;
    size_t end = begin;
    for (;;) {
      while (end < text_.size()) {
        const unsigned char small =
            kSmall[static_cast<unsigned char>(text_[end])];
        if (small == 0) break;
        hash = hash_step(hash, static_cast<char>(small));
        ++end;
      }
      const uint32_t length =
          letter_at(text_, end);  // of a letter beyond ASCII
      if (length == 0) break;
      for (uint32_t i = 0; i < length; ++i, ++end)
        hash = hash_step(hash, lower_at(text_, end));
    }
    if (end == begin) return begin + 1;  // a lead byte and no letter

    const size_t first = out_.terms.size();
    vocabulary_.look_up(
        text_, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, hash,
        out_.terms);
    for (size_t i = first; i < out_.terms.size(); ++i)
      wake(table_.by_term_[out_.terms[i].term], begin);
    // To RE2's \b a letter beyond ASCII is no word character: a token can begin
    // right behind one.
    size_t ascii = end;
    while (ascii > begin && is_alpha(text_[ascii - 1])) --ascii;
    letters(ascii, end);
    if (ascii > begin) prefixes(ascii);
    prefixes(begin);
    return end;
  }

  void letters(size_t begin, size_t end) {
    if (end - begin > kMaxLetters || end >= text_.size() || end == begin)
      return;
    if (begin > 0 && is_word(text_[begin - 1])) return;
    const char c = text_[end];
    const bool parted = c == ' ' || c == '-' || c == '.';
    const size_t next = end + parted;
    if (next < text_.size() && is_digit(text_[next]))
      wake(table_.by_letters_[end - begin], begin);
  }

  void prefixes(size_t begin) {
    if (begin >= text_.size()) return;
    if (begin > 0 && is_word(text_[begin - 1])) return;
    for (const auto& prefix : table_.by_first_[text_[begin] & 0x7F])
      if (text_.substr(begin).starts_with(prefix.literal))
        out_.wakes.push_back({static_cast<uint32_t>(begin), prefix.rule});
  }

  size_t digits(size_t begin) {
    size_t end = begin;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    const bool joined = !groups_.empty() && joins(groups_.back(), begin);
    groups_.push_back(
        {{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, joined});
    prefixes(begin);
    return end;
  }

  // Do only separators, and few of them, stand between this group and `begin`?
  bool joins(const Group& before, size_t begin) const {
    if (begin - before.span.end > kMaxGap) return false;
    for (size_t i = before.span.end; i < begin; ++i)
      if (!parts_number(text_[i])) return false;
    return true;
  }

  // Which rules can start at each group: by the digit counts that the ends of
  // this group and of those behind it add up to.
  void numbers() {
    const std::vector<Group>& groups = groups_;
    std::vector<uint64_t> woken(table_.by_digits_[0].size());
    for (size_t i = 0; i < groups.size(); ++i) {
      const uint32_t begin = groups[i].span.begin;
      if (begin > 0 && is_word(text_[begin - 1])) continue;
      std::fill(woken.begin(), woken.end(), 0);
      uint32_t count = 0;
      for (size_t j = i; j < groups.size() && (j == i || groups[j].joined);
           ++j) {
        count += groups[j].span.size();
        if (count > kMaxDigits) break;
        for (size_t w = 0; w < woken.size(); ++w)
          woken[w] |= table_.by_digits_[count][w];
      }
      for (size_t w = 0; w < woken.size(); ++w)
        for (uint64_t bits = woken[w]; bits; bits &= bits - 1)
          number(w * 64 + __builtin_ctzll(bits), begin);
    }
  }

  // A number's rule starts at its first digit and at the signs before it.
  void number(size_t rule, uint32_t begin) {
    const Rule& r = table_.rules_[rule];
    for (uint32_t lead = 0;; ++lead) {
      if (lead > 0 || !r.lead_needed)
        out_.wakes.push_back({begin - lead, static_cast<uint32_t>(rule)});
      if (lead == 2 || begin <= lead ||
          r.lead.find(text_[begin - lead - 1]) == r.lead.npos)
        return;
    }
  }

  void at_sign(size_t at) {
    const size_t begin = local_part_begin(text_, at);
    if (begin < at) wake(table_.at_, begin);
  }

  void colon(size_t at) {
    if (text_.substr(at).starts_with("://")) {
      const size_t begin = scheme_begin(text_, at);
      if (begin < at) wake(table_.scheme_, begin);
    }
    if (at < colon_end_) return;  // inside a run that has been seen
    const Span run = colon_run(text_, at);
    colon_end_ = run.end;
    const std::string_view bytes = text_.substr(at, run.end - at);
    if (std::count(bytes.begin(), bytes.end(), ':') < 2) return;
    if (run.begin == 0 || !is_word(text_[run.begin - 1]))
      wake(table_.colon_, run.begin);
    if (at + 1 < run.end && text_[at + 1] != ':') wake(table_.colon_, at + 1);
  }

  const TriggerTable& table_;
  const Vocabulary& vocabulary_;
  const std::string_view text_;
  Triggered& out_;
  std::vector<Group> groups_;
  size_t colon_end_ = 0;
};

Triggered TriggerTable::run(std::string_view text,
                            const Vocabulary& vocabulary) const {
  Triggered out;
  out.wakes.reserve(32);  // of a message with two findings
  out.terms.reserve(16);
  for (uint32_t rule : text_) out.wakes.push_back({0, rule});
  Scan(*this, vocabulary, text, out).run();

  if (out.wakes.empty()) return out;
  std::vector<bool> named(rules_.size());
  for (const TermHit& hit : out.terms)
    if (hit.term < speaks_for_.size())
      for (uint32_t rule : speaks_for_[hit.term]) named[rule] = true;
  std::erase_if(out.wakes, [&](const Wake& w) {
    return rules_[w.rule].needs_words && !named[w.rule];
  });
  return out;
}

}  // namespace blackbar
