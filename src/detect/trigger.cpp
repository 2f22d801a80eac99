// Tested by tests/detect/trigger_test.cpp and tests/fuzz/fuzz_triggers.cpp.
#include "detect/trigger.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

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

// The first eight bytes in small letters, and of how many letters they are a
// word's begin. Words of chats are mostly shorter: one look finds their ends.
struct Eight {
  uint64_t letters;  // the other bytes are 0
  uint32_t count;
};
Eight letters_at(const char* at) {
  static_assert(std::endian::native == std::endian::little);
  constexpr uint64_t kEach = 0x0101010101010101;
  uint64_t bytes;
  std::memcpy(&bytes, at, 8);
  const uint64_t small = bytes | 0x20 * kEach;
  // The high bit of each byte: is it "a" at least, is it more than "z"?
  const uint64_t low = small & 0x7F * kEach;
  const uint64_t letter = (low + (0x80 - 'a') * kEach) &
                          ~(low + (0x7F - 'z') * kEach) & ~bytes & 0x80 * kEach;
  const uint64_t other = ~letter & 0x80 * kEach;
  if (other == 0) return {small, 8};
  const auto count = static_cast<uint32_t>(std::countr_zero(other)) / 8;
  return {small & ((uint64_t{1} << 8 * count) - 1), count};
}

// Where the first digit at or behind `at` stands, or the text's end.
size_t first_digit(std::string_view text, size_t at) {
  constexpr uint64_t kEach = 0x0101010101010101;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + at, 8);
    // Digits, and no other bytes, are below 10 when their bits are turned so.
    const uint64_t turned = bytes ^ '0' * kEach;
    const uint64_t digit =
        ~(((turned & 0x7F * kEach) + (0x80 - 10) * kEach) | turned) &
        0x80 * kEach;
    if (digit != 0)
      return at + static_cast<size_t>(std::countr_zero(digit)) / 8;
  }
  while (at < text.size() && !is_digit(text[at])) ++at;
  return at;
}

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

// The byte before these, in small letters, or 0.
char third_last(std::string_view word) {
  return word.size() < 3 ? '\0' : lower(word.end()[-3]);
}

}  // namespace

TriggerTable::TriggerTable(std::span<const Rule> rules,
                           std::span<const Needs> needs, Vocabulary& vocabulary)
    : rules_(rules) {
  for (size_t c = 0; c < kinds_.size(); ++c) {
    const auto byte = static_cast<char>(c);
    kinds_[c] = opens_letter(byte)           ? kLetter
                : is_digit(byte)             ? kDigit
                : byte == '@'                ? kAtSign
                : byte == ':'                ? kColonSign
                : byte == '(' || byte == '[' ? kBracket
                                             : 0;
  }
  const size_t words = rules.size() / 64 + 1;
  for (RuleSet& set : by_digits_) set.resize(words);
  always_.resize(words);
  alone_.resize(words);
  for (RuleSet& set : by_opening_) set.resize(words);
  struct Entry {
    uint32_t list, rule;
  };
  std::vector<Entry> entries;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i];
    const auto mark = [&](RuleSet& set) {
      set[i / 64] |= uint64_t{1} << i % 64;
    };
    asks_.push_back({rule.reach, !rule.lead.empty(), rule.lead_needed});
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
          if (rule.letters >> n & 1) entries.push_back({n, i});
        break;
      case Trigger::kPrefix:
        for (std::string_view word : rule.words) {
          by_first_.add(opening(word), word.size() > 2 ? word[2] : '\0',
                        {word, i});
          if (!is_alnum(word[0]))
            kinds_[static_cast<unsigned char>(word[0])] |= kOpens;
        }
        break;
      case Trigger::kSuffix:
        for (std::string_view word : rule.words)
          by_last_.add(ending(word), third_last(word), {word, i});
        break;
      case Trigger::kWord:
        for (std::string_view word : rule.words)
          entries.push_back(
              {kTermLists + 2 * vocabulary.add(word) + rule.behind, i});
        break;
      case Trigger::kAt:
        entries.push_back({kAtList, i});
        break;
      case Trigger::kScheme:
        entries.push_back({kSchemeList, i});
        break;
      case Trigger::kColon:
        entries.push_back({kColonList, i});
        break;
      case Trigger::kText:
        text_.push_back(i);
        break;
    }
  }

  spoken_to_.resize(vocabulary.lists());
  for (uint32_t i = 0; i < rules.size(); ++i)
    for (uint32_t n = speaks_[i]; n < speaks_[i + 1]; ++n) {
      RuleSet& set = spoken_to_[speakers_[n]];
      set.resize(words);
      set[i / 64] |= uint64_t{1} << i % 64;
    }

  // Entries in the order of their lists, those of one list as they came.
  lists_.resize(kTermLists + 2 * vocabulary.size() + 1);
  for (const Entry& entry : entries) ++lists_[entry.list + 1];
  for (size_t n = 1; n < lists_.size(); ++n) lists_[n] += lists_[n - 1];
  ids_.resize(entries.size());
  std::vector<uint32_t> next = lists_;
  for (const Entry& entry : entries) ids_[next[entry.list]++] = entry.rule;

  for (TermId term = 0; term < vocabulary.size(); ++term) {
    const std::span<const uint32_t> here = list(kTermLists + 2 * term);
    const std::span<const uint32_t> behind = list(kTermLists + 2 * term + 1);
    const bool speaks = !vocabulary.lists_of(term).empty();
    const auto needs_number = [&](uint32_t rule) {
      const uint32_t reach = rules[rule].reach;
      return reach > 0 && reach <= Vocabulary::kNumberNear;
    };
    if (!speaks && behind.empty() &&
        std::all_of(here.begin(), here.end(), needs_number))
      vocabulary.only_before_number(term);
    uses_.push_back((here.empty() ? 0 : kWakes) |
                    (behind.empty() ? 0 : kWakesBehind) |
                    (speaks ? kSpeaks : 0));
  }
  vocabulary.settle();
}

