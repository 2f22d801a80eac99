// Tested by tests/detect/extend_test.cpp.
#include "detect/extend.h"

#include <algorithm>

#include "detect/extend_before.h"
#include "detect/extend_parts.h"
#include "detect/extend_words.h"
#include "text/chars.h"

namespace blackbar {
namespace {

// Does any word of it begin with a capital?
bool has_capital(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at)
    if (opens_capital(text, at) && (at == 0 || !word_at(text, at - 1)))
      return true;
  return false;
}

class Reading {
 public:
  Reading(std::string_view text, Span head)
      : text_(
            text.substr(0, std::min<size_t>(text.size(), head.end + kMaxTail))),
        begin_(head.begin),
        at_(head.end),
        end_(head.end),
        small_(!has_capital(text.substr(head.begin, head.size()))) {}

  Address run() {
    cut_unit_word();
    if (counts_things() || is_numbered() || is_phrase()) return {};
    const bool bare = is_bare();
    side();
    abbreviated_ = abbreviation();
    while (step()) {
    }
    if (bare && !located_) return {};
    const Before before = read_before(text_, begin_);
    located_ |= before.located;
    begin_ = before.begin;
    return {{begin_, static_cast<uint32_t>(end_)}, located_};
  }

 private:
  static constexpr uint32_t kMaxPending = 12;  // words up to a postal code
  static constexpr uint32_t kMaxPlaces = 3;    // parts of a place: town, state
  static constexpr uint32_t kMaxPart = 4;      // words of a part

  void commit(size_t end) {
    at_ = end_ = end;
    pending_ = 0;
  }

  // "Elm Park Apt" 5, "Elm Park Suite 5"
  void cut_unit_word() {
    size_t last = end_;
    while (last > begin_ && is_digit(text_[last - 1])) --last;
    while (last > begin_ && (text_[last - 1] == '.' || text_[last - 1] == ' '))
      --last;
    size_t from = last;
    while (from > begin_ && is_alpha(text_[from - 1])) --from;
    if (from == begin_ || last - from < 3 || word_at(text_, last) ||
        !is_address_word(AddressWord::kUnit, text_.substr(from, last - from)) ||
        !unit_at(text_, from))
      return;
    while (from > begin_ &&
           (is_space(text_[from - 1]) || text_[from - 1] == ','))
      --from;
    if (from > begin_) commit(from);
  }

  // "Gate 5", "Stockholm 2012": one word and a number that is no house.
  bool is_numbered() const {
    const size_t last = letters_end(text_, begin_);
    if (last == begin_ || last + 1 >= end_ || text_[last] != ' ' ||
        !is_digit(text_[last + 1]))
      return false;
    return is_year(text_, last + 1, end_) ||
           is_address_word(AddressWord::kNumbered,
                           text_.substr(begin_, last - begin_));
  }

  // "Paris": neither a number nor the type of a street.
  bool is_bare() const {
    const std::string_view head = text_.substr(begin_, end_ - begin_);
    if (std::any_of(head.begin(), head.end(), is_digit)) return false;
    const size_t last = head.rfind(' ');
    return last == head.npos ||
           !is_address_word(AddressWord::kType, head.substr(last + 1));
  }

  // "5 minutes from the park": a number, and small words of a sentence.
  bool is_phrase() const {
    if (!is_digit(text_[begin_])) return false;
    for (size_t at = begin_; at < end_;) {
      const size_t last = letters_end(text_, at);
      if (last > at && !opens_capital(text_, at) &&
          is_address_word(AddressWord::kNotName, text_.substr(at, last - at)))
        return true;
      at = std::max(last, at + 1);
    }
    return false;
  }

  // "10 Wall Street banks", "2 road trips": the street is an attribute.
  bool counts_things() const {
    if (!is_digit(text_[begin_]) || !is_alpha(text_[end_ - 1])) return false;
    if (end_ + 1 >= text_.size() || text_[end_] != ' ') return false;
    const size_t from = end_ + 1;
    const size_t last = letters_end(text_, from);
    const std::string_view word = text_.substr(from, last - from);
    return word.size() > 3 && !opens_capital(text_, from) &&
           word.ends_with('s') && !word.ends_with("ss") &&
           !is_address_word(AddressWord::kNotPlural, word);
  }

  // "Street NW", "Ave. South"
  void side() {
    size_t from = end_;
    if (text_.substr(from).starts_with('.')) ++from;
    if (!text_.substr(from).starts_with(' ')) return;
    const size_t last = letters_end(text_, ++from);
    if (last == from || word_at(text_, last)) return;
    if (opens_capital(text_, from) &&
        is_address_word(AddressWord::kSide, text_.substr(from, last - from)))
      commit(last);
  }

  // Is the stop behind the head that of "St." or "u. 15."?
  bool abbreviation() const {
    size_t from = end_;
    while (from > begin_ && is_alpha(text_[from - 1])) --from;
    return end_ - from <= 4;
  }

  bool step() {
    const Gap gap = gap_at(text_, at_);
    if (gap.end == at_ || gap.end >= text_.size()) return false;
    const bool soft = gap.stop && !(abbreviated_ && at_ == end_ && !located_);
    if (const size_t unit = !coded_ ? unit_at(text_, gap.end) : 0;
        unit && pending_ <= (small_ ? 1 : 4)) {
      commit(unit);
      located_ = unit_ = true;
      places_ = 0;
      return true;
    }
    if (gap.stop && soft) return false;
    if (code(gap)) return true;
    return word(gap);
  }

