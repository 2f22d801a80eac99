// Tested by tests/detect/formula_test.cpp.
#include "detect/validate/formula.h"

#include <algorithm>
#include <cstdlib>

#include "detect/validate/algorithms.h"
#include "detect/validate/calendar.h"
#include "text/chars.h"

namespace blackbar {
namespace {

// Digits of one number: it fits 64 bits, and so does the sum of kMaxValue
// products of 35 with a number half as long.
constexpr size_t kMaxDigits = 18;
constexpr int64_t kMaxWeight = 999'999'999;

bool to_number(std::string_view text, int64_t& out) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMaxDigits) return false;
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

// One run of a formula over one value. `fault` is set when the formula is none;
// what the value is like never sets it.
class Run {
 public:
  Run(std::string_view formula, const Value& value)
      : words_(formula), original_(value), value_(value) {}

  bool fault() const { return fault_; }

  // Walks the whole formula, whatever holds, so that every fault is seen.
  bool all() {
    bool any = false;
    for (;;) {
      value_ = original_;
      bool holds = true;
      do {
        holds = step() && holds;
        if (!words_.step_ends()) return fail();
      } while (words_.take_if(";"));
      any = any || holds;
      if (words_.at_end()) return any && !fault_;
      if (!words_.take_if("|")) return fail();
    }
  }

 private:
  bool fail() {
    fault_ = true;
    return false;
  }

  bool step() {
    const std::string_view name = words_.take();
    if (name == "sum" || name == "-sum") return computed(name);
    if (name == "num" || name == "-num") return computed(name);
    if (name == "date") return date();
    if (name == "in") return in();
    if (name == "len")
      return listed(
          [&](int64_t n) { return n == static_cast<int64_t>(value_.size); });
    if (name == "not") return not_this();
    if (name == "varied")
      return value_.size > 0 &&
             !std::all_of(value_.at, value_.at + value_.size,
                          [&](char c) { return c == value_.at[0]; });
    if (name == "strip") return strip();
    if (name == "pad") return pad();
    if (name == "digits") return digits();
    if (name == "map") return map();
    if (const Algorithm algorithm = find_algorithm(name)) {
      Slice slice{0, value_.size};
      if (!words_.step_ends() && !take_slice(slice)) return false;
      return slice.ok && algorithm(value_.part(slice.begin, slice.end));
    }
    return fail();
  }

  struct Slice {
    size_t begin, end;
    bool ok = true;  // inside the value
  };

  // Where a position that may count from the end stands; false: outside.
  bool place(int64_t at, size_t& out) const {
    const auto size = static_cast<int64_t>(value_.size);
    if (at < 0) at += size;
    if (at < 0 || at > size) return false;
    out = static_cast<size_t>(at);
    return true;
  }

  // "a..b", "a.."
  bool read_slice(std::string_view word, Slice& out) {
    const size_t dots = word.find("..");
    int64_t begin = 0;
    int64_t end = 0;
    if (dots == word.npos || !to_number(word.substr(0, dots), begin)) {
      fail();
      return false;
    }
    const std::string_view last = word.substr(dots + 2);
    if (!last.empty() && !to_number(last, end)) return fail();
    out.ok = place(begin, out.begin);
    if (last.empty())
      out.end = value_.size;
    else
      out.ok = place(end, out.end) && out.ok;
    out.ok = out.ok && out.begin <= out.end;
    return true;
  }
  bool take_slice(Slice& out) { return read_slice(words_.take(), out); }

  // The slice as a number; false when it is none, or too long to be one.
  bool number_in(Slice slice, int64_t& out) const {
    if (!slice.ok || slice.end - slice.begin > kMaxDigits) return false;
    out = 0;
    for (size_t i = slice.begin; i < slice.end; ++i) {
      if (!is_digit(value_.at[i])) return false;
      out = out * 10 + worth(value_.at[i]);
    }
    return true;
  }

