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

}  // namespace blackbar