  bool code(const Gap& gap) {
    const Code code = code_at(text_, gap.end);
    if (!code.end) return false;
    if (coded_ && (gap.line || gap.comma || !code.sure || placed_ == 0))
      return false;
    if (!code.sure && !place_follows(code.end) &&
        (is_year(text_, gap.end, code.end) || places_ + pending_ == 0))
      return false;
    commit(code.end);
    behind_code_ = places_ == 0 && pending_words_ == 0 && !coded_;
    located_ = coded_ = true;
    placed_ = places_ = 0;
    return true;
  }

  bool place_follows(size_t at) const {
    if (at >= text_.size() || text_[at] != ' ') return false;
    return at + 1 < text_.size() && opens_capital(text_, at + 1) &&
           !is_stop(at + 1);
  }

  bool is_stop(size_t at) const {
    const size_t last = letters_end(text_, at);
    if (last < text_.size() &&
        (text_[last] == ':' || text_[last] == '@' || is_digit(text_[last])))
      return true;
    const std::string_view word = text_.substr(at, last - at);
    if (word.size() == 2 && is_upper(word[0]) && is_upper(word[1]))
      return false;  // Ontario, Oregon
    return is_address_word(AddressWord::kStop, word);
  }

  // A word of a place. It counts at once where a place is expected, else with
  // the code or the unit that follows.
  bool word(const Gap& gap) {
    size_t from = gap.end;
    const bool bracket = text_[from] == '(';
    from += bracket;
    if (from >= text_.size()) return false;
    if (is_digit(text_[from])) {  // "Wien 10", "Sector 15"
      const size_t last = digits_end(text_, from);
      if (last - from > 2) return false;
      if (behind_code_ && placed_ > 0 && !gap.line && !gap.comma &&
          !word_at(text_, last)) {
        commit(last);
        return true;
      }
      if (pending_ + places_ == 0 || coded_) return false;
      const size_t ordinal = letters_end(text_, last);
      at_ = ordinal - last <= 2 ? ordinal : last;
      if (word_at(text_, at_) || ++pending_ > kMaxPending) return false;
      return true;
    }
    size_t last = letters_end(text_, from);
    if (last == from) return false;
    while (last + 1 < text_.size() &&
           (text_[last] == '-' || text_[last] == '\'') &&
           letter_at(text_, last + 1))
      last = letters_end(text_, last + 1);
    const bool capital = opens_capital(text_, from);
    const bool parted = gap.comma || gap.line;
    const std::string_view plain = text_.substr(from, last - from);
    const bool particle =
        !capital && is_address_word(AddressWord::kParticle, plain);
    if (is_stop(from) && !(particle && !parted)) return false;
    if (!capital && !particle && !small_ && !parted) return false;
    if (bracket) {
      if (!text_.substr(last).starts_with(')')) return false;
      ++last;
    }
    if (++pending_ > kMaxPending) return false;
    ++pending_words_;
    at_ = last;
    if (small_ && behind_code_ && placed_ == 0 && !parted &&
        ends_phrase(last)) {
      commit(last);
      ++placed_;
      return true;
    }
    const bool abbreviated =
        text_.substr(last).starts_with(". ") && last - from <= 3;
    if (parted || open_ == 0) {
      const bool marked = gap.comma || gap.marked;
      open_ = begins_place(gap, marked, from) ? 1 : 2;
      part_ = 0;
      ++parts_;
    }
    if (capital && open_ == 1 && ++part_ <= kMaxPart &&
        parts_ <= kMaxPlaces + 1) {
      const uint32_t words = pending_words_;
      commit(last);
      pending_words_ = words;
      ++places_;
      ++placed_;
    }
    if (abbreviated) ++at_;  // "St. Albans"
    return true;
  }

  // May a place begin here without a code behind it?
  bool begins_place(const Gap& gap, bool marked, size_t from) const {
    if (!opens_capital(text_, from)) return false;
    if (coded_)
      return behind_code_ ? !gap.line || marked : gap.comma && !gap.line;
    if (gap.comma || marked) return true;
    if (unit_) return true;
    return gap.line && is_place_line(from);
  }

  // Does nothing follow in the same phrase: "99974 musterstadt, please"?
  bool ends_phrase(size_t at) const {
    return at == text_.size() || text_[at] == ',' || text_[at] == '.' ||
           text_[at] == '!' || text_[at] == '?' || text_[at] == '\n';
  }

  // Is the rest of the line one to three capital words?
  bool is_place_line(size_t at) const {
    uint32_t words = 0;
    for (;;) {
      if (!letter_at(text_, at) || !opens_capital(text_, at) || is_stop(at))
        return false;
      at = letters_end(text_, at);
      if (++words > 3) return false;
      if (at == text_.size() || text_[at] == '\n') return true;
      if (text_[at] != ' ' && text_[at] != '-') return false;
      ++at;
    }
  }

  const std::string_view text_;
  uint32_t begin_;
  size_t at_;   // read up to here
  size_t end_;  // of the address as far as it is sure
  bool small_;  // typed without capitals
  bool abbreviated_ = false;
  bool located_ = false;
  bool unit_ = false;
  bool coded_ = false;          // has its postal code
  bool behind_code_ = false;    // the code came first, the town follows
  uint32_t pending_ = 0;        // words read that nothing confirms yet
  uint32_t pending_words_ = 0;  // words since the head or the code
  uint32_t places_ = 0;         // words of places since the unit or the code
  uint32_t placed_ = 0;         // of places since the code
  uint32_t parts_ = 0;
  uint32_t part_ = 0;  // words of this part
  int open_ = 0;       // 1: in a part that counts at once; 2: in one that waits
};

}  // namespace

Address extend_address(std::string_view text, Span head) {
  return Reading(text, head).run();
}

}  // namespace blackbar
