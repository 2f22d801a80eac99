// What an address is made of beside words: gaps, units, postal codes. Each is read
// at a place in the text; an end of 0 says that there is none.
#pragma once

#include <cstddef>
#include <string_view>

namespace blackbar {

// What parts two words of an address.
struct Gap {
  size_t end = 0;
  bool comma = false;
  bool stop = false;    // a full stop first
  bool line = false;    // goes on in another line
  bool marked = false;  // the new line is indented or quoted
};

// Commas, blanks, " - ", the end of a line or two with what a mail puts before
// each line. Longer gaps part two things.
Gap gap_at(std::string_view text, size_t at);

// A postal code; `sure` if its form alone says so. Forms of the Universal Postal
// Union's addressing sheets (https://www.upu.int, "Addressing solutions"); of
// those that match the longest counts.
struct Code {
  size_t end = 0;
  bool sure = false;
};
Code code_at(std::string_view text, size_t at);

// "May 2024"; but "NSW 2000" is a state and its code.
bool is_year(std::string_view text, size_t from, size_t to);

// The end of a unit: "Apt. #5", "3rd floor", "2. Stock", "3\u00ba B".
size_t unit_at(std::string_view text, size_t at);

}  // namespace blackbar
