// Days that exist.
#pragma once

namespace blackbar {

struct Day {
  int year = 0;
  int month = 1;
  int day = 1;
  bool short_year = true;  // two digits: of any century
};

constexpr bool exists(Day d) {
  if (d.month < 1 || d.month > 12 || d.day < 1) return false;
  if (!d.short_year && (d.year < 1800 || d.year > 2199)) return false;
  // Of two digits 00 may be a leap year: 2000 was.
  const bool leap = d.year % 4 == 0 &&
                    (d.short_year || d.year % 100 != 0 || d.year % 400 == 0);
  const int length =
      d.month == 2 ? 28 + leap
      : d.month == 4 || d.month == 6 || d.month == 9 || d.month == 11 ? 30
                                                                      : 31;
  return d.day <= length;
}

}  // namespace blackbar
