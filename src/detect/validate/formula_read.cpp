// How the text of a formula becomes its code. Apart from formula.cpp because it
// runs once for each and is compiled to be small.
#include <algorithm>
#include <cstdlib>

#include "detect/validate/algorithms.h"
#include "detect/validate/formula.h"
#include "detect/validate/formula_code.h"
#include "text/chars.h"

namespace blackbar {
namespace {

constexpr int64_t kMaxWeight = 999'999'999;

bool to_number(std::string_view text, int64_t& out) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMaxNumber) return false;
  out = 0;
  for (char c : text) {
    if (!is_digit(c)) return false;
    out = out * 10 + (c - '0');
  }
  if (negative) out = -out;
  return true;
}

// The words of a formula, one after the other; ';' '|' and '=' are words.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) { next(); }

  std::string_view word() const { return word_; }
  bool at_end() const { return word_.empty(); }
  bool step_ends() const { return at_end() || word_ == ";" || word_ == "|"; }
  std::string_view take() {
    const std::string_view taken = word_;
    next();
    return taken;
  }
  bool take_if(std::string_view wanted) {
    if (word_ != wanted) return false;
    next();
    return true;
  }
  bool take_number(int64_t& out) {
    if (!to_number(word_, out)) return false;
    next();
    return true;
  }

 private:
  static constexpr bool is_sign(char c) { return c == ';' || c == '|'; }
  void next() {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
    size_t end = 0;
    while (end < rest_.size() && rest_[end] != ' ' && !is_sign(rest_[end]))
      ++end;
    if (end == 0 && !rest_.empty()) end = 1;
    word_ = rest_.substr(0, end);
    rest_.remove_prefix(end);
  }

  std::string_view rest_, word_;
};

// Reads a formula. Each function puts what it takes, and returns false when the
// text is no formula.
class Reader {
 public:
  Reader(std::string_view text, std::vector<int64_t>& code)
      : words_(text), text_(text), code_(code) {}

  bool all() {
    for (;;) {
      const size_t begin = put(0);
      do {
        if (!step() || !words_.step_ends()) return false;
      } while (words_.take_if(";"));
      code_[begin] = static_cast<int64_t>(code_.size());
      if (words_.at_end()) return true;
      if (!words_.take_if("|")) return false;
    }
  }

 private:
  size_t put(int64_t number) {
    code_.push_back(number);
    return code_.size() - 1;
  }
  bool put_word(std::string_view word) {
    put(word.data() - text_.data());
    put(static_cast<int64_t>(word.size()));
    return !word.empty();
  }
  bool put_slice(int64_t begin, int64_t end) {
    put(begin);
    put(end);
    return true;
  }
  // "a..b", "a.."
  bool put_slice(std::string_view word) {
    const size_t dots = word.find("..");
    int64_t begin = 0;
    int64_t end = kEnd;
    if (dots == word.npos || !to_number(word.substr(0, dots), begin))
      return false;
    const std::string_view last = word.substr(dots + 2);
    return (last.empty() || to_number(last, end)) && put_slice(begin, end);
  }
  // The character there.
  bool put_character(std::string_view word) {
    int64_t at = 0;
    return to_number(word, at) && put_slice(at, at == -1 ? kEnd : at + 1);
  }
  // The numbers or words between commas, each by `one`.
  template <typename One>
  bool put_list(One one) {
    if (words_.step_ends()) return false;
    std::string_view rest = words_.take();
    const size_t count = put(0);
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      if (!one(rest.substr(0, comma))) return false;
      ++code_[count];
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return true;
  }

  bool step() {
    const std::string_view name = words_.take();
    const auto is = [&](std::string_view wanted, Step step) {
      if (name != wanted) return false;
      put(step);
      return true;
    };
    if (is_term(name)) return compute(name);
    if (is("date", kDate)) return date();
    if (is("in", kIn)) return in();
    if (is("len", kLength))
      return put_list([&](std::string_view word) {
        int64_t number = 0;
        return to_number(word, number) && put(number);
      });
    if (is("not", kNot))
      return put_list([&](std::string_view word) {
        put_word(word);
        return true;
      });
    if (is("varied", kVaried)) return true;
    if (is("strip", kStrip))
      return !words_.step_ends() && put_word(words_.take());
    if (is("pad", kPad)) {
      int64_t size = 0;
      const bool ok = words_.take_number(size) && size >= 0 &&
                      size <= static_cast<int64_t>(kMaxValue);
      put(size);
      return ok;
    }
    if (is("digits", kDigits)) return true;
    if (is("map", kMap)) return map();
    size_t number = 0;
    if (!find_algorithm(name, number)) return false;
    put(kAlgorithm);
    put(static_cast<int64_t>(number));
    return words_.step_ends() ? put_slice(0, kEnd) : put_slice(words_.take());
  }