// The state of one pass.
class Scan {
 public:
  Scan(const TriggerTable& table, const Vocabulary& vocabulary,
       std::string_view text, Seen& out)
      : table_(table), vocabulary_(vocabulary), text_(text), out_(out) {}

  void run() {
    for (size_t at = 0; at < text_.size();) {
      const uint8_t kind = table_.kinds_[static_cast<unsigned char>(text_[at])];
      if (kind == 0) {
        ++at;
      } else if (kind & TriggerTable::kLetter) {
        at = word(at);
      } else if (kind & TriggerTable::kDigit) {
        at = digits(at);
      } else {
        if (kind & TriggerTable::kAtSign) at_sign(at);
        if (kind & TriggerTable::kColonSign) colon(at);
        if (kind & TriggerTable::kOpens) prefixes(at);
        if (kind & TriggerTable::kBracket) out_.brackets = true;
        ++at;
      }
    }
  }

 private:
  void put(size_t begin, uint32_t rules) {
    out_.places.push_back({static_cast<uint32_t>(begin), rules});
  }

  // Returns where the word ends.
  size_t word(size_t begin) {
    WordHash hash;
    size_t end = begin;
    for (;;) {
      if (end + 8 > text_.size()) {
        unsigned char small;
        while (end < text_.size() &&
               (small = kSmall[static_cast<unsigned char>(text_[end])]) != 0) {
          hash.add(static_cast<char>(small));
          ++end;
        }
        break;
      }
      const Eight eight = letters_at(text_.data() + end);
      if (eight.count > 0) hash.add_eight(eight.letters);
      end += eight.count;
      if (eight.count < 8) break;
    }
    if (end < text_.size() && static_cast<unsigned char>(text_[end]) >= 0x80 &&
        letter_at(text_, end) > 0)
      return mixed_word(begin);
    if (end == begin) return begin + 1;  // a lead byte and no letter
    met(begin, end, begin, hash.value(), false);
    return end;
  }

  // The same for a word with letters beyond ASCII.
  size_t mixed_word(size_t begin) {
    WordHash hash;
    bool unparted = false;
    size_t end = begin;
    // To RE2's \b a letter beyond ASCII is no word character: a token can begin
    // right behind the last one.
    size_t ascii = begin;
    while (const uint32_t length = letter_at(text_, end)) {
      if (length == 1 && kSmall[static_cast<unsigned char>(text_[end])] != 0) {
        hash.add(lower(text_[end++]));
        continue;
      }
      unparted = unparted || opens_unparted(text_, end);
      const PlainLetter letter = plain_letter(text_, end);
      for (char c : letter.view()) hash.add(c);
      end += letter.length;
      ascii = end;
    }
    met(begin, end, ascii, hash.value(), unparted);
    return end;
  }

