// Tests src/anonymize/surrogate.cpp: what it makes is nobody's. Golden vectors
// stand in operators.jsonl.
#include "anonymize/surrogate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "blackbar.h"
#include "text/placeholder.h"

namespace blackbar {
namespace {

std::string run(Vault& vault, std::string_view entity, std::string_view value) {
  return surrogate({entity, "WORD", value, {}, vault});
}

struct Case {
  std::string_view entity, value;
  const char* like;  // a regular expression for all of it
};

// Ranges: surrogate.h.
constexpr Case kCases[] = {
    {"CREDIT_CARD", "4929 1234 5678 9012", R"(\d{4} \d{4} \d{4} \d{4})"},
    {"CREDIT_CARD", "4929-1234-5678-9012", R"(\d{4}-\d{4}-\d{4}-\d{4})"},
    {"CREDIT_CARD", "371111111111114", R"(37\d{13})"},
    {"CREDIT_CARD", "6759649826438453000", R"(\(WORD_1.*\))"},  // 19 digits
    {"CREDIT_CARD", "4929x1234y5678z9012", R"(\(WORD_1.*\))"},
    {"EMAIL_ADDRESS", "x@y.z", R"([a-z]+\d{3}@example\.(com|net|org))"},
    {"EMAIL_ADDRESS", "x_y@z.de", R"([a-z]+_[a-z]+\d{3}@example\.\w+)"},
    {"IBAN_CODE", "GB29NWBK60161331926819", R"(ZZ\d\d[A-Z]{4}\d{14})"},
    {"IBAN_CODE", "gb29 nwbk 6016", R"(zz\d\d [a-z]{4} \d{4})"},
    {"IBAN_CODE", "D E89 3704 0044", R"(Z Z\d\d \d{4} \d{4})"},
    {"IBAN_CODE", "DE89", R"(\(WORD_1.*\))"},
    {"IP_ADDRESS", "8.8.8.8", R"((192\.0\.2|198\.51\.100|203\.0\.113)\.\d+)"},
    {"IP_ADDRESS", "2A00::1", R"(2001:DB8:[0-9A-F]{4}::[0-9A-F]{4})"},
    {"IP_ADDRESS", "8.8.8.0/24", R"(\(WORD_1.*\))"},
    {"MAC_ADDRESS", "a0-b1-c2-d3-e4-f5", R"(00-00-5e-00-53-[0-9a-f]{2})"},
    {"MAC_ADDRESS", "A0B1C2D3E4F5", R"(00005E0053[0-9A-F]{2})"},
    {"MAC_ADDRESS", "A0-B1-C2-D3-E4-F5-01-02", R"(\(WORD_1.*\))"},  // EUI-64
    {"PERSON", "Ana", "[A-Z][a-z]+"},
    {"PERSON", "ana garcia lopez", "[a-z]+ [a-z]+"},
    {"PERSON", "\u5c71\u7530\u592a\u90ce", "[a-z]+"},
    {"PHONE_NUMBER", "650-253-0000", R"(\d{3}-555-01\d\d)"},
    {"PHONE_NUMBER", "+1 650.253.0000", R"(\+1 \d{3}\.555\.01\d\d)"},
    {"PHONE_NUMBER", "1 650 253 0000", R"(1 \d{3} 555 01\d\d)"},
    {"PHONE_NUMBER", "253-0000", R"(555-01\d\d)"},
    {"PHONE_NUMBER", "020 8765 4321", R"(\d{3} 555 01\d\d)"},
    {"PHONE_NUMBER", "01 23 45 67 89", R"(\d{3} 555 01\d\d)"},
    {"PHONE_NUMBER", "+33123456789", R"(\+1-\d{3}-555-01\d\d)"},
    {"PHONE_NUMBER", "1-800-FLOWERS", R"(\d{3}-555-01\d\d)"},
    {"PHONE_NUMBER", "\uff16\uff15\uff10-253-0000", R"(\d{3}-555-01\d\d)"},
    {"URL", "http://ana.example.es", R"(http://example\.\w+/[a-z]+-\d{4})"},
    {"URL", "www.shop.es/x", R"(www\.example\.\w+/[a-z]+-\d{4})"},
    {"US_SSN", "470 46 9767", R"(666 \d\d \d{4})"},
    {"US_SSN", "470469767", R"(666\d{6})"},
    {"DATE_TIME", "tomorrow", R"(\(WORD_1.*\))"},
    {"PASSWORD", "hunter2", R"(\(WORD_1.*\))"},
};

TEST(Surrogate, IsFromARangeThatIsNobodys) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.value);
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      Vault vault(std::string(kSecretBytes + kTagSize, letter));
      const std::string out = run(vault, c.entity, c.value);
      EXPECT_TRUE(std::regex_match(out, std::regex(c.like))) << out;
      EXPECT_EQ(out, run(vault, c.entity, c.value)) << "the same value";
    }
    Vault vault;  // without a secret
    const std::string out = run(vault, c.entity, c.value);
    EXPECT_TRUE(std::regex_match(out, std::regex(c.like))) << out;
  }
}

