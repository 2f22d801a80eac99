// Tests src/anonymize/presets.cpp: what each preset does, with the entities of
// the built-in rules.
#include "anonymize/presets.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "anonymize/policy.h"
#include "blackbar.h"
#include "catalogue.h"

namespace blackbar {
namespace {

Policy read(std::string_view name) {
  const std::vector<std::string_view> known = builtin_entities();
  auto policy = parse_policy("\"" + std::string(name) + "\"", known);
  EXPECT_TRUE(policy.ok()) << name << ": " << policy.error().where << " "
                           << policy.error().message;
  return policy.ok() ? *policy : Policy();
}

// "mask 0 4" for the entity.
std::string todo(const Policy& policy, std::string_view entity) {
  const EntityPolicy& e = policy.of(entity);
  std::string out = e.op ? std::string(e.op->name) : "(none)";
  if (e.op && e.op->masks)
    out += " " + std::to_string(e.parameters.keep_first) + " " +
           std::to_string(e.parameters.keep_last);
  return out;
}

TEST(Presets, AreSortedAndRight) {
  std::vector<std::string_view> names;
  for (const Preset& preset : presets()) {
    SCOPED_TRACE(preset.name);
    names.push_back(preset.name);
    EXPECT_TRUE(parse_policy(preset.policy, builtin_entities()).ok());
    read(preset.name);
  }
  EXPECT_EQ(names, (std::vector<std::string_view>{
                       "default", "detect-only", "gdpr-minimal",
                       "hipaa-safe-harbor", "pci-chat"}));
}

TEST(Presets, NoneLetsASecretBeReadAgain) {
  for (const Preset& preset : presets()) {
    if (preset.name == "detect-only") continue;
    SCOPED_TRACE(preset.name);
    const Policy policy = read(preset.name);
    for (const char* entity :
         {"API_KEY", "CREDIT_CARD_TRACK_NUMBER", "CVV_NUMBER", "ONE_TIME_CODE",
          "PASSWORD", "PIN", "URL_CREDENTIALS"})
      EXPECT_EQ(todo(policy, entity), "label") << entity;
  }
}

struct Row {
  const char *preset, *entity, *todo;
};

constexpr Row kRows[] = {
    {"default", "EMAIL_ADDRESS", "token"},
    {"default", "DATE_TIME", "keep"},
    {"default", "HEALTH_CONDITION", "ask"},
    {"pci-chat", "CREDIT_CARD", "mask 0 4"},
    {"pci-chat", "CREDIT_CARD_EXPIRATION_DATE", "label"},
    {"pci-chat", "EMAIL_ADDRESS", "token"},
    {"gdpr-minimal", "AGE", "generalize"},
    {"gdpr-minimal", "DATE_OF_BIRTH", "generalize"},
    {"gdpr-minimal", "DATE_TIME", "keep"},
    {"gdpr-minimal", "DE_PLZ", "generalize"},
    {"gdpr-minimal", "EMAIL_ADDRESS", "token"},
    {"gdpr-minimal", "ETHNICITY", "label"},
    {"gdpr-minimal", "HEALTH_CONDITION", "label"},
    {"gdpr-minimal", "IP_ADDRESS", "generalize"},
    {"gdpr-minimal", "LOCATION_COORDINATES", "generalize"},
    {"gdpr-minimal", "POLITICAL_OPINION", "label"},
    {"gdpr-minimal", "POSTAL_CODE", "generalize"},
    {"gdpr-minimal", "RELIGION", "label"},
    {"gdpr-minimal", "SEXUAL_ORIENTATION", "label"},
    {"gdpr-minimal", "TRADE_UNION_MEMBERSHIP", "label"},
    {"gdpr-minimal", "UK_POSTCODE", "generalize"},
    {"gdpr-minimal", "URL", "token"},
    // 45 CFR 164.514(b)(2)(i), (A) to (R), where text can hold it.
    {"hipaa-safe-harbor", "PERSON", "token"},                         // A
    {"hipaa-safe-harbor", "STREET_ADDRESS", "token"},                 // B
    {"hipaa-safe-harbor", "LOCATION", "token"},                       // B
    {"hipaa-safe-harbor", "LOCATION_COORDINATES", "token"},           // B
    {"hipaa-safe-harbor", "POSTAL_CODE", "generalize"},               // B
    {"hipaa-safe-harbor", "UK_POSTCODE", "token"},                    // B
    {"hipaa-safe-harbor", "DE_PLZ", "token"},                         // B
    {"hipaa-safe-harbor", "DATE_TIME", "generalize"},                 // C
    {"hipaa-safe-harbor", "DATE_OF_BIRTH", "generalize"},             // C
    {"hipaa-safe-harbor", "AGE", "generalize"},                       // C
    {"hipaa-safe-harbor", "PHONE_NUMBER", "token"},                   // D, E
    {"hipaa-safe-harbor", "EMAIL_ADDRESS", "token"},                  // F
    {"hipaa-safe-harbor", "US_SSN", "token"},                         // G
    {"hipaa-safe-harbor", "MEDICAL_RECORD_NUMBER", "token"},          // H
    {"hipaa-safe-harbor", "US_MBI", "token"},                         // I
    {"hipaa-safe-harbor", "HEALTH_INSURANCE_NUMBER", "token"},        // I
    {"hipaa-safe-harbor", "BANK_ACCOUNT", "token"},                   // J
    {"hipaa-safe-harbor", "CREDIT_CARD", "token"},                    // J
    {"hipaa-safe-harbor", "MEDICAL_LICENSE", "token"},                // K
    {"hipaa-safe-harbor", "US_DRIVER_LICENSE", "token"},              // K
    {"hipaa-safe-harbor", "LICENSE_PLATE", "token"},                  // L
    {"hipaa-safe-harbor", "VEHICLE_IDENTIFICATION_NUMBER", "token"},  // L
    {"hipaa-safe-harbor", "DEVICE_SERIAL_NUMBER", "token"},           // M
    {"hipaa-safe-harbor", "MAC_ADDRESS", "token"},                    // M
    {"hipaa-safe-harbor", "URL", "token"},                            // N
    {"hipaa-safe-harbor", "IP_ADDRESS", "token"},                     // O
    {"hipaa-safe-harbor", "SOCIAL_HANDLE", "token"},                  // R
    {"hipaa-safe-harbor", "HEALTH_CONDITION", "keep"},  // none of them
};

TEST(Presets, DoWhatTheirManualSays) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.preset) + " " + row.entity);
    EXPECT_EQ(todo(read(row.preset), row.entity), row.todo);
  }
}

