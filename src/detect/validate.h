// Check digits and ranges. Each validator takes the matched text as it stands,
// separators and all, and says whether it could have been issued.
#pragma once

#include <span>
#include <string_view>

namespace blackbar {

using Validate = bool (*)(std::string_view match);

struct Validator {
  std::string_view name;  // as rules and policies spell it
  Validate run;
};

// Sorted by name.
std::span<const Validator> validators();

// Null when there is no such validator.
const Validator* find_validator(std::string_view name);

// What a rule's `check` says: a validator's name, or a formula
// (validate/formula.h; src/rules/README.md is its manual).
class Check {
 public:
  Check() = default;  // of a rule that has none
  // `text` is borrowed.
  explicit Check(std::string_view text);

  static bool is_valid(std::string_view text);

  explicit operator bool() const { return !text_.empty(); }
  bool holds(std::string_view match) const;

 private:
  std::string_view text_;
  Validate run_ = nullptr;  // null: a formula
};

}  // namespace blackbar