  static bool is_term(std::string_view name) {
    if (name.starts_with('-')) name.remove_prefix(1);
    return name == "sum" || name == "num";
  }

  // sum or num, its moduli, what stands in when the result is 10, the target.
  bool compute(std::string_view name) {
    put(kCompute);
    for (;;) {
      const size_t term = put(name.starts_with('-') ? kNegative : kNothing);
      if (!(name.ends_with("sum") ? weigh(term) : put_slice(words_.take())))
        return false;
      if (!moduli()) return false;
      if (!(code_[term] & kSum) && code_[term + 4] > kMaxWeight) return false;
      if (!words_.take_if("else")) break;
      code_[term] |= kElse;
      name = words_.take();
      if (!is_term(name)) return false;
    }
    return words_.take_if("=") && target();
  }

  bool weigh(size_t term) {
    const size_t position = put(0);
    const size_t carry = put(0);
    const size_t count = put(0);
    int64_t number = 0;
    while (code_[count] < static_cast<int64_t>(kMaxValue) &&
           words_.take_number(number)) {
      if (std::abs(number) > kMaxWeight) return false;
      put(number);
      ++code_[count];
    }
    if (code_[count] == 0) return false;
    code_[term] |= kSum;
    while (words_.word() != "mod") {
      const std::string_view option = words_.take();
      if (option == "split")
        code_[term] |= kSplit;
      else if (option == "skip")
        code_[term] |= kSkip;
      else if (option == "carry" && words_.take_number(code_[carry]) &&
               std::abs(code_[carry]) <= kMaxWeight)
        continue;
      else if (!option.starts_with('@') ||
               !to_number(option.substr(1), code_[position]))
        return false;
    }
    return true;
  }

  bool moduli() {
    const size_t count = put(0);
    while (words_.take_if("mod")) {
      int64_t modulus = 0;
      if (!words_.take_number(modulus) || modulus < 1) return false;
      put(modulus);
      ++code_[count];
    }
    return code_[count] > 0;
  }

  // A constant; "#p", "#a..b"; "#p in LETTERS".
  bool target() {
    std::string_view word = words_.take();
    const size_t kind = put(kConstant);
    if (!word.starts_with('#')) {
      int64_t number = 0;
      return to_number(word, number) && put(number);
    }
    word.remove_prefix(1);
    code_[kind] = kNumber;
    if (!(word.find("..") != word.npos ? put_slice(word) : put_character(word)))
      return false;
    if (!words_.take_if("in")) return true;
    code_[kind] = kCharacter;
    return put_word(words_.take());
  }

  // "date 0 yymmdd"; "date 2 yymm%20dd%40" where 20 or 40 may have been added.
  bool date() {
    int64_t number = 0;
    if (!words_.take_number(number)) return false;
    put(number);
    std::string_view format = words_.take();
    while (!format.empty()) {
      const bool long_year = format.starts_with("yyyy");
      if (!format.starts_with("yy") && !format.starts_with("mm") &&
          !format.starts_with("dd"))
        return false;
      put(long_year ? 'Y' : format[0]);
      format.remove_prefix(long_year ? 4 : 2);
      const size_t count = put(0);
      while (format.starts_with('%')) {
        size_t end = 1;
        while (end < format.size() && is_digit(format[end])) ++end;
        if (!to_number(format.substr(1, end - 1), number) || number < 1)
          return false;
        put(number);
        ++code_[count];
        format.remove_prefix(end);
      }
    }
    put(0);
    return true;
  }

  // "in 0..3 1-665,667-899"
  bool in() {
    return put_slice(words_.take()) && put_list([&](std::string_view range) {
             const size_t dash = std::min(range.find('-'), range.size());
             int64_t low = 0;
             if (!to_number(range.substr(0, dash), low)) return false;
             int64_t high = low;
             if (dash < range.size() &&
                 !to_number(range.substr(dash + 1), high))
               return false;
             return put_slice(low, high);
           });
  }

  // "map 0 XYZ 012", "map * IO 10"
  bool map() {
    if (!(words_.take_if("*") ? put_slice(0, kEnd)
                              : put_character(words_.take())))
      return false;
    const std::string_view from = words_.take();
    const std::string_view to = words_.take();
    return from.size() == to.size() && put_word(from) && put_word(to);
  }

  Words words_;
  const std::string_view text_;
  std::vector<int64_t>& code_;
};

}  // namespace

Formula::Formula(std::string_view text) : text_(text) {
  if (!Reader(text, code_).all()) code_.clear();
}

}  // namespace blackbar