TEST(Presets, DetectOnlyChangesNothing) {
  const Policy policy = read("detect-only");
  for (std::string_view entity : builtin_entities())
    EXPECT_EQ(todo(policy, entity), "keep") << entity;
}

struct Message {
  const char *preset, *text, *out;
};

constexpr Message kMessages[] = {
    {"hipaa-safe-harbor",
     "My name is Ana Garcia, I am 93 years old, born 03/14/1931, zip code "
     "94110, admitted on March 3, 2024",
     "My name is (PERSON_1), I am 90+ years old, born before 1950, zip code "
     "941**, admitted on 2024"},
    {"hipaa-safe-harbor", "zip code 03601, mail ana@example.com",
     "zip code 000**, mail (EMAIL_1)"},
    {"gdpr-minimal",
     "I am 34 years old, at 10.1.2.3, see https://shop.example/a",
     "I am 30-39 years old, at 10.1.2.0/24, see (URL_1)"},
};

TEST(Presets, RedactAMessage) {
  for (const Message& m : kMessages) {
    SCOPED_TRACE(m.text);
    auto engine = Engine::create("\"" + std::string(m.preset) + "\"");
    ASSERT_TRUE(engine.ok());
    Conversation chat;
    EXPECT_EQ(engine->redact(m.text, chat).text, m.out);
    EXPECT_EQ(engine->redact(m.out, chat).text, m.out) << "a second time";
  }
}

}  // namespace
}  // namespace blackbar
