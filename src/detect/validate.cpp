// Tested by tests/detect/validate_test.cpp.
#include "detect/validate.h"

#include "detect/validate/families.h"
#include "detect/validate/formula.h"

namespace blackbar {
namespace {

constexpr Validator kValidators[] = {
    {"base58check", base58check},
    {"bech32", bech32},
    {"bip39", bip39},
    {"card", card},
    {"card_expiry", card_expiry},
    {"date", date},
    {"eip55", eip55},
    {"email", email},
    {"es_nif", es_nif},
    {"iban", iban},
    {"ipv4", ipv4},
    {"ipv6", ipv6},
    {"lat_long", lat_long},
    {"luhn", luhn},
    {"not_name", not_name},
    {"not_prose", not_prose},
    {"phone_e164", phone_e164},
    {"tld", tld},
    {"uk_nhs", uk_nhs},
    {"us_ssn", us_ssn},
};

}  // namespace

std::span<const Validator> validators() { return kValidators; }

const Validator* find_validator(std::string_view name) {
  for (const Validator& v : kValidators)
    if (v.name == name) return &v;
  return nullptr;
}

Check::Check(std::string_view text) : text_(text) {
  if (const Validator* v = find_validator(text)) run_ = v->run;
}

bool Check::is_valid(std::string_view text) {
  return find_validator(text) || is_formula(text);
}

bool Check::holds(std::string_view match) const {
  return run_ ? run_(match) : formula_holds(text_, match);
}

}  // namespace blackbar
