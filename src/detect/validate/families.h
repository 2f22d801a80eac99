// The validators, by family. Each takes the matched text as it stands and says
// whether it could have been issued. The rows are in detect/validate.cpp.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace blackbar {

// The countries whose rules run. None: all.
struct Countries {
  std::span<const std::string> wanted;

  bool has(std::string_view country) const {
    return wanted.empty() ||
           std::find(wanted.begin(), wanted.end(), country) != wanted.end();
  }
};

// payment.cpp
bool luhn(std::string_view match);
bool card(std::string_view match);
bool card_expiry(std::string_view match);
bool iban(std::string_view match);
bool mod10_recursive(std::string_view match);

// national.cpp
bool it_fiscal_code(std::string_view match);
bool tr_vkn(std::string_view match);
bool us_ssn(std::string_view match);
bool uk_nhs(std::string_view match);
bool es_nif(std::string_view match);

// contact.cpp
bool email(std::string_view match);
bool ipv4(std::string_view match);
bool ipv6(std::string_view match);

bool tld(std::string_view match);
bool lat_long(std::string_view match);

// phone.cpp: valid by a country's numbering plan, of a length that it has, or
// valid and grouped as people write telephone numbers and nothing else
bool phone(std::string_view match, Countries countries);
bool phone_possible(std::string_view match, Countries countries);
bool phone_grouped(std::string_view match, Countries countries);

// wallet.cpp
bool base58check(std::string_view match);
bool bech32(std::string_view match);
bool eip55(std::string_view match);
bool bip39(std::string_view match);

// said.cpp
bool not_name(std::string_view match);
bool date(std::string_view match);
bool not_prose(std::string_view match);

// secrets.cpp
bool github_crc(std::string_view match);
bool jose_header(std::string_view match);

}  // namespace blackbar
