// Tests src/detect/validate/formula.cpp and algorithms.cpp: check digits said in
// words. The numbers are their algorithms' published examples, or made.
#include "detect/validate/formula.h"

#include <gtest/gtest.h>

#include <string_view>

namespace blackbar {
namespace {

struct Case {
  std::string_view formula, match;
  bool holds;
};

const Case kCases[] = {
    // ISO/IEC 7812-1; Verhoeff and Damm as in their Wikipedia articles.
    {"luhn", "7992 7398 713", true},
    {"luhn", "79927398710", false},
    {"luhn 2..", "XX79927398713", true},
    {"verhoeff", "2363", true},
    {"verhoeff", "2364", false},
    {"damm", "5724", true},
    {"damm", "5725", false},
    // ISO/IEC 7064: the examples of the standard.
    {"mod11_2", "07940", true},
    {"mod11_2", "079X", true},
    {"mod11_2", "0794", false},
    {"mod11_2", "0000 0002 1694 233X", true},
    {"mod97_10", "794 44", true},
    {"mod97_10", "79445", false},
    {"mod11_10", "0794 5", true},
    {"mod11_10", "07946", false},
    {"mod37_36", "A12425GABC1234002M", true},
    {"mod37_36", "A12425GABC1234002N", false},
    {"mod37_2", "G123498654321H", true},
    // Sums, their signs, moduli and targets.
    {"sum 3 1 mod 10 = 0", "24", true},
    {"sum 3 1 mod 10 = 0", "25", false},
    {"-sum 2 mod 11 = #1", "56", false},
    {"-sum 2 mod 11 = #1", "51", true},  // 11 - 10
    {"-sum 2 mod 11 mod 10 = #1", "00", true},
    {"-sum 1 mod 11 mod 10 = #1", "10", true},  // ten counts as nought
    {"sum 1 1 @1 mod 10 = 5", "923", true},
    {"sum 1 1 @-2 mod 10 = 5", "923", true},
    {"sum 1 1 mod 40 = 12", "A2", true},
    {"sum 1 1 skip mod 40 = 2", "A2", true},
    {"sum 2 split mod 10 = 9", "9", true},
    {"sum 1 carry 24 mod 10 = 5", "1", true},
    {"sum 1 1 1 mod 10 = 6", "12", false},  // too short
    {"num 0..8 mod 23 = #8 in TRWAGMYFPDXBNJZSQVHLCKE", "12345678-z", true},
    {"num 0..8 mod 23 = #8 in TRWAGMYFPDXBNJZSQVHLCKE", "12345678-a", false},
    {"num 0..-2 mod 97 = #-2..", "10000 09", true},
    {"-num 0..2 mod 97 = #2..4", "9601", true},
    {"num 0.. mod 7 = 1", "1000000000000000000000000000000000000001", false},
    {"sum 1 mod 11 = #-1 in 0123456789X", "1X", false},
    {"sum 9 carry 1 mod 11 = #-1 in 0123456789X", "1X", true},
    // The first formula gives ten, so the second counts.
    {"sum 1 2 mod 11 else sum 3 4 mod 11 mod 10 = #2", "427", false},
    {"sum 1 2 mod 11 else sum 3 4 mod 11 mod 10 = #2", "240", true},
    {"sum 1 2 mod 11 else sum 3 4 mod 11 mod 10 = #2", "115", false},
    {"sum 1 2 mod 11 else sum 3 4 mod 11 mod 10 = #2", "113", true},
    // Days.
    {"date 0 yymmdd", "000229", true},
    {"date 0 yymmdd", "010229", false},
    {"date 0 ddmmyyyy", "29.02.1900", false},
    {"date 0 ddmmyyyy", "31121999", true},
    {"date 0 yymm%20dd", "013112", true},
    {"date 0 yymm%50%20dd%40", "018272", false},
    {"date 0 yymm%50%20dd%40", "018252", true},
    {"date 2 yymmdd", "99991231", true},
    {"date -6 yymmdd", "99991231", true},
    {"date 0 yymmdd", "9912", false},
    // Ranges, lengths, and steps that change the value.
    {"in 0..3 1-665,667-899", "666", false},
    {"in 0..3 1-665,667-899", "667", true},
    {"in 0..1 4,6", "6", true},
    {"len 9,11", "123456789", true},
    {"len 9,11", "1234567890", false},
    {"not 123", "123", false},
    {"not 123,456", "124", true},
    {"varied", "1111", false},
    {"varied", "1112", true},
    {"strip ES; len 2", "es 12", true},
    {"strip ES; len 2", "12", true},
    {"pad 4; in 0..2 0", "12", true},
    {"digits; len 2", "a1-b2", true},
    {"map 0 XYZ 012; num 0..8 mod 23 = #8 in TRWAGMYFPDXBNJZSQVHLCKE",
     "X1234567L", true},
    {"map * IO 10; len 2; in 0..2 10", "io", true},
    // Several steps, and alternatives.
    {"len 2; in 0..1 1", "21", false},
    {"len 3 | in 0..1 2", "21", true},
    {"len 3 | in 0..1 1", "21", false},
    {"strip A; len 1 | len 2", "A1", true},  // each from the whole value
    // A number has 18 digits at most; a longer slice is none.
    {"in 0..18 0-999999999999999999", "999999999999999999", true},
    {"in 0..19 0-999999999999999999", "9999999999999999999", false},
    {"num 0..2 mod 97 = #2..", "42000000000000000000000042", false},
    {"sum 999999999 999999999 mod 7 = 0", "ZZ", true},
};

TEST(Formula, HoldsForWhatItDescribes) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(std::string(c.formula) + " of " + std::string(c.match));
    EXPECT_TRUE(Formula(c.formula).ok());
    EXPECT_EQ(Formula(c.formula).holds(c.match), c.holds);
  }
}

TEST(Formula, NoneHoldsForNothingOrForTooMuch) {
  EXPECT_FALSE(Formula("luhn").holds(""));
  EXPECT_FALSE(Formula("luhn").holds("--"));
  EXPECT_FALSE(Formula("luhn").holds(std::string(65, '0')));
  EXPECT_TRUE(Formula("luhn").holds(std::string(64, '0')));
}

TEST(Formula, SaysWhatIsNone) {
  for (std::string_view wrong : {"",
                                 "lun",
                                 "luhn 3",
                                 "luhn 1..x",
                                 "sum mod 11 = 0",
                                 "sum 1 2 = 0",
                                 "sum 1 2 mod 0 = 0",
                                 "sum 1000000000 mod 11 = 0",
                                 "sum 1 carry -1000000000 mod 11 = 0",
                                 "num 0..2 mod 1000000000 = 0",
                                 "sum 1 2 mod 11",
                                 "sum 1 2 mod 11 = x",
                                 "sum 1 2 loud mod 11 = 0",
                                 "num 3 mod 11 = 0",
                                 "num 0..3 = 0",
                                 "num 0..3 mod 11 = #x",
                                 "date yymmdd",
                                 "date 0 yymmddx",
                                 "date 0 mm%0",
                                 "in 0..1",
                                 "in 0..1 a-b",
                                 "len",
                                 "len x",
                                 "not",
                                 "strip",
                                 "pad",
                                 "pad 99",
                                 "map 0 AB 1",
                                 "map x A 1",
                                 "luhn;",
                                 "luhn |",
                                 "luhn luhn",
                                 "sum 1 mod 2 else = 0",
                                 "sum 1 mod 11 = #1 in"})
    EXPECT_FALSE(Formula(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace blackbar
