// The validators, by family. Each takes the matched text as it stands and says
// whether it could have been issued. The rows are in detect/validate.cpp.
#pragma once

#include <string_view>

namespace blackbar {

// payment.cpp
bool luhn(std::string_view match);
bool card(std::string_view match);
bool card_expiry(std::string_view match);
bool iban(std::string_view match);

// national.cpp
bool us_ssn(std::string_view match);
bool uk_nhs(std::string_view match);
bool es_nif(std::string_view match);

// contact.cpp
bool email(std::string_view match);
bool phone_e164(std::string_view match);
bool ipv4(std::string_view match);
bool ipv6(std::string_view match);

bool tld(std::string_view match);
bool lat_long(std::string_view match);

// wallet.cpp
bool base58check(std::string_view match);
bool bech32(std::string_view match);
bool eip55(std::string_view match);
bool bip39(std::string_view match);

// said.cpp
bool not_name(std::string_view match);
bool date(std::string_view match);
bool not_prose(std::string_view match);

}  // namespace blackbar
