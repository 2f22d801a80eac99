// Of what the pass over a text saw: which rules wake where. Tested by
// tests/detect/trigger_test.cpp and tests/fuzz/fuzz_triggers.cpp.
#include <algorithm>
#include <bit>

#include "detect/trigger.h"
#include "text/chars.h"

namespace blackbar {
namespace {

constexpr size_t kBatch = 1024;  // wakes that are handed on at once

bool holds(const RuleSet& set, uint32_t rule) {
  return set[rule / 64] >> rule % 64 & 1;
}

}  // namespace

// Does a word of a rule stand near a place?
class Hearing {
 public:
  Hearing(const TriggerTable& table, const Vocabulary& vocabulary,
          std::span<const TermHit> terms)
      : table_(table), vocabulary_(vocabulary), terms_(terms) {}

  // O(lists of the rule), if places come in text order; for one that does not,
  // words a little further behind it count too.
  bool hears(uint32_t place, uint32_t rule) {
    listen(place);
    if (next_ == 0 || terms_[next_ - 1].span.begin + kHeardBefore < place)
      return false;
    for (uint32_t i = table_.speaks_[rule]; i < table_.speaks_[rule + 1]; ++i)
      if (is_near(table_.speakers_[i], place)) return true;
    return false;
  }

  // All rules that hear a word there. Places come in text order.
  const RuleSet& heard(uint32_t place) {
    listen(place);
    set_.assign(table_.always_.size(), 0);
    for (size_t i = 0; i < loud_.size();) {
      if (!is_near(loud_[i], place)) {
        latest_[loud_[i]] = 0;
        loud_[i] = loud_.back();
        loud_.pop_back();
        continue;
      }
      const RuleSet& more = table_.spoken_to_[loud_[i++]];
      for (size_t w = 0; w < more.size(); ++w) set_[w] |= more[w];
    }
    return set_;
  }

 private:
  // Hears the terms up to kHeardBehind the place.
  void listen(uint32_t place) {
    if (latest_.empty() && !terms_.empty()) latest_.resize(vocabulary_.lists());
    for (; next_ < terms_.size() &&
           terms_[next_].span.begin <= place + kHeardBehind;
         ++next_)
      for (const ListId list : vocabulary_.lists_of(terms_[next_].term)) {
        if (latest_[list] == 0) loud_.push_back(list);
        latest_[list] = terms_[next_].span.begin + 1;
      }
  }
  bool is_near(ListId list, uint32_t place) const {
    return latest_[list] > 0 && latest_[list] - 1 + kHeardBefore >= place;
  }

  const TriggerTable& table_;
  const Vocabulary& vocabulary_;
  std::span<const TermHit> terms_;
  std::vector<uint32_t> latest_;  // per list: where it was heard last, + 1
  std::vector<ListId> loud_;      // those that were, but for the long silent
  RuleSet set_;                   // of heard()
  size_t next_ = 0;               // the first term that has not been heard
};

// The wakes of one text.
class Waking {
 public:
  Waking(const TriggerTable& table, const Vocabulary& vocabulary,
         std::string_view text, const Seen& seen, const RuleSet& expected,
         const TriggerTable::Sink& sink)
      : table_(table),
        vocabulary_(vocabulary),
        text_(text),
        seen_(seen),
        sink_(sink),
        base_(table.always_) {
    for (size_t w = 0; w < expected.size(); ++w) base_[w] |= expected[w];
    find_alone();
  }

  void run() {
    for (uint32_t rule : table_.text_) put(0, rule);
    if (!seen_.places.empty()) places();
    if (!seen_.groups.empty()) numbers();
    if (!batch_.empty()) sink_(batch_);
  }

 private:
  void put(uint32_t begin, uint32_t rule) {
    batch_.push_back({begin, rule});
    if (batch_.size() < kBatch) return;
    sink_(batch_);
    batch_.clear();
  }

  void find_alone() {
    size_t begin = 0;
    size_t end = text_.size();
    while (begin < end && is_space(text_[begin])) ++begin;
    while (end > begin && is_space(text_[end - 1])) --end;
    if (end - begin <= kMaxAlone) alone_begin_ = static_cast<uint32_t>(begin);
  }

  void places() {
    Hearing words(table_, vocabulary_, seen_.terms);
    const auto wake = [&](uint32_t begin, uint32_t rule) {
      const uint8_t reach = table_.asks_[rule].reach;
      if (reach > 0 && !number_within(begin, reach)) return;
      if (holds(base_, rule) || words.hears(begin, rule) ||
          (begin == alone_begin_ && holds(table_.alone_, rule)))
        put(begin, rule);
    };
    for (const Place& place : seen_.places)
      if (place.rules & Place::kOneRule)
        wake(place.begin, place.rules & ~Place::kOneRule);
      else
        for (uint32_t rule : table_.list(place.rules)) wake(place.begin, rule);
  }

