// Tested by tests/detect/validate_test.cpp.
#include "detect/validate.h"

#include <memory>

#include "detect/validate/families.h"

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
    {"github_crc", github_crc},
    {"iban", iban},
    {"ipv4", ipv4},
    {"ipv6", ipv6},
    {"it_fiscal_code", it_fiscal_code},
    {"jose_header", jose_header},
    {"lat_long", lat_long},
    {"luhn", luhn},
    {"mod10_recursive", mod10_recursive},
    {"not_name", not_name},
    {"not_prose", not_prose},
    {"phone", nullptr, phone},
    {"phone_grouped", nullptr, phone_grouped},
    {"phone_possible", nullptr, phone_possible},
    {"tld", tld},
    {"tr_vkn", tr_vkn},
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

Check::Check(std::string_view text, std::span<const std::string> countries)
    : text_(text), validator_(find_validator(text)), countries_(countries) {}

bool Check::is_valid(std::string_view text) {
  return find_validator(text) || Formula(text).ok();
}

bool Check::holds(std::string_view match) const {
  if (!validator_)
    return formula_.get([&] { return std::make_unique<Formula>(text_); })
        .holds(match);
  return validator_->run ? validator_->run(match)
                         : validator_->run_in(match, {countries_});
}

}  // namespace blackbar