  // sum or num, its moduli, what stands in when the result is 10, the target.
  bool computed(std::string_view name) {
    bool holds = true;
    int64_t result = 0;
    for (bool counts = true;;) {
      int64_t one = 0;
      const bool ok = name.ends_with("sum") ? weigh(one) : whole(one);
      if (fault_) return false;
      if (!moduli(one, name[0] == '-')) return fail();
      if (counts) {
        holds = ok;
        result = one;
      }
      if (!words_.take_if("else")) break;
      counts = counts && result == 10;
      name = words_.take();
      if (!name.ends_with("sum") && !name.ends_with("num")) return fail();
    }
    if (!words_.take_if("=")) return fail();
    return target(result) && holds;
  }

  bool weigh(int64_t& sum) {
    int64_t weights[kMaxValue];
    size_t count = 0;
    while (count < kMaxValue && words_.take_number(weights[count])) {
      if (std::abs(weights[count]) > kMaxWeight) return fail();
      ++count;
    }
    if (count == 0) return fail();
    size_t from = 0;
    bool ok = true;
    bool split = false;
    bool skip = false;
    while (!fault_ && words_.word() != "mod") {
      const std::string_view option = words_.take();
      int64_t number = 0;
      if (option == "split")
        split = true;
      else if (option == "skip")
        skip = true;
      else if (option == "carry" && words_.take_number(number) &&
               std::abs(number) <= kMaxWeight)
        sum = number;
      else if (option.starts_with('@') && to_number(option.substr(1), number))
        ok = place(number, from);
      else
        fail();
    }
    if (fault_ || !ok || from + count > value_.size) return false;
    for (size_t i = 0; i < count; ++i) {
      const char c = value_.at[from + i];
      int64_t product = weights[i] * (skip && !is_digit(c) ? 0 : worth(c));
      if (split) product = product / 10 + product % 10;
      sum += product;
    }
    return true;
  }

  // The digits of a slice as one number. Kept modulo what stands behind, for
  // it may have any length.
  bool whole(int64_t& number) {
    Slice slice{};
    if (!take_slice(slice)) return false;
    Words ahead = words_;
    int64_t modulus = 0;
    if (!ahead.take_if("mod") || !ahead.take_number(modulus) || modulus < 1 ||
        modulus > kMaxWeight)
      return fail();
    if (!slice.ok || slice.begin == slice.end) return false;
    for (size_t i = slice.begin; i < slice.end; ++i) {
      if (!is_digit(value_.at[i])) return false;
      number = (number * 10 + worth(value_.at[i])) % modulus;
    }
    return true;
  }

  bool moduli(int64_t& number, bool negative) {
    bool first = true;
    while (words_.take_if("mod")) {
      int64_t modulus = 0;
      if (!words_.take_number(modulus) || modulus < 1) return false;
      number %= modulus;
      if (number < 0) number += modulus;
      if (first && negative) number = (modulus - number) % modulus;
      first = false;
    }
    return !first;
  }

  // A constant; "#p", "#a..b"; "#p in LETTERS".
  bool target(int64_t result) {
    const std::string_view word = words_.take();
    int64_t number = 0;
    if (!word.starts_with('#'))
      return to_number(word, number) ? result == number : fail();
    Slice slice{};
    if (word.find("..") != word.npos) {
      if (!read_slice(word.substr(1), slice)) return false;
    } else {
      if (!to_number(word.substr(1), number)) return fail();
      slice.ok = place(number, slice.begin) && slice.begin < value_.size;
      slice.end = slice.begin + 1;
    }
    if (words_.take_if("in")) {
      const std::string_view letters = words_.take();
      if (letters.empty()) return fail();
      return slice.ok && result < static_cast<int64_t>(letters.size()) &&
             letters[static_cast<size_t>(result)] == value_.at[slice.begin];
    }
    int64_t there = 0;
    return number_in(slice, there) && result == there;
  }

