// Tests src/anonymize/dates.cpp and calendar.cpp.
#include "anonymize/dates.h"

#include <gtest/gtest.h>

#include <string>

#include "anonymize/calendar.h"
#include "text/placeholder.h"

namespace blackbar {
namespace {

struct Case {
  std::string_view value;
  int days;
  std::string_view out;  // empty: not understood
};

constexpr Case kCases[] = {
    {"2024-02-28", 1, "2024-02-29"},  // a leap year
    {"2023-02-28", 1, "2023-03-01"},
    {"1900-02-28", 1, "1900-03-01"},  // none, though four divides it
    {"2000-02-28", 1, "2000-02-29"},  // one, though a hundred does
    {"1999-12-31", 1, "2000-01-01"},
    {"2000-01-01", -1, "1999-12-31"},
    {"2024/3/5", 10, "2024/3/15"},
    {"2024.03.05", 300, "2024.12.30"},
    {"03/04/1985", 1, "03/05/1985"},  // March
    {"13/04/1985", 1, "14/04/1985"},  // April, there being no month 13
    {"03.04.1985", 1, "04.04.1985"},  // with dots the day comes first
    {"3.4.1985", 28, "1.5.1985"},
    {"3. 4. 1985", 1, "4. 4. 1985"},
    {"12/9/1985", 30, "1/8/1986"},  // "9" says that zeros are left out
    {"12-31-1985", 1, "01-01-1986"},
    {"31-12-1985", 1, "01-01-1986"},
    {"12/31/99", 1, "01/01/00"},
    {"01/01/00", -1, "12/31/99"},
    {"12/31/68", 1, "01/01/69"},
    {"12 March 1985", 20, "1 April 1985"},
    {"12th of March, 1985", 10, "22nd of March, 1985"},
    {"1st March 1985", 1, "2nd March 1985"},
    {"2 March 1985", 1, "3 March 1985"},
    {"02 March 1985", 1, "03 March 1985"},
    {"10th March 1985", 1, "11th March 1985"},
    {"March 12, 1985", -30, "February 10, 1985"},
    {"March 12th, 1985", 9, "March 21st, 1985"},
    {"Mar 12, 1985", 30, "Apr 11, 1985"},
    {"Mar. 12, 1985", 30, "Apr. 11, 1985"},
    {"Sept 12, 1985", 30, "Oct 12, 1985"},
    {"MARCH 12, 1985", 30, "APRIL 11, 1985"},
    {"march 12 1985", 30, "april 11 1985"},
    {"5-MAY-2021", 30, "4-JUNE-2021"},
    {"05-Jan-21", 31, "05-Feb-21"},
    {"2021 May 5", 1, "2021 May 6"},
    {"14. M\u00e4rz 1985", 31, "14. April 1985"},
    {"14. September 1985", 30, "14. Oktober 1985"},  // its dot makes it German
    {"14 mars 2024", -30, "13 f\u00e9vrier 2024"},
    {"14 de marzo de 1985", 20, "3 de abril de 1985"},
    {"14 marzo 1985", 20,
     "3 abril 1985"},  // Italian too; Spanish is asked first
    {"3 maart 1990", -3, "28 februari 1990"},
    {"2024-03-12T09:30:00Z", 1, "2024-03-13T09:30:00Z"},
    {"2024-03-12T09:30:00.123+01:00", 1, "2024-03-13T09:30:00.123+01:00"},
    {"2024-03-12 09:30", 1, "2024-03-13 09:30"},
    {"12 March 2024 at 9:30 pm", 1, "13 March 2024 at 9:30 pm"},
    {"March 12, 2024, 9 a.m.", 1, "March 13, 2024, 9 a.m."},
    {"12/03/24 23:59 UTC", 1, "12/04/24 23:59 UTC"},
    // Not understood.
    {"", 1, ""},
    {"1985", 1, ""},
    {"March 12", 1, ""},
    {"March 1985", 1, ""},
    {"3/1985", 1, ""},
    {"19850312", 1, ""},
    {"Tuesday, 12 March 1985", 1, ""},  // the day would betray the shift
    {"12 March 1985 Tuesday", 1, ""},
    {"2024-W07-3", 1, ""},
    {"2024-02-30", 1, ""},
    {"2023-02-29", 1, ""},
    {"2024-13-01", 1, ""},
    {"2024-00-10", 1, ""},
    {"13/13/1985", 1, ""},
    {"12/03-1985", 1, ""},
    {"12 Brumaire 1985", 1, ""},
    {"March March 1985", 1, ""},
    {"2024-03-12 to 2024-03-15", 1, ""},
    {"2024-03-12 9", 1, ""},
    {"2024-03-12x", 1, ""},
    {"2024-03-12T", 1, ""},
    {"12/03/198", 1, ""},
    {"99999999999/03/1985", 1, ""},
    {"1200-01-01", 1, ""},  // before the calendar
    {"9999-01-01", 1, ""},
    {"2024\u5e743\u670814\u65e5", 1, ""},
    {"12 M\u00c4RZ 1985", 1, ""},  // capitals beyond ASCII
    {"12/3/85 12/3/85 12/3/85 12/3/85 12/3/85 12/3/85 12/3/85 12/3/85 1", 1,
     ""},
};

TEST(Dates, MoveAsTheyWereWritten) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.value);
    EXPECT_EQ(shifted(c.value, c.days), c.out);
  }
}

TEST(Dates, MoveBackToWhereTheyWere) {
  for (const Case& c : kCases) {
    // What loses an ordinal, a zero or a language on the way is left out.
    if (c.out.empty() || c.value.substr(0, 3) != "202") continue;
    EXPECT_EQ(shifted(c.out, -c.days), c.value);
  }
}

TEST(Dates, EveryDayHasItsNumber) {
  int number = number_of({1583, 1, 1});
  EXPECT_EQ(number_of({1970, 1, 1}), 0);
  for (; number < number_of({2400, 1, 1}); ++number) {
    const Day day = day_of(number);
    ASSERT_TRUE(exists(day));
    ASSERT_EQ(number_of(day), number);
  }
}

TEST(Dates, IntervalsStay) {
  for (int days : {-365, -30, -1, 1, 200, 365}) {
    EXPECT_EQ(shifted("2024-02-20", days),
              shifted("2024-03-01", days - 10));  // ten days apart
    EXPECT_EQ(shifted("12/31/1999", days), shifted("01/01/2000", days - 1));
  }
}

TEST(Dates, TheShiftIsTheConversationsAndNeverNone) {
  int least = 0, most = 0;
  for (int i = 0; i < 500; ++i) {
    std::string random(kSecretBytes + kTagSize, 'r');
    random[8] = static_cast<char>(i);
    random[9] = static_cast<char>(i >> 8);
    const Vault vault(random);
    const int days = shift_of(vault);
    EXPECT_EQ(days, shift_of(Vault(random)));
    EXPECT_NE(days, 0);
    least = std::min(least, days);
    most = std::max(most, days);
  }
  EXPECT_GE(least, -365);
  EXPECT_LT(least, -340);
  EXPECT_LE(most, 365);
  EXPECT_GT(most, 340);
  EXPECT_EQ(shift_of(Vault()), 0) << "without a secret there is none";
}

}  // namespace
}  // namespace blackbar
