// Tests src/anonymize/spelling.cpp: what is one value and what two.
#include "anonymize/spelling.h"

#include <gtest/gtest.h>

namespace blackbar {
namespace {

struct Case {
  std::string_view entity, a, b;
  bool same;
};

constexpr Case kCases[] = {
    {"EMAIL_ADDRESS", "Ana@Example.com", "ana@example.com", true},
    {"EMAIL_ADDRESS", "ana.b@example.com", "ana-b@example.com", false},
    {"PHONE_NUMBER", "+1 (212) 555-0134", "212.555.0134", true},
    {"PHONE_NUMBER", "0044 20 7946 0018", "+44 20 7946 0018", true},
    {"PHONE_NUMBER", "212 555 0134", "212 555 0135", false},
    {"IBAN_CODE", "DE89 3704 0044 0532 0130 00", "de89370400440532013000",
     true},
    {"CREDIT_CARD", "4111-1111-1111-1111", "4111 1111 1111 1111", true},
    {"US_SSN", "078-05-1120", "078051120", true},
    {"DATE_TIME", "3/14/2024", "31/4/2024", false},
    {"DATE_TIME", "3/14/2024", "3-14-2024", true},
    {"STREET_ADDRESS", "12 1st Street", "121 st Street", false},
    {"STREET_ADDRESS", "12 Elm Street", "12  elm street", true},
    {"PASSWORD", "Hunter2!", "hunter2!", false},
    {"CRYPTO", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
     "1boatSLRHtKNngkdXEeobR76b53LETtpyT", false},
    {"PERSON", "Jos\u00e9 Garc\u00eda", "jose garcia", true},
    {"PLACEHOLDER", "(EMAIL_1)", "EMAIL_1", false},
    {"MEMBER", "A-12", "A 12", true},
    {"MEMBER", "A-1 2", "A-12", false},  // few digits: what parts them counts
    {"LOCATION_COORDINATES", "12.3456, 7.89", "1.23456, 7.89", false},
    {"X", "--", "++", false},  // nothing to fold
};

TEST(Spelling, FoldsWhatCannotTellTwoValuesApart) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(std::string(c.a) + " / " + std::string(c.b));
    EXPECT_EQ(spelling_key(c.entity, c.a) == spelling_key(c.entity, c.b),
              c.same);
  }
}

TEST(Spelling, ReadsNamesWithoutTitles) {
  EXPECT_EQ(read_name("Ms. Lopez").words, std::vector<std::string>{"lopez"});
  EXPECT_EQ(read_name("Ms. Lopez").address, Name::Address::kFemale);
  EXPECT_TRUE(read_name("Lopez, Maria") == read_name("maria LOPEZ"));
  EXPECT_EQ(read_name("Don").words, std::vector<std::string>{"don"})
      << "alone it is a name";
  EXPECT_EQ(read_name("Dr. Ana-Maria D'Souza").words.size(), 4u);
}

}  // namespace
}  // namespace blackbar
