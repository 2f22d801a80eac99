// Tested by tests/anonymize/dates_test.cpp.
#include "anonymize/calendar.h"

#include <algorithm>
#include <iterator>

#include "text/chars.h"

namespace blackbar {
namespace {

// Of each language, parted by spaces.
constexpr std::string_view kMonths[] = {
    "january february march april may june july august september october "
    "november december",
    "januar februar m\u00e4rz april mai juni juli august september oktober "
    "november dezember",
    "janvier f\u00e9vrier mars avril mai juin juillet ao\u00fbt septembre "
    "octobre novembre d\u00e9cembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre "
    "ottobre novembre dicembre",
    "janeiro fevereiro mar\u00e7o abril maio junho julho agosto setembro "
    "outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober "
    "november december",
};

}  // namespace

// "days_from_civil" and "civil_from_days" of H. Hinnant,
// https://howardhinnant.github.io/date_algorithms.html.
int number_of(Day d) {
  const int year = d.year - (d.month <= 2);
  const int era = year / 400;
  const int of_era = year - era * 400;
  const int of_year =
      (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
         719468;
}

Day day_of(int number) {
  const int days = number + 719468;
  const int era = days / 146097;
  const int in_era = days - era * 146097;
  const int year =
      (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  const int of_year = in_era - (365 * year + year / 4 - year / 100);
  const int from_march = (5 * of_year + 2) / 153;
  const int month = from_march + (from_march < 10 ? 3 : -9);
  return {year + era * 400 + (month <= 2), month,
          of_year - (153 * from_march + 2) / 5 + 1};
}

bool exists(Day d) {
  if (d.year < 1583 || d.year > 9998 || d.month < 1 || d.month > 12 ||
      d.day < 1 || d.day > 31)
    return false;
  const Day same = day_of(number_of(d));
  return same.month == d.month && same.day == d.day;
}

std::string_view month_name(size_t language, int month) {
  std::string_view list = kMonths[language];
  while (--month > 0) list.remove_prefix(list.find(' ') + 1);
  return list.substr(0, list.find(' '));
}

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

MonthName month_named(std::string_view word, size_t first) {
  for (size_t n = 0; n < std::size(kMonths); ++n) {
    const size_t language = n == 0 ? first : n <= first ? n - 1 : n;
    for (int month = 1; month <= 12; ++month)
      if (same_word(word, month_name(language, month)))
        return {month, language, false};
  }
  if (same_word(word, "sept")) return {9, 0, true};
  for (int month = 1; month <= 12; ++month)
    if (same_word(word, month_name(0, month).substr(0, 3)))
      return {month, 0, true};
  return {};
}

}  // namespace blackbar
