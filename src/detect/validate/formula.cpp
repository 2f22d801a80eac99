// Tested by tests/detect/formula_test.cpp. How a formula is read is
// formula_read.cpp.
#include "detect/validate/formula.h"

#include <algorithm>
#include <span>

#include "detect/validate/algorithms.h"
#include "detect/validate/calendar.h"
#include "detect/validate/formula_code.h"
#include "text/chars.h"

namespace blackbar {
namespace {

// One run of a formula's code over one value.
class Run {
 public:
  Run(std::string_view text, std::span<const int64_t> code,
      std::string_view match)
      : text_(text), code_(code), match_(match), value_(match) {}

  bool any() {
    if (value_.size == 0) return false;
    for (size_t next = 0; next < code_.size();) {
      at_ = &code_[next];
      next = static_cast<size_t>(take());
      const int64_t* const behind = code_.data() + next;
      bool holds = true;
      while (holds && at_ < behind) holds = step();
      if (holds) return true;
      if (next < code_.size()) value_ = Value(match_);
    }
    return false;
  }

 private:
  int64_t take() { return *at_++; }
  size_t take_size() { return static_cast<size_t>(take()); }
  std::string_view take_word() {
    const size_t begin = take_size();
    return text_.substr(begin, take_size());
  }

  bool step() {
    switch (take()) {
      case kAlgorithm: {
        const Algorithm run = algorithm(take_size());
        const Slice slice = take_slice();
        return slice.ok && run(value_.part(slice.begin, slice.end));
      }
      case kCompute:
        return compute();
      case kDate:
        return date();
      case kIn:
        return in();
      case kLength:
        return length();
      case kNot:
        return not_these();
      case kVaried:
        return std::any_of(value_.at, value_.at + value_.size,
                           [&](char c) { return c != value_.at[0]; });
      case kStrip:
        return strip();
      case kPad:
        return pad();
      case kDigits:
        value_.size = static_cast<size_t>(
            std::remove_if(value_.at, value_.at + value_.size,
                           [](char c) { return !is_digit(c); }) -
            value_.at);
        return true;
      default:
        return map();
    }
  }

  struct Slice {
    size_t begin = 0, end = 0;
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

  Slice take_slice() {
    Slice out;
    const int64_t begin = take();
    const int64_t end = take();
    out.end = value_.size;
    out.ok = place(begin, out.begin) && (end == kEnd || place(end, out.end)) &&
             out.begin <= out.end;
    return out;
  }

  // The slice as a number; false when it is none, or too long to be one.
  bool take_number(int64_t& out) {
    const Slice slice = take_slice();
    if (!slice.ok || slice.end - slice.begin > kMaxNumber) return false;
    for (size_t i = slice.begin; i < slice.end; ++i) {
      if (!is_digit(value_.at[i])) return false;
      out = out * 10 + worth(value_.at[i]);
    }
    return true;
  }

  bool compute() {
    bool holds = true;
    bool counts = true;
    int64_t result = 0;
    for (int64_t term = kElse; term & kElse;) {
      term = take();
      int64_t one = 0;
      const bool ok = term & kSum ? weigh(term, one) : whole(one);
      moduli(one, term & kNegative);
      if (counts) {
        holds = ok;
        result = one;
      }
      counts = counts && result == 10;
    }
    return holds && target(result);
  }

  bool weigh(int64_t term, int64_t& sum) {
    size_t from = 0;
    const bool ok = place(take(), from);
    sum = take();
    const size_t count = take_size();
    const int64_t* const weights = at_;
    at_ += count;
    if (!ok || from + count > value_.size) return false;
    for (size_t i = 0; i < count; ++i) {
      const char c = value_.at[from + i];
      int64_t product =
          weights[i] * (term & kSkip && !is_digit(c) ? 0 : worth(c));
      if (term & kSplit) product = product / 10 + product % 10;
      sum += product;
    }
    return true;
  }

  // The digits of a slice as one number. Kept modulo the first that stands
  // behind, for it may have any length.
  bool whole(int64_t& number) {
    const Slice slice = take_slice();
    if (!slice.ok || slice.begin == slice.end) return false;
    for (size_t i = slice.begin; i < slice.end; ++i) {
      if (!is_digit(value_.at[i])) return false;
      number = (number * 10 + worth(value_.at[i])) % at_[1];
    }
    return true;
  }

  void moduli(int64_t& number, bool negative) {
    for (size_t left = take_size(); left > 0; --left) {
      const int64_t modulus = take();
      number %= modulus;
      if (number < 0) number += modulus;
      if (negative) number = (modulus - number) % modulus;
      negative = false;
    }
  }

  bool target(int64_t result) {
    int64_t there = 0;
    switch (take()) {
      case kConstant:
        return result == take();
      case kNumber:
        return take_number(there) && result == there;
      default:
        const Slice slice = take_slice();
        const std::string_view letters = take_word();
        return slice.ok && slice.begin < slice.end &&
               result < static_cast<int64_t>(letters.size()) &&
               letters[static_cast<size_t>(result)] == value_.at[slice.begin];
    }
  }

  bool date() {
    size_t from = 0;
    if (!place(take(), from)) return false;
    Day day;
    while (const int64_t part = take()) {
      const size_t end = from + (part == 'Y' ? 4 : 2);
      if (end > value_.size) return false;
      int64_t number = 0;
      for (; from < end; ++from) {
        if (!is_digit(value_.at[from])) return false;
        number = number * 10 + worth(value_.at[from]);
      }
      for (size_t left = take_size(); left > 0; --left) number %= take();
      const auto n = static_cast<int>(number);
      if (part == 'm') {
        day.month = n;
      } else if (part == 'd') {
        day.day = n;
      } else {
        day.year = n;
        day.short_year = part == 'y';
      }
    }
    return exists(day);
  }

  bool in() {
    int64_t number = 0;
    if (!take_number(number)) return false;
    bool inside = false;
    for (size_t left = take_size(); left > 0; --left) {
      const bool low = number >= take();
      const bool high = number <= take();
      inside = inside || (low && high);
    }
    return inside;
  }

  bool length() {
    bool any = false;
    for (size_t left = take_size(); left > 0; --left)
      any = take_size() == value_.size || any;
    return any;
  }

  bool not_these() {
    for (size_t left = take_size(); left > 0; --left)
      if (take_word() == value_.text()) return false;
    return true;
  }

  bool strip() {
    const std::string_view prefix = take_word();
    if (value_.text().starts_with(prefix)) {
      std::copy(value_.at + prefix.size(), value_.at + value_.size, value_.at);
      value_.size -= prefix.size();
    }
    return true;
  }

  bool pad() {
    const size_t wanted = take_size();
    if (wanted <= value_.size) return true;
    const size_t more = wanted - value_.size;
    std::copy_backward(value_.at, value_.at + value_.size, value_.at + wanted);
    std::fill(value_.at, value_.at + more, '0');
    value_.size = wanted;
    return true;
  }

  bool map() {
    const Slice slice = take_slice();
    const std::string_view from = take_word();
    const std::string_view to = take_word();
    if (!slice.ok) return false;
    for (size_t i = slice.begin; i < slice.end; ++i)
      if (const size_t k = from.find(value_.at[i]); k != from.npos)
        value_.at[i] = to[k];
    return true;
  }

  const std::string_view text_;
  const std::span<const int64_t> code_;
  const int64_t* at_ = nullptr;
  const std::string_view match_;
  Value value_;
};

}  // namespace

bool Formula::holds(std::string_view match) const {
  return Run(text_, code_, match).any();
}

}  // namespace blackbar