  // "date 0 yymmdd"; "date 2 yymm%20dd%40" where 20 or 40 may have been added.
  bool date() {
    int64_t at = 0;
    if (!words_.take_number(at)) return fail();
    std::string_view format = words_.take();
    size_t from = 0;
    bool ok = place(at, from);
    Day day;
    while (!format.empty()) {
      const bool long_year = format.starts_with("yyyy");
      const char kind = format[0];
      const size_t size = long_year ? 4 : 2;
      if (!long_year && !format.starts_with("yy") &&
          !format.starts_with("mm") && !format.starts_with("dd"))
        return fail();
      format.remove_prefix(size);
      int64_t number = 0;
      ok = ok && from + size <= value_.size;
      for (size_t i = from; ok && i < from + size; ++i) {
        ok = is_digit(value_.at[i]);
        number = number * 10 + worth(value_.at[i]);
      }
      from += size;
      while (format.starts_with('%')) {
        size_t end = 1;
        while (end < format.size() && is_digit(format[end])) ++end;
        int64_t modulus = 0;
        if (!to_number(format.substr(1, end - 1), modulus) || modulus < 1)
          return fail();
        number %= modulus;
        format.remove_prefix(end);
      }
      if (kind == 'y') {
        day.year = static_cast<int>(number);
        day.short_year = !long_year;
      } else {
        (kind == 'm' ? day.month : day.day) = static_cast<int>(number);
      }
    }
    return ok && exists(day);
  }

  // "in 0..3 1-665,667-899"
  bool in() {
    Slice slice{};
    if (!take_slice(slice)) return false;
    int64_t number = 0;
    const bool ok = number_in(slice, number);
    bool inside = false;
    std::string_view rest = words_.take();
    if (rest.empty()) return fail();
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view range = rest.substr(0, comma);
      const size_t dash = std::min(range.find('-'), range.size());
      int64_t low = 0;
      if (!to_number(range.substr(0, dash), low)) return fail();
      int64_t high = low;
      if (dash < range.size() && !to_number(range.substr(dash + 1), high))
        return fail();
      inside = inside || (number >= low && number <= high);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return ok && inside;
  }

  template <typename Is>
  bool listed(Is is) {
    bool any = false;
    std::string_view rest = words_.take();
    if (rest.empty()) return fail();
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      int64_t number = 0;
      if (!to_number(rest.substr(0, comma), number)) return fail();
      any = any || is(number);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return any;
  }

  bool not_this() {
    bool differs = true;
    if (words_.step_ends()) return fail();
    std::string_view rest = words_.take();
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      differs = differs && value_.text() != rest.substr(0, comma);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return differs;
  }

  bool strip() {
    if (words_.step_ends()) return fail();
    const std::string_view prefix = words_.take();
    if (value_.text().starts_with(prefix)) {
      std::copy(value_.at + prefix.size(), value_.at + value_.size, value_.at);
      value_.size -= prefix.size();
    }
    return true;
  }

  bool pad() {
    int64_t size = 0;
    if (!words_.take_number(size) || size < 0 ||
        size > static_cast<int64_t>(kMaxValue))
      return fail();
    const auto wanted = static_cast<size_t>(size);
    if (wanted <= value_.size) return true;
    const size_t more = wanted - value_.size;
    std::copy_backward(value_.at, value_.at + value_.size, value_.at + wanted);
    std::fill(value_.at, value_.at + more, '0');
    value_.size = wanted;
    return true;
  }

  bool digits() {
    size_t kept = 0;
    for (size_t i = 0; i < value_.size; ++i)
      if (is_digit(value_.at[i])) value_.at[kept++] = value_.at[i];
    value_.size = kept;
    return true;
  }

  // "map 0 XYZ 012", "map * IO 10"
  bool map() {
    Slice slice{0, value_.size};
    if (!words_.take_if("*")) {
      int64_t at = 0;
      if (!words_.take_number(at)) return fail();
      slice.ok = place(at, slice.begin) && slice.begin < value_.size;
      slice.end = slice.begin + 1;
    }
    const std::string_view from = words_.take();
    const std::string_view to = words_.take();
    if (from.empty() || from.size() != to.size()) return fail();
    if (!slice.ok) return false;
    for (size_t i = slice.begin; i < slice.end; ++i)
      if (const size_t k = from.find(value_.at[i]); k != from.npos)
        value_.at[i] = to[k];
    return true;
  }

  Words words_;
  const Value& original_;
  Value value_;
  bool fault_ = false;
};

}  // namespace

bool formula_holds(std::string_view formula, std::string_view match) {
  const Value value(match);
  return value.size > 0 && Run(formula, value).all();
}

bool is_formula(std::string_view formula) {
  const Value value("0");
  Run run(formula, value);
  run.all();
  return !run.fault();
}

}  // namespace blackbar
