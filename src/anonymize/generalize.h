// Less exact values in the place of exact ones, for good:
//
//   AGE                   37                 30-39; 90 and more: 90+
//   DATE_TIME             12 March 2024      2024
//   DATE_OF_BIRTH         1985-03-12         1985; before 1950: before 1950
//   EMAIL_ADDRESS         ana@example.com    ***@example.com
//   IP_ADDRESS            192.0.2.17         192.0.2.0/24; version 6: its /48
//   LOCATION_COORDINATES  48.13710, 11.5754  48.1, 11.5
//   MONEY_AMOUNT          $52,300.00         $10,000-99,999
//   PHONE_NUMBER          +44 20 7946 0018   +44 ** **** ****
//                         (415) 555-0132     (415) ***-****
//   POSTAL_CODE           94110              941**, 000** where few people live
//                         1234 AB            12** **
//   DE_PLZ                10999              10***
//   UK_POSTCODE           EC1A 9ZZ           EC1A
//
// MONEY_AMOUNT is for a site's own rules; no built-in rule reports it. What is
// not understood, and every other entity, becomes its label.
#pragma once

#include <string>

#include "anonymize/request.h"

namespace blackbar {

std::string generalize(const Request& r);

}  // namespace blackbar
