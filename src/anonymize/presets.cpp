// Tested by tests/anonymize/policy_test.cpp.
#include "anonymize/presets.h"

namespace blackbar {
namespace {

// What opens something (a password, a code, a key) is of no use to the other
// side, so it goes for good; a card verification value must never be kept (PCI
// DSS 4.0, 3.3.1). Everything else becomes a token, so that the conversation
// goes on and the person can read it. Plain dates and times stay: they are
// personal beside a name only, and a chat about a delivery needs them.
constexpr std::string_view kDefault = R"({
  "threshold": 0.5,
  "operator": "token",
  "entities": {
    "API_KEY": { "operator": "label" },
    "CREDIT_CARD_TRACK_NUMBER": { "operator": "label" },
    "CVV_NUMBER": { "operator": "label" },
    "DATE_TIME": { "operator": "keep" },
    "ONE_TIME_CODE": { "operator": "label" },
    "PASSWORD": { "operator": "label" },
    "PIN": { "operator": "label" },
    "SECURITY_ANSWER": { "operator": "label" },
    "URL": { "operator": "label" }
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
  "threshold": 0.5,
  "operator": "token",
  "entities": {
    "API_KEY": { "operator": "label" },
    "CREDIT_CARD": { "operator": "mask", "keepLast": 4 },
    "CREDIT_CARD_EXPIRATION_DATE": { "operator": "label" },
    "CREDIT_CARD_TRACK_NUMBER": { "operator": "label" },
    "CVV_NUMBER": { "operator": "label" },
    "DATE_TIME": { "operator": "keep" },
    "ONE_TIME_CODE": { "operator": "label" },
    "PASSWORD": { "operator": "label" },
    "PIN": { "operator": "label" },
    "SECURITY_ANSWER": { "operator": "label" },
    "URL": { "operator": "label" }
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
