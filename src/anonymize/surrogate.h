// Values that look real and are nobody's, from ranges that their owners keep
// free for examples:
//
//   CREDIT_CARD     a test number of the payment gateways, as long as the card
//   EMAIL_ADDRESS   ...@example.com, .org, .net            RFC 2606, section 3
//   IBAN_CODE       country ZZ, which is left to users     ISO 3166-1, 8.1.3
//   IP_ADDRESS      192.0.2.0/24, 198.51.100.0/24,
//                   203.0.113.0/24                         RFC 5737, section 3
//                   2001:db8::/32                          RFC 3849, section 2
//   MAC_ADDRESS     00-00-5E-00-53-00 to -FF               RFC 7042, 2.1.2
//   PHONE_NUMBER    555-0100 to 555-0199                   ATIS-0300115, 555 NXX
//                   +44 7700 900000 to 900999,
//                   +44 20 7946 0000 to 0999               Ofcom, "Telephone
//                                       numbers for use in TV and radio drama"
//   URL             example.com, .org, .net                RFC 2606, section 3
//   US_SSN          area 666, never issued                 20 CFR 422.103; SSA,
//                                       "Social Security Number Randomization"
//
// PERSON is a made-up name of common parts, and may be somebody's. DATE_TIME and
// DATE_OF_BIRTH are moved as shift_date moves them. Case, separators and length
// follow the original where the range allows. Everything else, and what comes
// once a range is used up, becomes a token. The same value has the same surrogate
// all through a conversation, and restore() puts the value back.
#pragma once

#include <string>

#include "anonymize/request.h"

namespace blackbar {

std::string surrogate(const Request& r);

}  // namespace blackbar
