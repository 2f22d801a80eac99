// What stands around the head of a postal address. A rule knows the head, the
// street and the house; unit, town, postal code, state and country are alike in
// all countries, and are read here, word by word.
//
//   "ship to 12 Elm Street, Apt 5\nDover, NH 03820 please"
//            ^ head                              ^ end
//
// ERRORS. None. THREADS. Pure functions.
#pragma once

#include <string_view>

#include "blackbar.h"

namespace blackbar {

constexpr uint32_t kMaxTail = 160;    // bytes behind the head
constexpr uint32_t kMaxForerun = 32;  // bytes before it

struct Address {
  Span span;  // empty: the head is none, as in "10 Wall Street banks"
  bool located = false;  // holds a unit or a postal code: it is no chance
};

// The address around its head: before it a unit or a number ("Apt. 5, 12 Main
// St"), behind it a unit, a place and a postal code in any order, in the same
// or in the next lines. Reads kMaxForerun + kMaxTail bytes at most. A head that
// runs into the word for a unit ("Elm Park Apt") is cut before it.
Address extend_address(std::string_view text, Span head);

}  // namespace blackbar
