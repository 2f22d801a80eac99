// Moves dates, so that none is the true one and all are as far from each other
// as they were (Hripcsak et al. 2016, "Preserving temporal relations in clinical
// data while maintaining privacy", JAMIA 23(6)).
//
//   shifted("March 12, 1985", -30)      // "February 10, 1985"
//   shifted("1985-03-12T09:30Z", 5)     // "1985-03-17T09:30Z"
//
// What is understood: year, month, day with one separator ("-", "/", "."); day
// and month before a year of two or four digits; a month by its name in
// English, German, French, Spanish, Italian, Portuguese or Dutch. A time of day
// may follow and stays. Everything else (a month without a year, a day of the
// week, which would betray the shift) is not understood.
//
// "03/04/1985" with slashes or dashes is March 4 as long as that can be; with
// dots it is April 3. Of two digits, 69 to 99 are of the last century (POSIX
// strptime, %y).
#pragma once

#include <string>
#include <string_view>

#include "anonymize/request.h"

namespace blackbar {

// The date that many days later, written as it was; empty if not understood.
// Years 1583 to 9998.
std::string shifted(std::string_view value, int days);

// -365 to 365 and never 0; the same throughout a conversation. 0 without a
// secret.
int shift_of(const Vault& vault);

// The operator. Its label where the date is not understood or the conversation
// has no secret.
std::string shift_date(const Request& r);

}  // namespace blackbar
