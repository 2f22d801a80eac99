// Tests src/anonymize/recipients.cpp and what entity_policy.cpp says of keys:
// which are taken, and what a site is told of those that are not.
#include "anonymize/recipients.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "anonymize/policy.h"
#include "anonymize/sealing_keys.h"

namespace blackbar {
namespace {

constexpr std::string_view kKnown[] = {"CREDIT_CARD", "CVV_NUMBER",
                                       "EMAIL_ADDRESS", "PHONE_NUMBER"};
constexpr int64_t kNow = 1'800'000'000;

Result<Policy> read(const std::string& recipients, const std::string& rest,
                    Now now = kNow) {
  return parse_policy(R"({"extends":"detect-only","recipients":{)" +
                          recipients + "}" + (rest.empty() ? "" : "," + rest) +
                          "}",
                      kKnown, now);
}

std::string one(const std::string& jwk) { return "\"b\":" + jwk; }

// "code where" of the mistake; "ok" if there is none.
std::string said(const Result<Policy>& policy) {
  if (policy.ok()) return "ok";
  return std::string(name_of(policy.error().code)) + " " + policy.error().where;
}
std::string of_key(const std::string& jwk, Now now = kNow) {
  return said(read(one(jwk), "", now));
}

TEST(Recipients, TakeKeysAsTheyAreWritten) {
  EXPECT_EQ(of_key(public_jwk("k7")), "ok");
  EXPECT_EQ(of_key(public_jwk("a.B-c_9", R"(,"use":"enc","key_ops":[])")),
            "ok");
  EXPECT_EQ(of_key(R"({"keys":[)" + public_jwk("k7") + "]}"), "ok");
  EXPECT_EQ(of_key(secret_jwk('s', "c1")), "ok");
  // To come with the conversation.
  EXPECT_EQ(of_key(R"({"kty":"oct","use":"conversation"})"), "ok");
  EXPECT_EQ(of_key(R"({"kty":"OKP","crv":"X25519","use":"conversation"})"),
            "ok");
}

TEST(Recipients, AreToldWhatIsWrongWithAKey) {
  const std::string at = "$.recipients.b";
  EXPECT_EQ(of_key("7"), "wrong-type " + at);
  EXPECT_EQ(of_key("{}"), "bad-key " + at + ".kty");
  EXPECT_EQ(of_key(R"({"kty":"RSA"})"), "bad-key " + at + ".kty");
  EXPECT_EQ(of_key(R"({"kty":"OKP","crv":"Ed25519"})"),
            "bad-key " + at + ".crv");
  EXPECT_EQ(of_key(public_jwk("")), "bad-key " + at + ".kid");
  EXPECT_EQ(of_key(public_jwk("a:b")), "bad-key " + at + ".kid");
  EXPECT_EQ(of_key(public_jwk(std::string(65, 'k'))), "bad-key " + at + ".kid");
  EXPECT_EQ(of_key(public_jwk("k7", "", "AAAA")), "bad-key " + at + ".x");
  EXPECT_EQ(of_key(public_jwk("k7", "", "not base64url!")),
            "bad-key " + at + ".x");
  EXPECT_EQ(of_key(public_jwk("k7", R"(,"use":"sig")")),
            "bad-key " + at + ".use");
  EXPECT_EQ(of_key(public_jwk("k7", R"(,"d":"AAAA")")),
            "forbidden " + at + ".d");
  EXPECT_EQ(of_key(public_jwk("k7", R"(,"exp":"soon")")),
            "wrong-type " + at + ".exp");
  EXPECT_EQ(of_key(R"({"keys":[]})"), "bad-key " + at + ".keys");
  EXPECT_EQ(of_key(R"({"keys":[)" + public_jwk("k7") + ",{}]}"),
            "bad-key " + at + ".keys[1].kty");
  EXPECT_EQ(of_key(R"({"kty":"oct","kid":"c","use":"conversation","k":")" +
                   base64url(std::string(32, '\0')) + "\"}"),
            "bad-key " + at + ".k");
  // A secret of all who load the page is none.
  EXPECT_EQ(of_key(R"({"kty":"oct","kid":"c","k":"AAAA"})"),
            "forbidden " + at + ".use");
  EXPECT_EQ(of_key(R"({"kty":"oct","kid":"c","use":"enc","k":"AAAA"})"),
            "forbidden " + at + ".use");
}

// Points with which every key shares zero, as they may be written in 32 bytes:
// https://cr.yp.to/ecdh.html#validate.
TEST(Recipients, RefusePointsOfLowOrder) {
  constexpr std::string_view kPoints[] = {
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  };
  for (const std::string_view hex : kPoints) {
    std::string point;
    for (size_t i = 0; i < hex.size(); i += 2)
      point += static_cast<char>(
          std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    EXPECT_EQ(of_key(public_jwk("k7", "", base64url(point))),
              "bad-key $.recipients.b.x")
        << hex;
  }
}

TEST(Recipients, KeysExpire) {
  const auto until = [](int64_t exp) {
    return public_jwk("k" + std::to_string(exp),
                      ",\"exp\":" + std::to_string(exp));
  };
  EXPECT_EQ(of_key(until(kNow + 1)), "ok");
  EXPECT_EQ(of_key(until(kNow)), "expired-key $.recipients.b.exp");
  // Nobody said what time it is.
  EXPECT_EQ(of_key(until(kNow + 1), std::nullopt),
            "expired-key $.recipients.b.exp");
  EXPECT_EQ(of_key(public_jwk("k7"), std::nullopt), "ok");

  const auto set = [&](int64_t a, int64_t b) {
    return R"({"keys":[)" + until(a) + "," + until(b) + "]}";
  };
  auto policy = read(one(set(kNow - 5, kNow + 5)), "");
  ASSERT_TRUE(policy.ok());
  EXPECT_EQ(policy->recipients[0].kid, "k1800000005");
  EXPECT_EQ(policy->recipients[0].name, "b");
  EXPECT_EQ(first_expiry(policy->recipients), kNow + 5);
  policy = read(one(public_jwk("k7")), "");
  ASSERT_TRUE(policy.ok());
  EXPECT_EQ(first_expiry(policy->recipients),
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(of_key(set(kNow - 5, kNow - 4)),
            "expired-key $.recipients.b.keys[1].exp");
}

TEST(Recipients, AreNamedByEntities) {
  const std::string keys = one(public_jwk("k7")) +
                           ",\"s\":" + secret_jwk('s', "c1") +
                           ",\"t\":" + secret_jwk('t', "c2");
  const auto entity = [&](const std::string& row) {
    return said(read(keys, R"("entities":{"EMAIL_ADDRESS":)" + row + "}"));
  };
  const std::string at = "$.entities.EMAIL_ADDRESS";
  EXPECT_EQ(entity(R"({"operator":"seal","recipient":"b"})"), "ok");
  EXPECT_EQ(entity(R"({"operator":"encrypt","recipient":"s"})"), "ok");
  EXPECT_EQ(entity(R"({"operator":"fpe","recipient":"s","fallback":"b"})"),
            "ok");
  EXPECT_EQ(entity(R"({"operator":"seal"})"),
            "unknown-recipient " + at + ".recipient");
  EXPECT_EQ(entity(R"({"operator":"seal","recipient":"?"})"),
            "unknown-recipient " + at + ".recipient");
  EXPECT_EQ(entity(R"({"operator":"seal","recipient":7})"),
            "wrong-type " + at + ".recipient");
  EXPECT_EQ(entity(R"({"operator":"seal","recipient":"s"})"),
            "bad-key " + at + ".recipient");
  for (const char* op :
       {"encrypt", "encrypt_deterministic", "fpe", "pseudonym"})
    EXPECT_EQ(
        entity(R"({"operator":")" + std::string(op) + R"(","recipient":"b"})"),
        "bad-key " + at + ".recipient");
  EXPECT_EQ(entity(R"({"operator":"fpe","recipient":"s","fallback":"t"})"),
            "bad-key " + at + ".fallback");
  EXPECT_EQ(entity(R"({"operator":"token","recipient":"b"})"),
            "unknown-key " + at + ".recipient");
  EXPECT_EQ(entity(R"({"operator":"seal","recipient":"b","fallback":"b"})"),
            "unknown-key " + at + ".fallback");

  EXPECT_EQ(said(read(keys, R"("operator":"seal","recipient":"b")")), "ok");
  EXPECT_EQ(said(read(keys, R"("operator":"seal")")),
            "unknown-recipient $.recipient");

  // A secret key is for one operator.
  const auto both = [&](const char* first, const char* second) {
    return said(
        read(keys, R"("entities":{"EMAIL_ADDRESS":{"operator":"encrypt",)"
                   R"("recipient":")" +
                       std::string(first) +
                       R"("},"PHONE_NUMBER":{"operator":"fpe","recipient":")" +
                       second + "\"}}"));
  };
  EXPECT_EQ(both("s", "t"), "ok");
  EXPECT_EQ(both("s", "s"), "forbidden $.entities.PHONE_NUMBER.recipient");
}

TEST(Recipients, CannotHaveWhatNobodyMayKeep) {
  const std::string keys =
      one(public_jwk("k7")) + ",\"s\":" + secret_jwk('s', "c1");
  for (const char* row :
       {R"("seal","recipient":"b")", R"("encrypt","recipient":"s")",
        R"("encrypt_deterministic","recipient":"s")",
        R"("fpe","recipient":"s")", R"("pseudonym","recipient":"s")"})
    EXPECT_EQ(said(read(keys, R"("entities":{"CVV_NUMBER":{"operator":)" +
                                  std::string(row) + "}}")),
              "forbidden $.entities.CVV_NUMBER.operator");
  // Sealed with all the rest, it becomes a label.
  auto policy = read(keys, R"("operator":"seal","recipient":"b")");
  ASSERT_TRUE(policy.ok());
  EXPECT_EQ(policy->of("CVV_NUMBER").op->name, "label");
  EXPECT_EQ(policy->of("EMAIL_ADDRESS").op->name, "seal");
}

// "code where" of what a conversation brings; "ok".
std::string brings(const std::string& own, Now now = kNow) {
  auto policy = read(one(public_jwk("k7", R"(,"exp":1800000005)")) +
                         R"(,"s":{"kty":"oct","use":"conversation"})",
                     "");
  EXPECT_TRUE(policy.ok());
  auto json = parse_json(own);
  const Fault f =
      read_own_recipients(*json, "recipients", now, policy->recipients);
  return f ? std::string(name_of(f->code)) + " " + f->where : "ok";
}

TEST(Recipients, MayComeWithTheConversation) {
  const std::string secret = "\"s\":" + secret_jwk('s', "c1");
  EXPECT_EQ(brings("{" + secret + "}"), "ok");
  EXPECT_EQ(brings("{" + secret + ",\"b\":" + public_jwk("k8") + "}"), "ok");
  EXPECT_EQ(brings("{}"), "unknown-recipient recipients.s");
  EXPECT_EQ(brings("[]"), "wrong-type recipients");
  EXPECT_EQ(brings("{\"x\":" + public_jwk("k8") + "}"),
            "unknown-recipient recipients.x");
  EXPECT_EQ(brings("{\"s\":" + public_jwk("k8") + "}"),
            "bad-key recipients.s.kty");
  EXPECT_EQ(brings(R"({"s":{"kty":"oct","use":"conversation"}})"),
            "bad-key recipients.s.kid");
  // The policy's key has expired since.
  EXPECT_EQ(brings("{" + secret + "}", kNow + 5),
            "expired-key $.recipients.b.exp");
  EXPECT_EQ(brings("{" + secret + ",\"b\":" + public_jwk("k8") + "}", kNow + 5),
            "ok");
}

}  // namespace
}  // namespace blackbar
