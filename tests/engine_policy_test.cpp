// Tests src/catalogue.cpp and what a policy makes of src/engine.cpp: how sure to
// be, which rules run, what is allowed and denied, rules of one's own.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"
#include "engine_expect.h"

namespace blackbar {
namespace {

TEST(EnginePolicy, ThresholdSaysHowSureToBe) {
  const std::string_view text = "order 4111 1111 1111 1111 of ana@example.com";
  EXPECT_EQ(found(make(R"({"threshold": 0.5})"), text),
            "CREDIT_CARD=4111 1111 1111 1111 EMAIL_ADDRESS=ana@example.com");
  EXPECT_EQ(found(make(R"({"threshold": 0.8})"), text),
            "EMAIL_ADDRESS=ana@example.com");
  EXPECT_EQ(found(make(R"({"threshold": 1})"), "card 4111 1111 1111 1111"),
            "CREDIT_CARD=4111 1111 1111 1111")
      << "a score of one passes";
  EXPECT_EQ(found(make(R"({"threshold": 0})"), "4155550132"),
            "PHONE_NUMBER=4155550132");
  EXPECT_EQ(found(make(R"({"threshold": 0})"), "hello"), "");
}

TEST(EnginePolicy, CountriesSayWhichRulesRun) {
  struct {
    std::vector<std::string> countries;
    std::string_view text, found;
  } const cases[] = {
      {{}, "219-09-9999", "US_SSN=219-09-9999"},
      {{"US"}, "219-09-9999", "US_SSN=219-09-9999"},
      {{"GB"}, "219-09-9999", ""},
      {{"GB", "US"}, "219-09-9999", "US_SSN=219-09-9999"},
      {{"GB"}, "text 07700 900123", "PHONE_NUMBER=07700 900123"},
      {{"US"}, "text 07700 900123", ""},
      {{"CA"},
       "(415) 555-0132",
       "PHONE_NUMBER=(415) 555-0132"},  // one plan with the US
      {{"ES"}, "DNI 12345678Z", "ES_NIF=12345678Z"},
      {{"DE"}, "DNI 12345678Z", ""},
      {{"DE"},
       "ana@example.com",
       "EMAIL_ADDRESS=ana@example.com"},  // of no country
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(found(make("{}", {c.countries}), c.text), c.found);
  }
}

TEST(EnginePolicy, EntitiesAreThoseOfTheRulesThatRun) {
  const Engine all = make();
  const auto has = [](const Engine& engine, std::string_view entity) {
    return std::find(engine.entities().begin(), engine.entities().end(),
                     entity) != engine.entities().end();
  };
  EXPECT_TRUE(std::is_sorted(all.entities().begin(), all.entities().end()));
  EXPECT_EQ(std::adjacent_find(all.entities().begin(), all.entities().end()),
            all.entities().end());
  EXPECT_TRUE(has(all, "US_SSN"));
  EXPECT_FALSE(has(make("{}", {{"GB"}}), "US_SSN"));
  EXPECT_TRUE(has(make("{}", {{"GB"}}), "UK_NHS"));
  EXPECT_TRUE(
      has(make(R"({"rules": [{"entity": "LOYALTY_ID", "pattern": "x"}]})"),
          "LOYALTY_ID"));
  // A policy for every country may be used in one.
  EXPECT_TRUE(
      Engine::create(R"({"entities": {"US_SSN": {"operator": "label"}}})",
                     {{"GB"}})
          .ok());
}

TEST(EnginePolicy, RefusesACountryThatNoRuleIsFor) {
  for (const char* country : {"XX", "us", "USA", "", "Germany"}) {
    SCOPED_TRACE(country);
    const auto engine = Engine::create("{}", {{"US", country}});
    ASSERT_FALSE(engine.ok());
    EXPECT_EQ(engine.error().code, ErrorCode::kUnknownCountry);
    EXPECT_EQ(engine.error().where, "options.countries[1]");
  }
}

TEST(EnginePolicy, AllowedValuesAreNobodys) {
  expect(make(R"({"allow": {
      "values": ["support@shop.example", "J\u00d6RG@shop.example", "o\u2019brien@shop.example"],
      "patterns": [".*@status\\.example", "4111 .*"]}})"),
         {
             {"support@shop.example", ""},
             {"Support@SHOP.example", ""},
             {"j\u00f6rg@shop.example", ""},
             {"o\u2019brien@shop.example",
              ""},  // the text is folded, so is the list
             {"xsupport@shop.example", "EMAIL_ADDRESS=xsupport@shop.example"},
             {"support@shop.example.org",
              "EMAIL_ADDRESS=support@shop.example.org"},
             {"a@status.example", ""},
             {"a@status.example.org", "EMAIL_ADDRESS=a@status.example.org"},
             {"4111 1111 1111 1111", ""},
             {"4111\u00a01111\u00a01111\u00a01111", ""},
         });
}

