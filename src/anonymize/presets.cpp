// Tested by tests/anonymize/policy_test.cpp.
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
    {"default", kDefault},
    {"detect-only", kDetectOnly},
    {"pci-chat", kPciChat},
};

}  // namespace

std::span<const Preset> presets() { return kPresets; }

}  // namespace blackbar