  // Every word comes by here; its letters from `ascii` on are ASCII.
  void met(size_t begin, size_t end, size_t ascii, uint32_t hash,
           bool unparted) {
    const Span span = {static_cast<uint32_t>(begin),
                       static_cast<uint32_t>(end)};
    const size_t first = out_.terms.size();
    const bool number = number_near(end);
    if (vocabulary_.may_begin(text_, span, hash, number))
      vocabulary_.look_up(text_, span, hash, number, out_.terms);
    if (unparted) inside(begin, end);
    if (out_.terms.size() > first) meet(first);
    const std::string_view word = text_.substr(begin, end - begin);
    const uint32_t last = ending(word);
    if (table_.by_last_.has(last, third_last(word)))
      suffixes(table_.by_last_.lists[last], begin, end);
    starts_[words_++ % kStarts] = static_cast<uint32_t>(begin);
    letters(ascii, end);
    if (ascii > begin) prefixes(ascii);
    prefixes(begin);
  }

  // Does a digit stand near behind a word that ends here? All calls together
  // read the text once.
  bool number_near(size_t end) {
    if (digit_ < end || digit_ == 0) digit_ = first_digit(text_, end);
    return digit_ < text_.size() && digit_ < end + Vocabulary::kNumberNear;
  }

  // Puts what the terms from `first` on wake, and keeps those that stand in a
  // list.
  void meet(size_t first) {
    size_t kept = first;
    for (size_t i = first; i < out_.terms.size(); ++i) {
      const TermHit hit = out_.terms[i];
      const uint8_t uses = table_.uses_[hit.term];
      const uint32_t list = TriggerTable::kTermLists + 2 * hit.term;
      if (uses & TriggerTable::kWakes) put(hit.span.begin, list);
      if (uses & TriggerTable::kWakesBehind) put(hit.span.end, list + 1);
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
      put(begin, Place::kOneRule | suffix.rule);
      const uint32_t back = table_.rules_[suffix.rule].back;
      for (uint32_t n = 1; n <= back && n <= words_; ++n)
        put(starts_[(words_ - n) % kStarts], Place::kOneRule | suffix.rule);
    }
  }

  void letters(size_t begin, size_t end) {
    if (end - begin > kMaxLetters || end >= text_.size()) return;
    const char c = text_[end];
    const bool parted = c == ' ' || c == '-' || c == '.' || c == '/';
    const size_t next = end + parted;
    if (next < text_.size() && is_digit(text_[next]) && end > begin &&
        (begin == 0 || !is_word(text_[begin - 1])))
      put(begin, static_cast<uint32_t>(end - begin));
  }

  void prefixes(size_t begin) {
    if (begin + 1 >= text_.size()) return;
    const char* at = text_.data() + begin;
    const uint32_t list = opening({at, 2});
    const char third = begin + 2 < text_.size() ? at[2] : '\0';
    if (table_.by_first_.has(list, third)) prefixes_of(list, begin);
  }
  void prefixes_of(uint32_t list, size_t begin) {
    if (begin > 0 && is_word(text_[begin - 1])) return;
    for (const auto& prefix : table_.by_first_.lists[list])
      if (text_.substr(begin).starts_with(prefix.text))
        put(begin, Place::kOneRule | prefix.rule);
  }

  size_t digits(size_t begin) {
    size_t end = begin;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    const bool joined =
        !out_.groups.empty() && joins(out_.groups.back(), begin);
    out_.groups.push_back(
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

  void at_sign(size_t at) {
    const size_t begin = local_part_begin(text_, at);
    if (begin < at) put(begin, TriggerTable::kAtList);
  }

  void colon(size_t at) {
    if (text_.substr(at).starts_with("://")) {
      const size_t begin = scheme_begin(text_, at);
      if (begin < at) put(begin, TriggerTable::kSchemeList);
    }
    if (at < colon_end_) return;  // inside a run that has been seen
    const Span run = colon_run(text_, at);
    colon_end_ = run.end;
    const std::string_view bytes = text_.substr(at, run.end - at);
    if (std::count(bytes.begin(), bytes.end(), ':') < 2) return;
    if (run.begin == 0 || !is_word(text_[run.begin - 1]))
      put(run.begin, TriggerTable::kColonList);
    if (at + 1 < run.end && text_[at + 1] != ':')
      put(at + 1, TriggerTable::kColonList);
  }

  const TriggerTable& table_;
  const Vocabulary& vocabulary_;
  const std::string_view text_;
  Seen& out_;
  size_t digit_ = 0;  // the first digit behind the last word, by number_near()
  size_t colon_end_ = 0;
  static constexpr uint32_t kStarts = 4;
  static_assert(kStarts > kMaxBack);
  uint32_t starts_[kStarts] = {};  // of the last words, in turn
  uint32_t words_ = 0;             // so far
};

Seen TriggerTable::look(std::string_view text,
                        const Vocabulary& vocabulary) const {
  Seen out;
  out.places.reserve(32);  // of a message with two findings
  out.terms.reserve(16);
  Scan(*this, vocabulary, text, out).run();
  return out;
}

}  // namespace blackbar
