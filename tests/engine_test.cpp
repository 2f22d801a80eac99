// Tests src/engine.cpp through the public interface: the whole pipeline, and what
// the caller may hold on to. engine_policy_test.cpp tests what a policy adds to
// it, engine_hostile_test.cpp what no text can do to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "blackbar.h"
#include "engine_expect.h"

namespace blackbar {
namespace {

TEST(Engine, FindsWhatIsPersonalAndLeavesTheRest) {
  expect(make(),
         {
             {"", ""},
             {"hello, how are you?", ""},
             {"ana@example.com", "EMAIL_ADDRESS=ana@example.com"},
             {"card 4111 1111 1111 1111, cvv 123, exp 12/27",
              "CREDIT_CARD=4111 1111 1111 1111 CVV_NUMBER=123 "
              "CREDIT_CARD_EXPIRATION_DATE=12/27"},
             {"4111111111111111", "CREDIT_CARD=4111111111111111"},
             {"DE89 3704 0044 0532 0130 00",
              "IBAN_CODE=DE89 3704 0044 0532 0130 00"},
             {"call +44 20 7946 0018 now", "PHONE_NUMBER=+44 20 7946 0018"},
             {"from 192.0.2.17", "IP_ADDRESS=192.0.2.17"},
             {"a@b.example c@d.example",
              "EMAIL_ADDRESS=a@b.example EMAIL_ADDRESS=c@d.example"},
         });
}

TEST(Engine, ABareNumberAfterTheWordOrderIsNoCard) {
  expect(make(), {
                     {"order 4111111111111111", ""},
                     {"my order number is 4111111111111111", ""},
                     {"ORDER: 4111111111111111", ""},
                     {"Bestellung 4111111111111111", ""},
                     {"order 77, card 4111111111111111",
                      "CREDIT_CARD=4111111111111111"},
                     {"order 4111 1111 1111 1111",
                      "CREDIT_CARD=4111 1111 1111 1111"},  // its shape says so
                 });
}

TEST(Engine, FindsThroughDisguises) {
  expect(make(),
         {
             {"4111\u00a01111\u00a01111\u00a01111",
              "CREDIT_CARD=4111\u00a01111\u00a01111\u00a01111"},
             {"4111\u20111111\u20111111\u20111111",
              "CREDIT_CARD=4111\u20111111\u20111111\u20111111"},
             {"\uff14\uff11\uff11\uff11 1111 1111 1111",
              "CREDIT_CARD=\uff14\uff11\uff11\uff11 1111 1111 1111"},
             {"ana\u200b@example.com", "EMAIL_ADDRESS=ana\u200b@example.com"},
             {"\u202eana@example.com\u202c", "EMAIL_ADDRESS=ana@example.com"},
             {"\u201cana@example.com\u201d", "EMAIL_ADDRESS=ana@example.com"},
             {"+44\u200920\u20097946\u20090018",
              "PHONE_NUMBER=+44\u200920\u20097946\u20090018"},
             {"\u05d0\u05d1 ana@example.com \u05d2",
              "EMAIL_ADDRESS=ana@example.com"},
             {"\U0001f600ana@example.com",
              "EMAIL_ADDRESS=\U0001f600ana@example.com"},  // RFC 6531
             {"IBAN\u00a0DE89370400440532013000",
              "IBAN_CODE=DE89370400440532013000"},
         });
}

TEST(Engine, SaysWhy) {
  const Engine engine =
      make(R"({"deny": {"values": {"PROJECT": ["Bluebird"]}}})");
  EXPECT_EQ(reasons(engine, "to ana@example.com"),
            "pattern=email_address.dot_atom | ");
  EXPECT_EQ(reasons(engine, "my card: 4111 1111 1111 1111"),
            "pattern=credit_card.grouped check=card context=card | ");
  EXPECT_EQ(reasons(engine, "order 4111 1111 1111 1111"),
            "pattern=credit_card.grouped check=card contradiction=order | ");
  EXPECT_EQ(reasons(engine, "on Bluebird"), "denied=PROJECT | ");
}

TEST(Engine, TheScoreIsTheSumOfItsReasonsCutToOne) {
  const Engine engine = make("{\"threshold\": 0}");
  for (
      std::string_view text :
      {"my card: 4111 1111 1111 1111, order 4111111111111111, +44 20 7946 0018",
       "IBAN DE89 3704 0044 0532 0130 00 ana@example.com version 192.0.2.17"}) {
    for (const Finding& f : engine.detect(text)) {
      float sum = 0;
      for (const Reason& r : f.reasons) sum += r.weight;
      EXPECT_NEAR(f.score, std::clamp(sum, 0.0f, 1.0f), 1e-6) << f.rule;
      EXPECT_GT(f.score, 0) << f.rule;
    }
  }
}

TEST(Engine, AValueThatAWordReachesOnlyInTheOutputIsFoundToo) {
  // A token is shorter than the address, so that "cvv" comes near "123".
  const Engine engine = make();
  Conversation chat;
  const std::string text =
      "cvv of ana.maria.of.a.very.long.name.indeed@mail.example.com 123";
  const Redaction out = engine.redact(text, chat);
  EXPECT_EQ(out.text, "cvv of (EMAIL_1) [CVV_NUMBER]");
  ASSERT_EQ(out.findings.size(), 2u);
  EXPECT_EQ(
      text.substr(out.findings[1].span.begin, out.findings[1].span.size()),
      "123");
}

TEST(Engine, WordsInsideTokensDoNotSpeak) {
  expect(make(), {
                     {"(CVV_1) 123", ""},
                     {"(PHONE_1) 4155550132", ""},
                     {"(EMAIL_1)", ""},
                     {"(CARD_4111111111111111)", ""},
                 });
}

// --- What the caller may hold on to --------------------------------------------

TEST(Engine, AQuestionRaisesWhatItAskedForAndLowersTheRest) {
  const Engine engine = make();
  const auto found = [&](std::string_view text,
                         std::vector<std::string> asked) {
    auto expected = engine.expect(asked);
    EXPECT_TRUE(expected.ok());
    std::string out;
    for (const Finding& f : engine.detect(text, *expected))
      out += std::string(f.entity) + " ";
    return out;
  };
  EXPECT_EQ(found("it is 123 I think", {}), "");
  EXPECT_EQ(found("it is 123 I think", {"CVV_NUMBER"}), "CVV_NUMBER ");
  EXPECT_EQ(found("415.555.0132", {"CVV_NUMBER", "PHONE_NUMBER"}),
            "PHONE_NUMBER ");
  EXPECT_EQ(found("ana@example.com", {"CVV_NUMBER"}), "EMAIL_ADDRESS ");

  const std::vector<std::string> unknown = {"CVV_NUMBER", "NO_SUCH"};
  const auto wrong = engine.expect(unknown);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::kUnknownEntity);
  EXPECT_EQ(wrong.error().where, "expects[1]");
}

TEST(Engine, AnEntityMayHaveAThresholdOfItsOwn) {
  const std::string text = "415.555.0132 or ana@example.com";
  EXPECT_EQ(make(R"({"entities": {"PHONE_NUMBER": {"threshold": 0.99}}})")
                .redact(text)
                .text,
            "415.555.0132 or (EMAIL_1)");
  EXPECT_EQ(make(R"({"threshold": 0.99,
                     "entities": {"PHONE_NUMBER": {"threshold": 0.5}}})")
                .redact(text)
                .text,
            "(PHONE_1) or ana@example.com");
}

