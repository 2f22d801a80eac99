// Tested by tests/detect/extend_test.cpp.
#include "detect/extend_before.h"

#include <algorithm>

#include "detect/extend.h"
#include "detect/extend_parts.h"
#include "detect/extend_words.h"
#include "text/chars.h"

namespace blackbar {
namespace {

class Backwards {
 public:
  Backwards(std::string_view text, uint32_t begin)
      : text_(text), begin_(begin) {}

  Before run() {
    town_before();
    number_before();
    unit_before();
    return {begin_, located_};
  }

 private:
  // "1052 Budapest, " before the head, as Hungary has it.
  void town_before() {
    if (begin_ < 8 || text_.substr(begin_ - 2, 2) != ", ") return;
    const size_t last = begin_ - 2;
    const size_t low = last > kMaxForerun ? last - kMaxForerun : 0;
    size_t at = last;
    while (at > low && !is_digit(text_[at - 1]) && text_[at - 1] != ',' &&
           text_[at - 1] != '\n')
      --at;
    if (at < 4 || text_[at] != ' ' || !opens_capital(text_, at + 1)) return;
    const std::string_view town = text_.substr(at + 1, last - at - 1);
    if (std::count(town.begin(), town.end(), ' ') > 2) return;
    const size_t end = at;
    while (at > 0 && is_digit(text_[at - 1]) && end - at <= 6) --at;
    if (end - at < 4 || end - at > 6 || is_year(text_, at, end)) return;
    if (at > 0 && (is_word(text_[at - 1]) || text_[at - 1] == '-')) return;
    begin_ = static_cast<uint32_t>(at);
    located_ = true;
  }

  // "Apt. 5, "
  void unit_before() {
    size_t at = begin_;
    const size_t low = at > kMaxForerun ? at - kMaxForerun : 0;
    while (at > low && begin_ - at < 3 &&
           (is_space(text_[at - 1]) || text_[at - 1] == ','))
      --at;
    if (at == begin_) return;
    const size_t last = at;
    while (at > low && !is_space(text_[at - 1]) && last - at < 8) --at;
    if (at == last) return;
    for (size_t n = 0; n < 2; ++n) {  // "5" of "Apt. 5", and "Apt."
      if (unit_at(text_.substr(0, last), at) == last) {
        if (at > 0 && word_at(text_, at - 1)) return;
        if (!is_alpha(text_[at])) return;
        begin_ = static_cast<uint32_t>(at);
        located_ = true;
        return;
      }
      while (at > low && (is_space(text_[at - 1]) || text_[at - 1] == '.' ||
                          text_[at - 1] == '#'))
        --at;
      while (at > low && is_alpha(text_[at - 1])) --at;
    }
  }

  // A number by itself right before: of the house, or a code.
  void number_before() {
    constexpr size_t kLongest = 5;
    if (begin_ < 2 || text_[begin_ - 1] != ' ') return;
    const size_t last = begin_ - 1;
    size_t at = last;
    while (at > 0 && is_digit(text_[at - 1]) && last - at <= kLongest) --at;
    if (at == last || last - at > kLongest) return;
    if (last - at == 4 &&
        (text_.substr(at, 2) == "19" || text_.substr(at, 2) == "20"))
      return;
    if (at > 0) {
      const char c = text_[at - 1];
      if (!is_space(c) && c != '>' && c != ':' && c != '(') return;
      if (at > 1 && c == ' ' && is_digit(text_[at - 2])) return;
      // "Apt. 5": a unit's, which unit_before() reads.
      size_t from = at;
      while (from > 0 && (text_[from - 1] == ' ' || text_[from - 1] == '.' ||
                          text_[from - 1] == '#'))
        --from;
      while (from > 0 && is_alpha(text_[from - 1])) --from;
      if (unit_at(text_.substr(0, last), from) == last) return;
    }
    begin_ = static_cast<uint32_t>(at);
  }

  const std::string_view text_;
  uint32_t begin_;
  bool located_ = false;
};

}  // namespace

Before read_before(std::string_view text, uint32_t begin) {
  return Backwards(text, begin).run();
}

}  // namespace blackbar
