// Tested by tests/detect/trigger_test.cpp and tests/fuzz/fuzz_triggers.cpp.
#include "detect/trigger.h"

#include <algorithm>
#include <array>

#include "text/chars.h"
#include "text/plain.h"

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

// Which of 1,024 lists a text's first two bytes lead to.
uint32_t opening(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const auto second = static_cast<unsigned char>(text[1]);
  return (first * 37u + second) & 1023;
}

// Which of 1,024 lists a word's last two bytes, in small letters, lead to.
uint32_t ending(std::string_view word) {
  const auto last = static_cast<unsigned char>(lower(word.back()));
  const unsigned char before =
      word.size() < 2 ? 0 : static_cast<unsigned char>(lower(word.end()[-2]));
  return (before * 37u + last) & 1023;
}

bool holds(const RuleSet& set, uint32_t rule) {
  return set[rule / 64] >> rule % 64 & 1;
}

}  // namespace

TriggerTable::TriggerTable(std::span<const Rule> rules,
                           std::span<const Needs> needs, Vocabulary& vocabulary)
    : rules_(rules) {
  const size_t words = rules.size() / 64 + 1;
  for (RuleSet& set : by_digits_) set.resize(words);
  always_.resize(words);
  alone_.resize(words);
  for (RuleSet& set : by_opening_) set.resize(words);
  for (uint32_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i];
    const auto mark = [&](RuleSet& set) {
      set[i / 64] |= uint64_t{1} << i % 64;
    };
    const bool by_near = !rule.near.empty();
    if (needs[i] == Needs::kNothing && !by_near) mark(always_);
    if (needs[i] != Needs::kWords && !by_near) mark(alone_);
    for (const WordList& list : rule.context) vocabulary.add_list(list);
    for (const WordList& list : by_near ? rule.near : rule.context)
      speakers_.push_back(vocabulary.add_list(list));
    speaks_.push_back(static_cast<uint32_t>(speakers_.size()));
    for (const WordList& list : rule.contradicts) vocabulary.add_list(list);
    switch (rule.trigger) {
      case Trigger::kNumber:
        for (uint32_t n = 0; n <= kMaxDigits; ++n)
          if (rule.digits >> n & 1) mark(by_digits_[n]);
        for (uint32_t n = 0; n < by_opening_.size(); ++n)
          if (rule.openings >> n & 1) mark(by_opening_[n]);
        break;
      case Trigger::kLetters:
        for (uint32_t n = 0; n <= kMaxLetters; ++n)
          if (rule.letters >> n & 1) by_letters_[n].push_back(i);
        break;
      case Trigger::kPrefix:
        for (std::string_view word : rule.words) {
          by_first_.add(opening(word), {word, i});
          if (!is_alnum(word[0]))
            opens_sign_[static_cast<unsigned char>(word[0])] = true;
        }
        break;
      case Trigger::kSuffix:
        for (std::string_view word : rule.words)
          by_last_.add(ending(word), {word, i});
        break;
      case Trigger::kWord:
        for (std::string_view word : rule.words) {
          const TermId term = vocabulary.add(word);
          if (by_term_.size() <= term) by_term_.resize(term + size_t{1});
          by_term_[term].push_back(i);
        }
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
  for (TermId term = 0; term < vocabulary.size(); ++term) {
    const auto needs_number = [&](uint32_t rule) {
      const uint32_t reach = rules[rule].reach;
      return reach > 0 && reach <= Vocabulary::kNumberNear &&
             !rules[rule].behind;
    };
    if (vocabulary.lists_of(term).empty() &&
        std::all_of(by_term_[term].begin(), by_term_[term].end(), needs_number))
      vocabulary.only_before_number(term);
    uses_.push_back((by_term_[term].empty() ? 0 : kWakes) |
                    (vocabulary.lists_of(term).empty() ? 0 : kSpeaks));
  }
}

// Which rules are worth waking, place by place: those that need nothing, those
// that are expected, those of which a word stands near.
class Hearing {
 public:
  Hearing(const TriggerTable& table, const Vocabulary& vocabulary,
          std::span<const TermHit> terms, const RuleSet& expected)
      : table_(table), vocabulary_(vocabulary), terms_(terms) {
    base_ = table.always_;
    for (size_t w = 0; w < expected.size(); ++w) base_[w] |= expected[w];
    if (!terms.empty()) latest_.resize(vocabulary.lists());
  }

  // Rules that need no word.
  const RuleSet& base() const { return base_; }

  // Does a word of this rule stand near the place? O(lists of the rule), if
  // places come in text order; for one that does not, words a little further
  // behind it count too.
  bool hears(uint32_t place, uint32_t rule) {
    for (; next_ < terms_.size() &&
           terms_[next_].span.begin <= place + kHeardBehind;
         ++next_)
      for (const ListId list : vocabulary_.lists_of(terms_[next_].term))
        latest_[list] = terms_[next_].span.begin + 1;
    if (next_ == 0 || terms_[next_ - 1].span.begin + kHeardBefore < place)
      return false;
    for (uint32_t i = table_.speaks_[rule]; i < table_.speaks_[rule + 1]; ++i)
      if (latest_[table_.speakers_[i]] > 0 &&
          latest_[table_.speakers_[i]] - 1 + kHeardBefore >= place)
        return true;
    return false;
  }

 private:
  const TriggerTable& table_;
  const Vocabulary& vocabulary_;
  std::span<const TermHit> terms_;
  RuleSet base_;
  std::vector<uint32_t> latest_;  // per list: where it was heard last, + 1
  size_t next_ = 0;               // the first term that has not been heard
};

// The state of one pass.
class Scan {
 public:
  Scan(const TriggerTable& table, const Vocabulary& vocabulary,
       std::string_view text, const RuleSet& expected, Triggered& out)
      : table_(table),
        vocabulary_(vocabulary),
        text_(text),
        expected_(expected),
        out_(out) {}

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
        if (table_.opens_sign_[static_cast<unsigned char>(c)]) prefixes(at);
        at += 1;
      }
    }
    if (groups_.empty() && out_.wakes.empty()) return;
    std::erase_if(out_.wakes, [this](const Wake& w) {
      const uint8_t reach = table_.rules_[w.rule].reach;
      return reach > 0 && !number_within(w.begin, reach);
    });
    if (groups_.empty() && out_.wakes.empty()) return;
    find_alone();
    Hearing words(table_, vocabulary_, out_.terms, expected_);
    std::erase_if(out_.wakes, [&](const Wake& w) {
      return !holds(words.base(), w.rule) && !words.hears(w.begin, w.rule) &&
             !(w.begin == alone_begin_ && holds(table_.alone_, w.rule));
    });
    numbers();
  }

 private:
  void wake(const std::vector<uint32_t>& rules, size_t begin) {
    for (uint32_t rule : rules)
      out_.wakes.push_back({static_cast<uint32_t>(begin), rule});
  }

  size_t word(size_t begin) {
    uint32_t hash = kHashSeed;
    bool unparted = false;
    size_t end = begin;
    // To RE2's \b a letter beyond ASCII is no word character: a token can begin
    // right behind the last one.
    size_t ascii = begin;
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
      unparted = unparted || opens_unparted(text_, end);
      const PlainLetter letter = plain_letter(text_, end);
      for (char c : letter.view()) hash = hash_step(hash, c);
      end += letter.length;
      ascii = end;
    }
    if (end == begin) return begin + 1;  // a lead byte and no letter

    const size_t first = out_.terms.size();
    if (vocabulary_.may_begin(hash))
      vocabulary_.look_up(
          text_, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
          hash, number_near(end), out_.terms);
    if (unparted) inside(begin, end);
    if (out_.terms.size() > first) meet(first);
    const uint32_t last = ending(text_.substr(begin, end - begin));
    if (table_.by_last_.has(last))
      suffixes(table_.by_last_.lists[last], begin, end);
    starts_[words_++ % kMaxBack] = static_cast<uint32_t>(begin);
    letters(ascii, end);
    if (ascii > begin) prefixes(ascii);
    prefixes(begin);
    return end;
  }

  // Does a digit stand near behind a word that ends here? All calls together
  // read the text once.
  bool number_near(size_t end) {
    digit_ = std::max(digit_, end);
    while (digit_ < text_.size() && !is_digit(text_[digit_])) ++digit_;
    return digit_ < text_.size() && digit_ < end + Vocabulary::kNumberNear;
  }

  // Wakes what the terms from `first` on wake, and keeps those that stand in a
  // list.
  void meet(size_t first) {
    size_t kept = first;
    for (size_t i = first; i < out_.terms.size(); ++i) {
      const TermHit hit = out_.terms[i];
      const uint8_t uses = table_.uses_[hit.term];
      if (uses & TriggerTable::kWakes)
        for (uint32_t rule : table_.by_term_[hit.term])
          out_.wakes.push_back(
              {table_.rules_[rule].behind ? hit.span.end : hit.span.begin,
               rule});
      if (uses & TriggerTable::kSpeaks) out_.terms[kept++] = hit;
    }
    out_.terms.resize(kept);
  }

  // Terms of scripts that part no words, wherever they begin in this one.
  void inside(size_t begin, size_t end) {
    for (size_t at = begin; at < end;) {
      const uint32_t length = letter_at(text_, at);
      if (opens_unparted(text_, at))
        vocabulary_.look_up_inside(text_, at, length, out_.terms);
      at += length;
    }
  }

  template <typename Literals>
  void suffixes(const Literals& those, size_t begin, size_t end) {
    if (end - begin > kMaxSuffixed) return;
    for (const auto& suffix : those) {
      if (suffix.text.size() > end - begin) continue;
      const size_t from = end - suffix.text.size();
      size_t i = 0;
      while (i < suffix.text.size() &&
             lower_at(text_, from + i) == suffix.text[i])
        ++i;
      if (i < suffix.text.size()) continue;
      out_.wakes.push_back({static_cast<uint32_t>(begin), suffix.rule});
      const uint32_t back = table_.rules_[suffix.rule].back;
      for (uint32_t n = 1; n <= back && n <= words_; ++n)
        out_.wakes.push_back({starts_[(words_ - n) % kMaxBack], suffix.rule});
    }
  }

  void letters(size_t begin, size_t end) {
    if (end - begin > kMaxLetters || end >= text_.size() || end == begin)
      return;
    if (begin > 0 && is_word(text_[begin - 1])) return;
    const char c = text_[end];
    const bool parted = c == ' ' || c == '-' || c == '.' || c == '/';
    const size_t next = end + parted;
    if (next < text_.size() && is_digit(text_[next]))
      wake(table_.by_letters_[end - begin], begin);
  }

  void prefixes(size_t begin) {
    if (begin >= text_.size()) return;
    if (begin > 0 && is_word(text_[begin - 1])) return;
    if (begin + 1 >= text_.size()) return;
    const uint32_t list = opening(text_.substr(begin));
    if (!table_.by_first_.has(list)) return;
    for (const auto& prefix : table_.by_first_.lists[list])
      if (text_.substr(begin).starts_with(prefix.text))
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
    RuleSet woken(table_.always_.size());
    Hearing words(table_, vocabulary_, out_.terms, expected_);
    for (size_t i = 0; i < groups.size(); ++i) {
      const uint32_t begin = groups[i].span.begin;
      if (begin > 0 && is_word(text_[begin - 1])) continue;
      const bool alone = alone_begin_ != kNowhere &&
                         begin <= alone_begin_ + 2;  // behind "+(" at most
      std::fill(woken.begin(), woken.end(), 0);
      uint32_t count = 0;
      for (size_t j = i; j < groups.size() && (j == i || groups[j].joined);
           ++j) {
        count += groups[j].span.size();
        if (count > kMaxDigits) break;
        for (size_t w = 0; w < woken.size(); ++w)
          woken[w] |= table_.by_digits_[count][w];
      }
      const RuleSet& opens = table_.by_opening_[opening_of(groups[i].span)];
      for (size_t w = 0; w < woken.size(); ++w) {
        const uint64_t base = words.base()[w] | (alone ? table_.alone_[w] : 0);
        for (uint64_t bits = woken[w] & opens[w]; bits; bits &= bits - 1) {
          const uint32_t n = static_cast<uint32_t>(__builtin_ctzll(bits));
          const uint32_t rule = static_cast<uint32_t>(w * 64) + n;
          if (base >> n & 1 || words.hears(begin, rule)) number(rule, begin);
        }
      }
    }
  }

  // Does a digit stand there, as Rule::reach says? O(1) from place to place in
  // text order.
  bool number_within(uint32_t begin, uint8_t reach) {
    while (ahead_ > 0 && groups_[ahead_ - 1].span.end > begin) --ahead_;
    while (ahead_ < groups_.size() && groups_[ahead_].span.end <= begin)
      ++ahead_;
    return ahead_ < groups_.size() &&
           (reach == 255 || groups_[ahead_].span.begin < begin + reach);
  }

  // The bit of Rule::openings that these digits are.
  uint32_t opening_of(Span digits) const {
    constexpr uint32_t kLongest = 15;
    const uint32_t run = std::min(digits.size(), kLongest);
    if (digits.end == text_.size()) return 32 + run;
    const char next = text_[digits.end];
    if (is_alpha(next)) return run;
    return (static_cast<unsigned char>(next) >= 0x80 ? 16 : 32) + run;
  }

  void find_alone() {
    size_t begin = 0;
    size_t end = text_.size();
    while (begin < end && is_space(text_[begin])) ++begin;
    while (end > begin && is_space(text_[end - 1])) --end;
    if (end - begin <= kMaxAlone) alone_begin_ = static_cast<uint32_t>(begin);
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
  const RuleSet& expected_;
  Triggered& out_;
  std::vector<Group> groups_;
  size_t ahead_ = 0;  // the group that number_within() looked at last
  size_t digit_ = 0;  // the first digit behind the last word, by number_near()
  size_t colon_end_ = 0;
  uint32_t starts_[kMaxBack] = {};  // of the last words, in turn
  uint32_t words_ = 0;              // so far
  static constexpr uint32_t kNowhere = UINT32_MAX;
  uint32_t alone_begin_ = kNowhere;  // where a message of one value begins
};

Triggered TriggerTable::run(std::string_view text, const Vocabulary& vocabulary,
                            const RuleSet& expected) const {
  Triggered out;
  out.wakes.reserve(32);  // of a message with two findings
  out.terms.reserve(16);
  for (uint32_t rule : text_) out.wakes.push_back({0, rule});
  Scan(*this, vocabulary, text, expected, out).run();
  return out;
}

}  // namespace blackbar
