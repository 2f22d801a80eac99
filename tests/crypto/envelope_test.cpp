// Tests src/crypto/envelope.cpp, number.cpp and coding.cpp: what is sealed opens
// where it belongs, and nowhere else.
#include "crypto/envelope.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/coding.h"
#include "crypto/hpke.h"
#include "crypto/number.h"

namespace blackbar {
namespace {

const std::string kPrivate(32, 'p');
const std::string kSecret(32, 's');
const std::string kRandom(32, 'r');

std::string locking_key(Suite suite) {
  return suite == Suite::kHpke ? public_key_of(kPrivate) : kSecret;
}
std::string opening_key(Suite suite) {
  return suite == Suite::kHpke ? kPrivate : kSecret;
}
Binding here(Suite suite) {
  return {suite, "k7", "EMAIL_ADDRESS", "conv-42", "EMAIL_1"};
}
std::string sealed(Suite suite, std::string_view value) {
  return seal_value(here(suite), locking_key(suite), value,
                    kRandom.substr(0, random_bytes(suite)));
}

constexpr Suite kOpen[] = {Suite::kHpke, Suite::kGcmSiv, Suite::kXChaCha};

TEST(Envelope, BindsByTheBytesOfItsManual) {
  EXPECT_EQ(info_of(here(Suite::kHpke)),
            std::string("blackbar-seal\x01\x01\x02k7\x0d") +
                "EMAIL_ADDRESS\x07" + "conv-42\x07" + "EMAIL_1");
  Binding in_text = here(Suite::kXChaCha);
  in_text.ref = {};
  EXPECT_EQ(info_of(in_text), std::string("blackbar-seal\x01\x03\x02k7\x0d") +
                                  "EMAIL_ADDRESS\x07" + "conv-42");
}

TEST(Envelope, OpensWhatItSealed) {
  const std::vector<std::string> values = {"",
                                           "a",
                                           "ana@example.com",
                                           std::string(31, 'x'),
                                           std::string(32, 'x'),
                                           std::string(3000, 'x'),
                                           std::string("\0\x80\0", 3),
                                           "\xF0\x9F\x98\x80"};
  for (const Suite suite : kOpen)
    for (const std::string& value : values)
      EXPECT_EQ(
          open_value(here(suite), opening_key(suite), sealed(suite, value)),
          value);
}

TEST(Envelope, OpensNowhereElse) {
  for (const Suite suite : kOpen) {
    const std::string bytes = sealed(suite, "ana@example.com");
    const auto opens = [&](Binding binding) {
      return open_value(binding, opening_key(suite), bytes).has_value();
    };
    Binding binding = here(suite);
    EXPECT_TRUE(opens(binding));
    (binding = here(suite)).context = "conv-43";
    EXPECT_FALSE(opens(binding));
    (binding = here(suite)).type = "PERSON";
    EXPECT_FALSE(opens(binding));
    (binding = here(suite)).ref = "EMAIL_2";
    EXPECT_FALSE(opens(binding));
    (binding = here(suite)).kid = "k8";
    EXPECT_FALSE(opens(binding));
    EXPECT_FALSE(open_value(here(suite), std::string(32, 'q'), bytes));
    EXPECT_FALSE(open_value(here(suite), "short", bytes));
    for (size_t i = 0; i < bytes.size(); ++i) {
      std::string other = bytes;
      other[i] = static_cast<char>(other[i] ^ 1);
      EXPECT_FALSE(open_value(here(suite), opening_key(suite), other)) << i;
      EXPECT_FALSE(
          open_value(here(suite), opening_key(suite), bytes.substr(0, i)));
    }
  }
}

TEST(Envelope, SaysLittleByItsLength) {
  for (const Suite suite : kOpen) {
    EXPECT_EQ(sealed(suite, "a").size(), sealed(suite, "a@b.cd").size());
    EXPECT_EQ(sealed(suite, std::string(31, 'x')).size() + 32,
              sealed(suite, std::string(32, 'x')).size());
  }
}

TEST(Envelope, SealsForNoKeyThatIsNone) {
  EXPECT_EQ(seal_value(here(Suite::kHpke), std::string(32, '\0'), "a", kRandom),
            "");
  EXPECT_EQ(seal_value(here(Suite::kHpke), "short", "a", kRandom), "");
  EXPECT_EQ(seal_value(here(Suite::kGcmSiv), "short", "a", ""), "");
  EXPECT_EQ(seal_value(here(Suite::kXChaCha), kSecret, "a", ""), "");
}

TEST(Envelope, APseudonymDoesNotOpen) {
  const Binding binding = here(Suite::kHmac);
  const std::string bytes = seal_value(binding, kSecret, "ana", "");
  EXPECT_EQ(bytes.size(), 17u);
  EXPECT_EQ(bytes, seal_value(binding, kSecret, "ana", ""));
  EXPECT_NE(bytes, seal_value(binding, kSecret, "anb", ""));
  EXPECT_FALSE(open_value(binding, kSecret, bytes));
}

TEST(Envelope, TheFormInTheTextComesApart) {
  const std::string bytes = sealed(Suite::kXChaCha, "ana@example.com");
  const std::string text = inline_form(here(Suite::kXChaCha), bytes);
  EXPECT_TRUE(text.starts_with("(bb1:EMAIL_ADDRESS:k7:"));
  const auto inside = read_inline(text);
  ASSERT_TRUE(inside);
  EXPECT_EQ(inside->type, "EMAIL_ADDRESS");
  EXPECT_EQ(inside->kid, "k7");
  EXPECT_EQ(inside->sealed, bytes);
  for (const char* other : {"", "(bb1:)", "(bb1:A:b)", "(bb1:A:b:0O)", "bb1"})
    EXPECT_FALSE(read_inline(other)) << other;
}

TEST(Number, KeepsItsShapeAndComesBack) {
  const Binding binding{Suite::kFf1, "k7", "PHONE_NUMBER", "conv-42", {}};
  for (const std::string value :
       {"+1 (212) 555-0134", "000000", "0123456789012345678901234567890"}) {
    const auto number = encrypt_number(binding, kSecret, value);
    ASSERT_TRUE(number) << value;
    EXPECT_NE(*number, value);
    ASSERT_EQ(number->size(), value.size());
    for (size_t i = 0; i < value.size(); ++i) {
      const auto digit = [](char c) { return c >= '0' && c <= '9'; };
      EXPECT_EQ(digit((*number)[i]), digit(value[i]));
      if (!digit(value[i])) EXPECT_EQ((*number)[i], value[i]);
    }
    EXPECT_EQ(decrypt_number(binding, kSecret, *number), value);
  }
  EXPECT_FALSE(encrypt_number(binding, kSecret, "12345"));  // all can be tried
  EXPECT_FALSE(encrypt_number(binding, kSecret, "ana"));
}

int luhn_rest(std::string_view text) {
  int sum = 0;
  bool twice = false;
  for (size_t i = text.size(); i-- > 0;) {
    if (text[i] < '0' || text[i] > '9') continue;
    const int value = (text[i] - '0') * (twice ? 2 : 1);
    sum += value / 10 + value % 10;
    twice = !twice;
  }
  return sum % 10;
}

TEST(Number, OfACardIsNobodys) {
  const Binding binding{Suite::kFf1, "k7", "CREDIT_CARD", "conv-42", {}};
  for (const std::string card : {"4111 1111 1111 1111", "5555-5555-5555-4444",
                                 "378282246310005", "4222222222222"}) {
    const auto number = encrypt_number(binding, kSecret, card);
    ASSERT_TRUE(number) << card;
    EXPECT_EQ(number->substr(0, 6), card.substr(0, 6));
    EXPECT_EQ(luhn_rest(*number), 1) << *number;
    EXPECT_EQ(decrypt_number(binding, kSecret, *number), card);
  }
  EXPECT_FALSE(encrypt_number(binding, kSecret, "4111 1111 1111 1112"));
  EXPECT_FALSE(encrypt_number(binding, kSecret, "411111111111"));  // 5 free
}

TEST(Coding, KnowsItsPublishedExamples) {
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(base64url("fooba"), "Zm9vYmE");
  EXPECT_EQ(unbase64url("Zm9vYmE="), "fooba");
  EXPECT_FALSE(unbase64url("Zm9vYm!"));
  EXPECT_FALSE(unbase64url("Zm9vYmF"));  // bits that no byte holds
  EXPECT_FALSE(unbase64url("Z"));
  // draft-msporny-base58-03, section 5.
  EXPECT_EQ(base58("Hello World!"), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58(std::string("\0\0\x28\x7f\xb4\xcd", 6)), "11233QC4");
  EXPECT_EQ(unbase58("11233QC4"), std::string("\0\0\x28\x7f\xb4\xcd", 6));
  EXPECT_FALSE(unbase58("O"));
}

}  // namespace
}  // namespace blackbar
