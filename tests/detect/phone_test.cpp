// Tests src/detect/validate/phone.cpp: numbering plans and shapes. The numbers
// are those that plans keep for fiction and documentation, or made.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "detect/validate/families.h"

namespace blackbar {
namespace {

const std::vector<std::string> kEverywhere;

TEST(Phone, IsPossibleByTheLengthsOfAPlan) {
  for (const char* number :
       {"+1 (415) 555-0132", "+44 20 7946 0018", "+49 (0)30 23125 001",
        "0044 20 7946 0018", "011 44 20 7946 0018", "020 7946 0018",
        "44 20 7946 0018", "0470 12 34 56", "+52 1 55 5555 0100", "(0xx11) 5555-0100",
        "+44 20 7946 0018 x123", "+44 20 7946 0018;ext=12", "555-0132"})
    EXPECT_TRUE(phone_possible(number, {kEverywhere})) << number;
  for (const char* number :
       {"+999 20 7946 0018", "+1 415 555", "1234", "", "2024-03-15",
        "15.03.2024", "12-15 (2009", "+494949-4-94",
        "123456789012345678901234567890123"})
    EXPECT_FALSE(phone_possible(number, {kEverywhere})) << number;
}

TEST(Phone, IsValidByItsFirstDigits) {
  const std::vector<std::string> british = {"GB"};
  EXPECT_TRUE(phone("020 7946 0018", {british}));
  EXPECT_TRUE(phone("+44 7700 900123", {british}));
  EXPECT_FALSE(phone("+44 6700 900123", {british})) << "none begins with 6";
  EXPECT_FALSE(phone("415-555-0132", {british}));
  EXPECT_TRUE(phone("415-555-0132", {kEverywhere}));
  EXPECT_TRUE(phone("+1 415 555 0132", {british})) << "it says its country";
}

TEST(Phone, IsGroupedAsNumbersAreAndNothingElse) {
  for (const char* number :
       {"415-555-0132", "(415) 555-0132", "415.555.0132", "1-415-555-0132",
        "020 7946 0018", "06 39 98 01 23", "(11) 95555-0100", "0117 4960123",
        "0044 20 7946 0018"})
    EXPECT_TRUE(phone_grouped(number, {kEverywhere})) << number;
  for (const char* number :
       {"4155550132", "2024-03-15", "2024-03-15 08", "15.03.2024",
        "123.456.789", "1 234 567 890", "65 02 53 00 00", "12 34",
        "(20) 3346 1234", "20) 3346 1234", "(415) 555-0132 (415",
        "4111 1111 1111 1111"})
    EXPECT_FALSE(phone_grouped(number, {kEverywhere})) << number;
}

}  // namespace
}  // namespace blackbar