  // Does a digit stand there, as Rule::reach says? O(1) from place to place in
  // text order.
  bool number_within(uint32_t begin, uint8_t reach) {
    const std::vector<Group>& groups = seen_.groups;
    while (ahead_ > 0 && groups[ahead_ - 1].span.end > begin) --ahead_;
    while (ahead_ < groups.size() && groups[ahead_].span.end <= begin) ++ahead_;
    return ahead_ < groups.size() &&
           (reach == 255 || groups[ahead_].span.begin < begin + reach);
  }

  // Which rules can start at each group: by the digit counts that the ends of
  // this group and of those behind it add up to.
  void numbers() {
    const std::vector<Group>& groups = seen_.groups;
    RuleSet woken(base_.size());
    uint64_t sums = 0;  // what `woken` is for
    Hearing words(table_, vocabulary_, seen_.terms);
    for (size_t i = 0; i < groups.size(); ++i) {
      const uint32_t begin = groups[i].span.begin;
      if (begin > 0 && is_word(text_[begin - 1])) continue;
      const uint64_t now = digit_sums(i);
      if (now != sums) {
        sums = now;
        std::fill(woken.begin(), woken.end(), 0);
        for (uint64_t bits = sums; bits; bits &= bits - 1) {
          const RuleSet& more = table_.by_digits_[std::countr_zero(bits)];
          for (size_t w = 0; w < woken.size(); ++w) woken[w] |= more[w];
        }
      }
      const bool alone = alone_begin_ != kNowhere &&
                         begin <= alone_begin_ + 2;  // behind "+(" at most
      const RuleSet& opens = table_.by_opening_[opening_of(groups[i].span)];
      const RuleSet& heard = words.heard(begin);
      for (size_t w = 0; w < woken.size(); ++w) {
        const uint64_t may =
            base_[w] | heard[w] | (alone ? table_.alone_[w] : 0);
        for (uint64_t bits = woken[w] & opens[w] & may; bits; bits &= bits - 1)
          number(static_cast<uint32_t>(w * 64) +
                     static_cast<uint32_t>(std::countr_zero(bits)),
                 begin);
      }
    }
  }

  // Bit n: from the begin of this group to the end of one there are n digits.
  uint64_t digit_sums(size_t i) const {
    const std::vector<Group>& groups = seen_.groups;
    uint64_t sums = 0;
    uint32_t count = groups[i].span.size();
    for (size_t j = i + 1; count <= kMaxDigits; ++j) {
      sums |= uint64_t{1} << count;
      if (j == groups.size() || !groups[j].joined) break;
      count += groups[j].span.size();
    }
    return sums;
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

  // A number's rule starts at its first digit and at the signs before it.
  void number(uint32_t rule, uint32_t begin) {
    const TriggerTable::Asks& asks = table_.asks_[rule];
    if (!asks.lead_needed) put(begin, rule);
    if (!asks.lead) return;
    const std::string_view signs = table_.rules_[rule].lead;
    for (uint32_t lead = 1; lead <= 2 && begin >= lead; ++lead) {
      if (signs.find(text_[begin - lead]) == signs.npos) return;
      put(begin - lead, rule);
    }
  }

  const TriggerTable& table_;
  const Vocabulary& vocabulary_;
  const std::string_view text_;
  const Seen& seen_;
  const TriggerTable::Sink& sink_;
  RuleSet base_;  // rules that need no word
  std::vector<Wake> batch_;
  size_t ahead_ = 0;  // the group that number_within() looked at last
  static constexpr uint32_t kNowhere = UINT32_MAX;
  uint32_t alone_begin_ = kNowhere;  // where a message of one value begins
};

void TriggerTable::wake(std::string_view text, const Seen& seen,
                        const Vocabulary& vocabulary, const RuleSet& expected,
                        const Sink& sink) const {
  if (seen.places.empty() && seen.groups.empty() && text_.empty()) return;
  Waking(*this, vocabulary, text, seen, expected, sink).run();
}

Triggered TriggerTable::run(std::string_view text, const Vocabulary& vocabulary,
                            const RuleSet& expected) const {
  Seen seen = look(text, vocabulary);
  Triggered out;
  wake(text, seen, vocabulary, expected, [&](std::span<const Wake> wakes) {
    out.wakes.insert(out.wakes.end(), wakes.begin(), wakes.end());
  });
  out.terms = std::move(seen.terms);
  return out;
}

}  // namespace blackbar