bool luhn(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int d = digits[digits.size() - 1 - i] - '0';
    sum += i % 2 == 0 ? d : d * 2 % 10 + d / 5;
  }
  return sum % 10 == 0;
}

int mod97(std::string_view iban) {
  int rest = 0;
  const std::string moved =
      std::string(iban.substr(4)) + std::string(iban.substr(0, 4));
  for (char c : moved)
    rest = c <= '9' ? (rest * 10 + c - '0') % 97
                    : (rest * 100 + c - 'A' + 10) % 97;
  return rest;
}

TEST(Surrogate, PassesTheChecksThatARealOnePasses) {
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    Vault vault(std::string(kSecretBytes + kTagSize, letter));
    EXPECT_TRUE(luhn(run(vault, "CREDIT_CARD", "4929123456789012")));
    EXPECT_TRUE(luhn(run(vault, "CREDIT_CARD", "371111111111114")));
    EXPECT_EQ(mod97(run(vault, "IBAN_CODE", "GB29NWBK60161331926819")), 1);
    EXPECT_EQ(mod97(run(vault, "IBAN_CODE", "DE89370400440532013000")), 1);
  }
}

TEST(Surrogate, StandsForOneValueOnly) {
  for (const std::string& random :
       {std::string(), std::string(kSecretBytes + kTagSize, 'r')}) {
    Vault vault(random);
    std::set<std::string> made;
    for (int i = 0; i < 300; ++i) {
      const std::string n = std::to_string(1000 + i);
      made.insert(run(vault, "EMAIL_ADDRESS", "a" + n + "@b.es"));
      made.insert(run(vault, "PHONE_NUMBER", "650-253-" + n));
      made.insert(run(vault, "CREDIT_CARD", "492912345678" + n));
      made.insert(run(vault, "MAC_ADDRESS",
                      "a0-b1-c2-d3-" + n.substr(0, 2) + "-" + n.substr(2)));
    }
    EXPECT_EQ(made.size(), 1200u) << "once a range is used up, tokens";
  }
}

TEST(Surrogate, ChangesFromConversationToConversation) {
  std::set<std::string> made;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    Vault vault(std::string(kSecretBytes + kTagSize, letter));
    made.insert(run(vault, "EMAIL_ADDRESS", "ana@b.es"));
  }
  EXPECT_GT(made.size(), 20u);
}

TEST(Surrogate, IsNeverTheValueItself) {
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    Vault vault(std::string(kSecretBytes + kTagSize, letter));
    for (const char* card : {"4222222222222", "4111111111111111",
                             "378282246310005", "30569309025904"})
      EXPECT_NE(run(vault, "CREDIT_CARD", card), card);
  }
}

TEST(Surrogate, ComesBack) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.value);
    Vault vault(std::string(kSecretBytes + kTagSize, 'r'));
    const std::string out = run(vault, c.entity, c.value);
    EXPECT_EQ(vault.restore("to " + out + ", then."),
              "to " + std::string(c.value) + ", then.")
        << out;
  }
}

TEST(Surrogate, IsNotRedactedAgain) {
  auto engine = Engine::create(R"({"operator": "surrogate"})");
  ASSERT_TRUE(engine.ok());
  Conversation chat;
  const char* text =
      "I am ana@shop.es, card 4929 4205 7359 5709, 10.1.2.3, call 650-253-0000";
  const std::string once = engine->redact(text, chat).text;
  EXPECT_EQ(once.find("ana@shop.es"), once.npos) << once;
  EXPECT_EQ(once.find("4205"), once.npos) << once;
  EXPECT_EQ(engine->redact(once, chat).text, once);
}

}  // namespace
}  // namespace blackbar
