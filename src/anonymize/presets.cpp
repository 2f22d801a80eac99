// Tested by tests/anonymize/presets_test.cpp.
#include "anonymize/presets.h"

namespace blackbar {
namespace {

// What opens something (a password, a code, a key) is of no use to the other
// side, so it goes for good; a card verification value must never be kept (PCI
// DSS 4.0, 3.3.1). Everything else becomes a token, so that the conversation
// goes on and the person can read it. Plain dates, times and links stay: they
// are personal beside a name only, and a chat about a delivery needs them. What
// GDPR, article 9, calls special is the person's to decide about.
constexpr std::string_view kDefault = R"({
  "threshold": 0.5,
  "operator": "token",
  "entities": {
    "API_KEY": { "operator": "label" },
    "AUTH_TOKEN": { "operator": "label" },
    "CREDIT_CARD_TRACK_NUMBER": { "operator": "label" },
    "CRYPTO_SEED_PHRASE": { "operator": "label" },
    "CVV_NUMBER": { "operator": "label" },
    "DATE_TIME": { "operator": "keep" },
    "ENCRYPTION_KEY": { "operator": "label" },
    "ETHNICITY": { "operator": "ask" },
    "HEALTH_CONDITION": { "operator": "ask" },
    "HTTP_COOKIE": { "operator": "label" },
    "JSON_WEB_TOKEN": { "operator": "label" },
    "ONE_TIME_CODE": { "operator": "label" },
    "OTP_AUTH_URL": { "operator": "label" },
    "PASSWORD": { "operator": "label" },
    "PIN": { "operator": "label" },
    "POLITICAL_OPINION": { "operator": "ask" },
    "RECOVERY_CODE": { "operator": "label" },
    "RELIGION": { "operator": "ask" },
    "SECURITY_ANSWER": { "operator": "label" },
    "SEXUAL_ORIENTATION": { "operator": "ask" },
    "TRADE_UNION_MEMBERSHIP": { "operator": "ask" },
    "URL": { "operator": "keep" },
    "URL_CREDENTIALS": { "operator": "label" }
  }
})";

// Finds and changes nothing.
constexpr std::string_view kDetectOnly = R"({
  "threshold": 0.5,
  "operator": "keep"
})";

// GDPR, article 5(1)(c): no more than is needed. What is exact becomes coarse
// where the coarse value still helps (an area, a decade), everything else a
// token; links too, which often name their reader. What article 9 calls special
// goes without asking. Plain dates stay, as in "default".
constexpr std::string_view kGdprMinimal = R"({
  "extends": "default",
  "entities": {
    "AGE": { "operator": "generalize" },
    "DATE_OF_BIRTH": { "operator": "generalize" },
    "DE_PLZ": { "operator": "generalize" },
    "ETHNICITY": { "operator": "label" },
    "HEALTH_CONDITION": { "operator": "label" },
    "IP_ADDRESS": { "operator": "generalize" },
    "LOCATION_COORDINATES": { "operator": "generalize" },
    "POLITICAL_OPINION": { "operator": "label" },
    "POSTAL_CODE": { "operator": "generalize" },
    "RELIGION": { "operator": "label" },
    "SEXUAL_ORIENTATION": { "operator": "label" },
    "TRADE_UNION_MEMBERSHIP": { "operator": "label" },
    "UK_POSTCODE": { "operator": "generalize" },
    "URL": { "operator": "token" }
  }
})";

// 45 CFR 164.514(b)(2)(i): README.md says of each of the eighteen how it is met.
// A token is a code that is not derived from the value, as 164.514(c)(1) asks;
// what is medical is what the rule wants to keep.
constexpr std::string_view kHipaaSafeHarbor = R"({
  "extends": "default",
  "operator": "token",
  "entities": {
    "AGE": { "operator": "generalize" },
    "DATE_OF_BIRTH": { "operator": "generalize" },
    "DATE_TIME": { "operator": "generalize" },
    "HEALTH_CONDITION": { "operator": "keep" },
    "POSTAL_CODE": { "operator": "generalize" },
    "URL": { "operator": "token" }
  }
})";

// As "default", with the card cut to its last four digits, the most that PCI
// DSS 4.0, 3.4.1 and 3.5.1 let everybody see, and no way back.
constexpr std::string_view kPciChat = R"({
  "extends": "default",
  "entities": {
    "CREDIT_CARD": { "operator": "mask", "keepLast": 4 },
    "CREDIT_CARD_EXPIRATION_DATE": { "operator": "label" }
  }
})";

constexpr Preset kPresets[] = {
    {"default", kDefault},          {"detect-only", kDetectOnly},
    {"gdpr-minimal", kGdprMinimal}, {"hipaa-safe-harbor", kHipaaSafeHarbor},
    {"pci-chat", kPciChat},
};

}  // namespace

std::span<const Preset> presets() { return kPresets; }

}  // namespace blackbar
