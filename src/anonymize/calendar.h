// Days as numbers, and the names of months.
#pragma once

#include <cstddef>
#include <string_view>

namespace blackbar {

struct Day {
  int year = 0, month = 0, day = 0;
};

// Days since 1970-01-01 and back, in the Gregorian calendar; for years above 0.
int number_of(Day day);
Day day_of(int number);

// Is there such a day? From 1583, the first whole year of the calendar, to 9998.
bool exists(Day day);

// English, German, French, Spanish, Italian, Portuguese, Dutch.
enum Language : size_t { kEnglish, kGerman };

// Small letters. `month` is 1 to 12.
std::string_view month_name(size_t language, int month);

// A month as it was written.
struct MonthName {
  int month = 0;  // 0: it is none
  size_t language = kEnglish;
  bool abbreviated = false;  // English, three letters, or "Sept"
};

// In any case of ASCII. Names that several languages have are of `first`, if
// that has them.
MonthName month_named(std::string_view word, size_t first);

// Equal in any case of ASCII.
bool same_word(std::string_view a, std::string_view b);

}  // namespace blackbar
