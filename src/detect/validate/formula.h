// Check digits said in words, so that a new number needs no new code:
//
//   sum 5 4 3 2 7 6 5 4 3 2 1 mod 11 = 0
//   date 0 yymmdd; -sum 4 3 2 7 6 5 4 3 2 mod 11 = #9
//
// src/rules/README.md, "Checks", is the manual of the language.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace blackbar {

// Read once, asked often: what `code_` says is formula_code.h's.
class Formula {
 public:
  // `text` is borrowed. In formula_read.cpp.
  explicit Formula(std::string_view text);

  // Is the text a formula?
  bool ok() const { return !code_.empty(); }

  // Does the match fulfil it? False too when it is none. Neither reads the text
  // nor allocates. O(formula).
  bool holds(std::string_view match) const;

 private:
  std::string_view text_;
  std::vector<int64_t> code_;
};

}  // namespace blackbar