TEST(EnginePolicy, DeniedValuesAreAlwaysFound) {
  const Engine engine = make(R"json({
      "entities": {"PROJECT": {"operator": "label"}},
      "deny": {"values": {"PROJECT": ["Bluebird", "a.b(c)*", "\u00d6lberg", "Red\u00a0wing"]}}})json");
  expect(engine,
         {
             {"on Bluebird now", "PROJECT=Bluebird"},
             {"BLUEBIRD, bluebird", "PROJECT=BLUEBIRD PROJECT=bluebird"},
             {"Blue\u00adbird", "PROJECT=Blue\u00adbird"},
             {"a.b(c)*", "PROJECT=a.b(c)*"},
             {"axb(c)*", ""},  // its signs are no pattern
             {"\u00f6lberg \u00d6LBERG",
              "PROJECT=\u00f6lberg PROJECT=\u00d6LBERG"},
             {"red wing", "PROJECT=red wing"},
             {"blue bird", ""},
         });
  EXPECT_EQ(engine.redact("on Bluebird").text, "on [PROJECT]");
  EXPECT_FLOAT_EQ(engine.detect("Bluebird")[0].score, 1);
  EXPECT_EQ(engine.detect("Bluebird")[0].risk, Risk::kHigh);
}

TEST(EnginePolicy, AValueAllowedIsNotDenied) {
  expect(make(R"({"allow": {"values": ["Bluebird"]},
                  "deny": {"values": {"PROJECT": ["Bluebird", "Redwing"]}}})"),
         {
             {"Bluebird Redwing", "PROJECT=Redwing"},
         });
}

TEST(EnginePolicy, OwnRulesFindWithTheirValidatorAndContext) {
  const Engine engine = make(R"({"rules": [
      {"entity": "LOYALTY_ID", "pattern": "LX\\d{11}", "validator": "luhn"},
      {"entity": "SEAT", "pattern": "\\b\\d{2}[A-F]\\b", "score": 0.3,
       "context": ["seat", "Platz", "si\u00c8ge", "Sitz-Nr", "row2"]},
      {"entity": "EMAIL_ADDRESS", "pattern": "\\w+ at \\w+ dot com"}]})");
  expect(engine,
         {
             {"my id LX79927398713", "LOYALTY_ID=LX79927398713"},
             {"my id LX79927398710", ""},  // Luhn fails
             {"is it 12C", ""},
             {"seat 12C", "SEAT=12C"},
             {"PLATZ 12C", "SEAT=12C"},
             {"Si\u00e8ge 12C", "SEAT=12C"},
             {"Sitz-Nr 12C", "SEAT=12C"},  // a sign inside the word
             {"row2 12C", "SEAT=12C"},     // a digit at its end
             {"ana at example dot com", "EMAIL_ADDRESS=ana at example dot com"},
             {"ana@example.com",
              "EMAIL_ADDRESS=ana@example.com"},  // the built-in one too
         });
  EXPECT_EQ(reasons(engine, "seat 12C"), "pattern=policy.seat context=seat | ");
  EXPECT_EQ(engine.redact("LX79927398713").text, "(LOYALTY_ID_1)");
}

TEST(EnginePolicy, ManyOwnRulesFindWhatFewDo) {
  std::string rules;
  for (int i = 0; i < 200; ++i)
    rules += (i ? "," : "") + std::string(R"({"entity": "R)") +
             std::to_string(i) + R"(", "pattern": "k)" + std::to_string(i) +
             R"(:\\d+"})";
  const Engine engine = make("{\"rules\": [" + rules + "]}");
  expect(engine, {
                     {"k0:1", "R0=k0:1"},
                     {"k199:12 k7:9", "R199=k199:12 R7=k7:9"},
                     {"k200:1", ""},
                 });
}

}  // namespace
}  // namespace blackbar
