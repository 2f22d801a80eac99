// Tested by tests/detect/validate_test.cpp.
#include "detect/validate.h"

#include "detect/validate/families.h"

namespace blackbar {
namespace {

constexpr Validator kValidators[] = {
    {"card", card},
    {"card_expiry", card_expiry},
    {"date", date},
    {"email", email},
    {"es_nif", es_nif},
    {"iban", iban},
    {"ipv4", ipv4},
    {"ipv6", ipv6},
    {"luhn", luhn},
    {"not_prose", not_prose},
    {"phone_e164", phone_e164},
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

}  // namespace blackbar
