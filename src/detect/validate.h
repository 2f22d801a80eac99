// Check digits and ranges. Each validator takes the matched text as it stands,
// separators and all, and says whether it could have been issued.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "detect/validate/formula.h"
#include "text/once.h"

namespace blackbar {

struct Countries;
using Validate = bool (*)(std::string_view match);
using ValidateIn = bool (*)(std::string_view match, Countries countries);

struct Validator {
  std::string_view name;        // as rules and policies spell it
  Validate run = nullptr;       // one of the two is there
  ValidateIn run_in = nullptr;  // depends on the countries that are wanted
};

// Sorted by name.
std::span<const Validator> validators();

// Null when there is no such validator.
const Validator* find_validator(std::string_view name);

// What a rule's `check` says: a validator's name, or a formula
// (validate/formula.h; src/rules/README.md is its manual), which is read when it
// is first asked. May be shared by threads.
class Check {
 public:
  Check() = default;  // of a rule that has none
  // `text` and `countries` are borrowed.
  Check(std::string_view text, std::span<const std::string> countries);

  static bool is_valid(std::string_view text);

  explicit operator bool() const { return !text_.empty(); }
  bool holds(std::string_view match) const;

 private:
  std::string_view text_;
  const Validator* validator_ = nullptr;  // null: a formula
  Once<Formula> formula_;
  std::span<const std::string> countries_;
};

}  // namespace blackbar
