// Tests src/detect/validate.cpp and src/detect/validate/: what could have been
// issued. Every number is published as a test number, or made up here.
#include "detect/validate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace blackbar {
namespace {

struct Case {
  std::string_view validator, match;
  bool valid;
};

void expect(std::string_view validator, std::string_view match, bool valid) {
  SCOPED_TRACE(std::string(validator) + " of " + std::string(match));
  const Validator* v = find_validator(validator);
  ASSERT_NE(v, nullptr);
  EXPECT_EQ(Check(validator, {}).holds(match), valid);
}

constexpr Case kPayment[] = {
    {"luhn", "4111 1111 1111 1111", true},
    {"luhn", "79927398713", true},  // the worked example of ISO/IEC 7812-1
    {"luhn", "79927398710", false},
    {"luhn", "0", false},           // a lone zero sums to zero too
    {"luhn", "0000000000", false},  // and so does any row of zeros
    {"luhn", "", false},
    {"luhn", "18", true},  // two digits are the least

    {"card", "4111111111111111", true},  // Visa
    {"card", "4012 8888 8888 1881", true},
    {"card", "4222222222222", true},        // Visa of thirteen digits
    {"card", "5555-5555-5555-4444", true},  // Mastercard
    {"card", "2223003122003222", true},     // Mastercard's second series
    {"card", "2720990000000007", true},     // its last range
    {"card", "378282246310005", true},      // American Express
    {"card", "6011111111111117", true},     // Discover
    {"card", "3530111333300000", true},     // JCB
    {"card", "30569309025904", true},       // Diners Club
    {"card", "6200000000000005", true},     // UnionPay
    {"card", "6304000000000000", true},     // Maestro
    {"card", "4111111111111112", false},    // last digit off
    {"card", "1411111111111111", false},    // two swapped
    {"card", "9111111111111111", false},    // no issuer begins with 9
    {"card", "41111111111111", false},      // no Visa has fourteen digits
    {"card", "79927398713", false},         // eleven digits
    {"card", "0000000000000000", false},
    {"card", "41111111111111111111", false},

    {"card_expiry", "12/27", true},
    {"card_expiry", "01 / 2030", true},
    {"card_expiry", "1/27", true},
    {"card_expiry", "9-2031", true},
    {"card_expiry", "00/27", false},
    {"card_expiry", "13/27", false},
    {"card_expiry", "0/27", false},
    {"card_expiry", "12/1999", false},  // no card of that time is left
    {"card_expiry", "12/2127", false},

    // From the IBAN registry, one of each length it can have.
    {"iban", "NO93 8601 1117 947", true},
    {"iban", "BE68 5390 0754 7034", true},
    {"iban", "NL91 ABNA 0417 1643 00", true},
    {"iban", "GB29 NWBK 6016 1331 9268 19", true},
    {"mod10_recursive", "21 00000 00003 13947 14300 09017", true},
    {"mod10_recursive", "21 00000 00003 13947 14300 09018", false},
    {"mod10_recursive", "01-162-8", true},
    {"mod10_recursive", "01-162-9", false},
    {"iban", "DE89 3704 0044 0532 0130 00", true},
    {"iban", "de89370400440532013000", true},
    {"iban", "ES91-2100-0418-4502-0005-1332", true},
    {"iban", "FR14 2004 1010 0505 0001 3M02 606", true},
    {"iban", "MT84 MALT 0110 0001 2345 MTLC AST0 01S", true},
    {"iban", "LC55 HEMM 0001 0001 0012 0012 0002 3015", true},
    {"iban", "DE89 3704 0044 0532 0130 01", false},  // last digit off
    {"iban", "DE98 3704 0044 0532 0130 00", false},  // two swapped
    {"iban", "DE89 3704 0044 0532 0130", false},     // short for Germany
    {"iban", "DE89 3704 0044 0532 0130 0000", false},
    {"iban", "ZZ89 3704 0044 0532 0130 00", false},  // no such country
    {"iban", "DE89", false},
    {"iban", "", false},
    {"iban", "DE89370400440532013000DE89370400440532013000", false},
};

constexpr Case kNational[] = {
    {"us_ssn", "219-09-9999", true},  // on a card in the Board's leaflet, 1940
    {"us_ssn", "219099999", true},
    {"us_ssn", "899 99 9999", true},   // the last area
    {"us_ssn", "000-12-3456", false},  // areas never issued
    {"us_ssn", "666-12-3456", false},
    {"us_ssn", "900-12-3456", false},
    {"us_ssn", "999-99-9998", false},
    {"us_ssn", "219-00-9999", false},  // group
    {"us_ssn", "219-09-0000", false},  // serial
    {"us_ssn", "123-45-6789", false},  // what everybody types
    {"us_ssn", "111-11-1111", false},
    {"us_ssn", "219-09-999", false},
    {"us_ssn", "219-09-99999", false},

    {"uk_nhs", "943 476 5919", true},  // the NHS's own example
    {"uk_nhs", "9434765919", true},
    {"uk_nhs", "943 476 5918", false},  // check digit off
    {"uk_nhs", "934 476 5919", false},  // two swapped
    {"uk_nhs", "0000000000", false},
    {"uk_nhs", "943476591", false},
    {"uk_nhs", "94347659199", false},

    {"es_nif", "12345678Z", true},  // the interior ministry's example
    {"es_nif", "12345678-z", true},
    {"es_nif", "12.345.678 Z", true},
    {"es_nif", "X1234567L", true},  // NIE
    {"es_nif", "Y1234567X", true},
    {"es_nif", "Z1234567R", true},
    {"es_nif", "12345678A", false},
    {"es_nif", "12345687Z", false},
    {"es_nif", "1234567L", false},  // seven digits
    {"es_nif", "123456789Z", false},
    {"es_nif", "12345678", false},
    {"es_nif", "00000000T", false},
};

constexpr Case kComputed[] = {
    // The example of the decree's Wikipedia article, and made ones.
    {"it_fiscal_code", "RSSMRA85T10A562S", true},
    {"it_fiscal_code", "RSSMRA85T10A562T", false},
    {"tr_vkn", "4540536920", true},
    {"tr_vkn", "4540536921", false},
};

constexpr Case kContact[] = {
    {"email", "ana@example.com", true},
    {"email", "\u00e9@example.com", true},
    {"email", "example.com", false},

    // Made of a published sample's thirty characters, and of our own.
    {"github_crc", "gh" "p_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17", true},
    {"github_crc", "gh" "o_0123456789abcdefghijABCDEFGHIJ3mpbCX", true},
    {"github_crc", "gh" "o_0123456789abcdefghijABCDEFGHIJ3mpbCY", false},
    {"github_crc", "gh" "o_0123456789abcdefghijABCDEFGHI3mpbCX", false},
    {"jose_header", "ey" "JhbGciOiJIUzI1NiJ9.ey" "JzdWIiOiIxIn0.x", true},
    {"jose_header", "ey" "JzdWIiOiIxIn0.ey" "JzdWIiOiIxIn0.x", false},
    {"jose_header", "ey" "JhbGci+iJIUzI1NiJ9.x", false},
    {"ipv4", "192.0.2.17", true},
    {"ipv4", "255.255.255.254", true},
    {"ipv4", "10.0.0.1", true},
    {"ipv4", "198.51.100.0/24", false},  // a range is another rule's
    {"ipv4", "256.1.1.1", false},
    {"ipv4", "1.2.3", false},
    {"ipv4", "1.2.3.4.5", false},
    {"ipv4", "1..3.4", false},
    {"ipv4", ".1.2.3", false},
    {"ipv4", "1.2.3.", false},
    {"ipv4", "192.0.2.017", false},  // to some readers octal
    {"ipv4", "192.0.2.1000", false},
    {"ipv4", "0.0.0.0", true},
    {"ipv4", "127.0.0.1", true},
    {"ipv4", "", false},

    {"ipv6", "2001:db8::1", true},
    {"ipv6", "2001:0db8:0000:0000:0000:ff00:0042:8329", true},
    {"ipv6", "2001:DB8::7", true},
    {"ipv6", "::ffff:192.0.2.128", true},
    {"ipv6", "64:ff9b::192.0.2.33", true},
    {"ipv6", "1:2:3:4:5:6:192.0.2.33", true},
    {"ipv6", "2001:db8::", true},
    {"ipv6", "1:2:3:4:5:6:7::", true},
    {"ipv6", "fe80::1%eth0", true},
    {"ipv6", "::2", true},
    {"ipv6", "::", true},
    {"ipv6", "::1", true},
    {"ipv6", "0:0:0:0:0:0:0:1", true},
    {"ipv6", "2001:db8::/32", true},
    {"ipv6", "1:2:3:4:5:6:7", false},  // seven groups
    {"ipv6", "1:2:3:4:5:6:7:8:9", false},
    {"ipv6", "1:2:3:4::5:6:7:8", false},  // "::" must stand for something
    {"ipv6", "1::2::3", false},
    {"ipv6", "1:::2", false},
    {"ipv6", ":::1", false},
    {"ipv6", ":1:2:3:4:5:6:7:8", false},
    {"ipv6", "1:2:3:4:5:6:7:8:", false},
    {"ipv6", "12345::1", false},
    {"ipv6", "2001:dbg::1", false},
    {"ipv6", "192.0.2.33::", false},  // version 4 comes last
    {"ipv6", "::256.0.2.33", false},
    {"ipv6", "192.0.2.33", false},
    {"ipv6", "", false},
};

// The addresses are the examples of their specifications: BIP 173, BIP 350,
// EIP-55, Bitcoin's genesis block, the XRP Ledger's documentation; BIP 39's words
// are its test vector of sixteen zero bytes.
constexpr Case kWallets[] = {
    {"base58check", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", true},
    {"base58check", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", false},
    {"base58check", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", true},
    {"base58check", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi", false},
    {"bech32", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", true},
    {"bech32", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", true},
    {"bech32", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", false},
    {"bech32", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
     true},
    {"eip55", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", true},
    {"eip55", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", false},
    {"eip55", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", true},
    {"bip39",
     "abandon abandon abandon abandon abandon abandon abandon abandon abandon "
     "abandon abandon about",
     true},
    {"bip39", "abandon abandon abandon", false},
    {"bip39", "the quick brown fox jumps over a lazy dog and then sleeps",
     false},
    {"tld", "shop.example.com", true},
    {"tld", "shop.co.uk/path?x=1", true},
    {"tld", "https://shop.example.com/", true},
    {"tld", "report.pdf", false},
    {"tld", "name", false},
    {"lat_long", "-55.03, 113.02", true},
    {"lat_long", "90, 180", true},
    {"lat_long", "91.5, 10", false},
    {"lat_long", "10, 180.1", false},
};

constexpr Case kSaid[] = {
    {"not_name", "ana", true},
    {"not_name", "wrong", false},
    {"date", "03/14/1985", true},
    {"date", "14.3.1985", true},
    {"date", "1985-03-14", true},
    {"date", "14/03/85", true},
    {"date", "14 March 1985", true},
    {"date", "March 14th, 1985", true},
    {"date", "32/01/1985", false},  // no such day
    {"date", "13/13/1985", false},  // no such month, in either order
    {"date", "00/10/1985", false},
    {"date", "03/14/1885", false},
    {"date", "03/14/2185", false},
    {"date", "03/14/198", false},
    {"date", "1985-14-32", false},
    {"date", "1985", false},
    {"date", "1.2.3.4", false},
    {"date", "03/14/19850", false},
    {"date", "", false},

    {"not_prose", "hunter2", true},
    {"not_prose", "Summer2024!", true},
    {"not_prose", "wrong", false},
    {"not_prose", "WRONG", false},
    {"not_prose", "ung\u00fcltig", false},
    {"not_prose", "wrongly", true},  // whole words only
    {"not_prose", "a", false},       // the first and the last of the list
    {"not_prose", "your", false},
    {"not_prose", "required", false},  // beside words that sort close to them
    {"not_prose", "requerida", false},
    {"not_prose", "expired", false},
    {"not_prose", "expirado", false},
    {"not_prose", "incorrecto", false},
    {"not_prose", "incorrecte", false},
};

TEST(Validate, AcceptsPaymentNumbersThatCouldHaveBeenIssued) {
  for (const Case& c : kPayment) expect(c.validator, c.match, c.valid);
}

TEST(Validate, AcceptsNationalNumbersThatCouldHaveBeenIssued) {
  for (const Case& c : kNational) expect(c.validator, c.match, c.valid);
}

TEST(Validate, AcceptsNumbersAndAddressesThatCouldBeReached) {
  for (const Case& c : kContact) expect(c.validator, c.match, c.valid);
}

TEST(Validate, AcceptsWhatPeopleSay) {
  for (const Case& c : kComputed) expect(c.validator, c.match, c.valid);
  for (const Case& c : kWallets) expect(c.validator, c.match, c.valid);
  for (const Case& c : kSaid) expect(c.validator, c.match, c.valid);
}

TEST(Validate, NoSpanishNumberBeginsWithAnotherLetter) {
  std::string accepted;
  for (char first = 'A'; first <= 'W'; ++first)
    for (char last = 'A'; last <= 'Z'; ++last)
      if (find_validator("es_nif")->run(std::string(1, first) + "1234567" +
                                        last))
        accepted += first;
  EXPECT_EQ(accepted, "");
}

TEST(Validate, AnAddressHasTheSizesOfItsStandard) {
  const auto address = [](size_t local, size_t label, size_t domain) {
    std::string out;
    for (size_t i = 0; i < domain; ++i)
      out += i % (label + 1) == label ? '.' : 'b';
    return std::string(local, 'a') + "@" + out;
  };
  expect("email", address(64, 9, 254), true);
  expect("email", address(65, 9, 254), false);
  expect("email", address(64, 63, 255), true);
  expect("email", address(64, 64, 100), false);
  expect("email", address(64, 9, 256), false);
}

TEST(Validate, NoNumberOfMoreThanFortyDigitsIsValid) {
  const std::string forty = "18" + std::string(38, '0');
  expect("luhn", forty, true);
  expect("luhn", forty + "5", false);  // not because its first forty are
}

TEST(Validate, CheckDigitsSeeEveryWrongDigit) {
  constexpr Case kIssued[] = {
      {"luhn", "79927398713", true},
      {"card", "4012888888881881", true},
      {"iban", "DE89370400440532013000", true},
      {"uk_nhs", "9434765919", true},
      {"es_nif", "12345678Z", true},
  };
  for (const Case& c : kIssued) {
    for (size_t i = 0; i < c.match.size(); ++i) {
      if (c.match[i] < '0' || c.match[i] > '9') continue;
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string typed(c.match);
        typed[i] = digit;
        expect(c.validator, typed, digit == c.match[i]);
      }
    }
  }
}

TEST(Validate, IsOneTableSortedByName) {
  const auto all = validators();
  EXPECT_TRUE(std::is_sorted(
      all.begin(), all.end(),
      [](const Validator& a, const Validator& b) { return a.name < b.name; }));
  for (const Validator& v : all) EXPECT_EQ(find_validator(v.name), &v);
  EXPECT_EQ(find_validator(""), nullptr);
  EXPECT_EQ(find_validator("Luhn"), nullptr);
  EXPECT_EQ(find_validator("luhn "), nullptr);
}

TEST(Validate, EveryValidatorHasRowsHereAndTakesAnyText) {
  const std::string hostile[] = {"",
                                 "\0",
                                 std::string(1000, '9'),
                                 std::string(1000, ':'),
                                 "\xff\xfe",
                                 "%",
                                 ":",
                                 ".",
                                 "...",
                                 "::::",
                                 "a",
                                 "(0)",
                                 "00",
                                 "+",
                                 std::string(64, 'f') + "::"};
  for (const Validator& v : validators()) {
    SCOPED_TRACE(v.name);
    const auto here = [&](const auto& table) {
      return std::any_of(std::begin(table), std::end(table),
                         [&](const Case& c) { return c.validator == v.name; });
    };
    if (v.name.starts_with("phone")) continue;  // phone_test.cpp
    EXPECT_TRUE(here(kPayment) || here(kNational) || here(kContact) ||
                here(kWallets) || here(kComputed) || here(kSaid));
    for (const std::string& text : hostile) Check(v.name, {}).holds(text);
  }
}

}  // namespace
}  // namespace blackbar
