// Check digits said in words, so that a new number needs no new code:
//
//   sum 5 4 3 2 7 6 5 4 3 2 1 mod 11 = 0
//   date 0 yymmdd; -sum 4 3 2 7 6 5 4 3 2 mod 11 = #9
//
// src/rules/README.md, "Checks", is the manual of the language.
#pragma once

#include <string_view>

namespace blackbar {

// Does the match fulfil the formula? False too when it is none. O(formula).
bool formula_holds(std::string_view formula, std::string_view match);

// Is this a formula?
bool is_formula(std::string_view formula);

}  // namespace blackbar