TEST(Engine, FindingsOutliveTheCopyTheyCameFrom) {
  std::vector<Finding> findings;
  const Engine engine =
      make(R"({"rules": [{"entity": "L", "pattern": "x\\d"}]})");
  {
    const Engine copy = engine;
    findings = copy.detect("x1");
  }
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].entity, "L");
}

TEST(Engine, TwoThreadsMayUseItFromTheStart) {
  const std::string text =
      "ana@example.com 4111 1111 1111 1111 +44 20 7946 0018 DE89 3704 0044 "
      "0532 0130 00 "
      "192.0.2.17 2001:db8::1 my password is hunter2, cvv 123";
  const std::string expected = found(make(), text);
  for (int round = 0; round < 20; ++round) {
    const Engine engine = make();
    std::string results[2];
    std::thread other([&] { results[1] = found(engine, text); });
    results[0] = found(engine, text);
    other.join();
    EXPECT_EQ(results[0], expected);
    EXPECT_EQ(results[1], expected);
  }
}

TEST(Engine, SaysItsRulesVersionInTwelveHexDigits) {
  const std::string_view version = Engine::rules_version();
  EXPECT_EQ(version.size(), 12u);
  EXPECT_EQ(version.find_first_not_of("0123456789abcdef"), version.npos);
}

TEST(Engine, SpellsEveryErrorCode) {
  constexpr std::string_view kNames[] = {
      "invalid-json",     "wrong-type",        "out-of-range",
      "unknown-key",      "unknown-preset",    "unknown-entity",
      "unknown-operator", "unknown-validator", "unknown-country",
      "bad-pattern",      "forbidden",         "bad-key",
      "expired-key",      "unknown-recipient"};
  for (size_t i = 0; i < std::size(kNames); ++i)
    EXPECT_EQ(name_of(static_cast<ErrorCode>(i)), kNames[i]);
  EXPECT_EQ(name_of(static_cast<ErrorCode>(std::size(kNames))), "");
}

}  // namespace
}  // namespace blackbar
