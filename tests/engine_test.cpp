// Tests src/engine.cpp and src/catalogue.cpp through the public interface: the
// whole pipeline and what a policy adds to it. engine_hostile_test.cpp tests
// what no text can do to it.
#include "blackbar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>

namespace blackbar {
namespace {

Engine make(std::string_view policy = "\"default\"", const Options& options = {}) {
  auto engine = Engine::create(policy, options);
  EXPECT_TRUE(engine.ok()) << policy << ": " << engine.error().where << " "
                           << engine.error().message;
  return *engine;
}

// "EMAIL_ADDRESS=ana@example.com PHONE_NUMBER=..."
std::string found(const Engine& engine, std::string_view text) {
  std::string out;
  for (const Finding& f : engine.detect(text))
    out += (out.empty() ? "" : " ") + std::string(f.entity) + "=" +
           std::string(text.substr(f.span.begin, f.span.size()));
  return out;
}

struct Case {
  std::string_view text, found;
};

void expect(const Engine& engine, std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(found(engine, c.text), c.found);
  }
}

TEST(Engine, FindsWhatIsPersonalAndLeavesTheRest) {
  expect(make(), {
      {"", ""},
      {"hello, how are you?", ""},
      {"ana@example.com", "EMAIL_ADDRESS=ana@example.com"},
      {"card 4111 1111 1111 1111, cvv 123, exp 12/27",
       "CREDIT_CARD=4111 1111 1111 1111 CVV_NUMBER=123 CREDIT_CARD_EXPIRATION_DATE=12/27"},
      {"4111111111111111", "CREDIT_CARD=4111111111111111"},
      {"DE89 3704 0044 0532 0130 00", "IBAN_CODE=DE89 3704 0044 0532 0130 00"},
      {"call +44 20 7946 0018 now", "PHONE_NUMBER=+44 20 7946 0018"},
      {"from 192.0.2.17", "IP_ADDRESS=192.0.2.17"},
      {"a@b.example c@d.example", "EMAIL_ADDRESS=a@b.example EMAIL_ADDRESS=c@d.example"},
  });
}

TEST(Engine, ABareNumberAfterTheWordOrderIsNoCard) {
  expect(make(), {
      {"order 4111111111111111", ""},
      {"my order number is 4111111111111111", ""},
      {"ORDER: 4111111111111111", ""},
      {"Bestellung 4111111111111111", ""},
      {"order 77, card 4111111111111111", "CREDIT_CARD=4111111111111111"},
      {"order 4111 1111 1111 1111", "CREDIT_CARD=4111 1111 1111 1111"},  // its shape says so
      {"reorder 4111111111111111", "CREDIT_CARD=4111111111111111"},  // whole words only
  });
}

TEST(Engine, FindsThroughDisguises) {
  expect(make(), {
      {"4111\u00a01111\u00a01111\u00a01111", "CREDIT_CARD=4111\u00a01111\u00a01111\u00a01111"},
      {"4111\u20111111\u20111111\u20111111", "CREDIT_CARD=4111\u20111111\u20111111\u20111111"},
      {"\uff14\uff11\uff11\uff11 1111 1111 1111", "CREDIT_CARD=\uff14\uff11\uff11\uff11 1111 1111 1111"},
      {"ana\u200b@example.com", "EMAIL_ADDRESS=ana\u200b@example.com"},
      {"\u202eana@example.com\u202c", "EMAIL_ADDRESS=ana@example.com"},
      {"\u201cana@example.com\u201d", "EMAIL_ADDRESS=ana@example.com"},
      {"+44\u200920\u20097946\u20090018", "PHONE_NUMBER=+44\u200920\u20097946\u20090018"},
      {"\u05d0\u05d1 ana@example.com \u05d2", "EMAIL_ADDRESS=ana@example.com"},
      {"\U0001f600ana@example.com", "EMAIL_ADDRESS=\U0001f600ana@example.com"},  // RFC 6531
      {"IBAN\u00a0DE89370400440532013000", "IBAN_CODE=DE89370400440532013000"},
  });
}

std::string reasons(const Engine& engine, std::string_view text) {
  constexpr const char* kKinds[] = {"pattern", "check", "context", "contradiction", "denied"};
  std::string out;
  for (const Finding& f : engine.detect(text)) {
    for (const Reason& r : f.reasons)
      out += std::string(kKinds[static_cast<int>(r.kind)]) + "=" + std::string(r.detail) + " ";
    out += "| ";
  }
  return out;
}

TEST(Engine, SaysWhy) {
  const Engine engine = make(R"({"deny": {"values": {"PROJECT": ["Bluebird"]}}})");
  EXPECT_EQ(reasons(engine, "ana@example.com"), "pattern=email_address.dot_atom check=email | ");
  EXPECT_EQ(reasons(engine, "my card: 4111 1111 1111 1111"),
            "pattern=credit_card.grouped check=card context=card | ");
  EXPECT_EQ(reasons(engine, "order 4111 1111 1111 1111"),
            "pattern=credit_card.grouped check=card contradiction=order | ");
  EXPECT_EQ(reasons(engine, "on Bluebird"), "denied=PROJECT | ");
}

TEST(Engine, TheScoreIsTheSumOfItsReasonsCutToOne) {
  const Engine engine = make("{\"threshold\": 0}");
  for (std::string_view text :
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

TEST(Engine, ThresholdSaysHowSureToBe) {
  const std::string_view text = "order 4111 1111 1111 1111 of ana@example.com";
  EXPECT_EQ(found(make(R"({"threshold": 0.5})"), text),
            "CREDIT_CARD=4111 1111 1111 1111 EMAIL_ADDRESS=ana@example.com");
  EXPECT_EQ(found(make(R"({"threshold": 0.8})"), text), "EMAIL_ADDRESS=ana@example.com");
  EXPECT_EQ(found(make(R"({"threshold": 1})"), "card 4111 1111 1111 1111"),
            "CREDIT_CARD=4111 1111 1111 1111") << "a score of one passes";
  EXPECT_EQ(found(make(R"({"threshold": 0})"), "4155550132"), "PHONE_NUMBER=4155550132");
  EXPECT_EQ(found(make(R"({"threshold": 0})"), "hello"), "");
}

TEST(Engine, CountriesSayWhichRulesRun) {
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
      {{"CA"}, "(415) 555-0132", "PHONE_NUMBER=(415) 555-0132"},  // one plan with the US
      {{"ES"}, "DNI 12345678Z", "ES_NIF=12345678Z"},
      {{"DE"}, "DNI 12345678Z", ""},
      {{"DE"}, "ana@example.com", "EMAIL_ADDRESS=ana@example.com"},  // of no country
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(found(make("{}", {c.countries}), c.text), c.found);
  }
}

TEST(Engine, EntitiesAreThoseOfTheRulesThatRun) {
  const Engine all = make();
  const auto has = [](const Engine& engine, std::string_view entity) {
    return std::find(engine.entities().begin(), engine.entities().end(), entity) !=
           engine.entities().end();
  };
  EXPECT_TRUE(std::is_sorted(all.entities().begin(), all.entities().end()));
  EXPECT_EQ(std::adjacent_find(all.entities().begin(), all.entities().end()),
            all.entities().end());
  EXPECT_TRUE(has(all, "US_SSN"));
  EXPECT_FALSE(has(make("{}", {{"GB"}}), "US_SSN"));
  EXPECT_TRUE(has(make("{}", {{"GB"}}), "UK_NHS"));
  EXPECT_TRUE(has(make(R"({"rules": [{"entity": "LOYALTY_ID", "pattern": "x"}]})"), "LOYALTY_ID"));
  // A policy for every country may be used in one.
  EXPECT_TRUE(Engine::create(R"({"entities": {"US_SSN": {"operator": "label"}}})", {{"GB"}}).ok());
}

TEST(Engine, RefusesACountryThatNoRuleIsFor) {
  for (const char* country : {"XX", "us", "USA", "", "Germany"}) {
    SCOPED_TRACE(country);
    const auto engine = Engine::create("{}", {{"US", country}});
    ASSERT_FALSE(engine.ok());
    EXPECT_EQ(engine.error().code, ErrorCode::kUnknownCountry);
    EXPECT_EQ(engine.error().where, "options.countries[1]");
  }
}

TEST(Engine, AllowedValuesAreNobodys) {
  expect(make(R"({"allow": {
      "values": ["support@shop.example", "J\u00d6RG@shop.example", "o\u2019brien@shop.example"],
      "patterns": [".*@status\\.example", "4111 .*"]}})"), {
      {"support@shop.example", ""},
      {"Support@SHOP.example", ""},
      {"j\u00f6rg@shop.example", ""},
      {"o\u2019brien@shop.example", ""},      // the text is folded, so is the list
      {"xsupport@shop.example", "EMAIL_ADDRESS=xsupport@shop.example"},
      {"support@shop.example.org", "EMAIL_ADDRESS=support@shop.example.org"},
      {"a@status.example", ""},
      {"a@status.example.org", "EMAIL_ADDRESS=a@status.example.org"},
      {"4111 1111 1111 1111", ""},
      {"4111\u00a01111\u00a01111\u00a01111", ""},
  });
}

TEST(Engine, DeniedValuesAreAlwaysFound) {
  const Engine engine = make(R"json({
      "entities": {"PROJECT": {"operator": "label"}},
      "deny": {"values": {"PROJECT": ["Bluebird", "a.b(c)*", "\u00d6lberg", "Red\u00a0wing"]}}})json");
  expect(engine, {
      {"on Bluebird now", "PROJECT=Bluebird"},
      {"BLUEBIRD, bluebird", "PROJECT=BLUEBIRD PROJECT=bluebird"},
      {"Blue\u00adbird", "PROJECT=Blue\u00adbird"},
      {"a.b(c)*", "PROJECT=a.b(c)*"},
      {"axb(c)*", ""},                              // its signs are no pattern
      {"\u00f6lberg \u00d6LBERG", "PROJECT=\u00f6lberg PROJECT=\u00d6LBERG"},
      {"red wing", "PROJECT=red wing"},
      {"blue bird", ""},
  });
  EXPECT_EQ(engine.redact("on Bluebird").text, "on [PROJECT]");
  EXPECT_FLOAT_EQ(engine.detect("Bluebird")[0].score, 1);
  EXPECT_EQ(engine.detect("Bluebird")[0].risk, Risk::kHigh);
}

TEST(Engine, AValueAllowedIsNotDenied) {
  expect(make(R"({"allow": {"values": ["Bluebird"]},
                  "deny": {"values": {"PROJECT": ["Bluebird", "Redwing"]}}})"), {
      {"Bluebird Redwing", "PROJECT=Redwing"},
  });
}

TEST(Engine, OwnRulesFindWithTheirValidatorAndContext) {
  const Engine engine = make(R"({"rules": [
      {"entity": "LOYALTY_ID", "pattern": "LX\\d{11}", "validator": "luhn"},
      {"entity": "SEAT", "pattern": "\\b\\d{2}[A-F]\\b", "score": 0.3,
       "context": ["seat", "Platz", "si\u00c8ge", "Sitz-Nr", "row2"]},
      {"entity": "EMAIL_ADDRESS", "pattern": "\\w+ at \\w+ dot com"}]})");
  expect(engine, {
      {"my id LX79927398713", "LOYALTY_ID=LX79927398713"},
      {"my id LX79927398710", ""},                   // Luhn fails
      {"12C", ""},
      {"seat 12C", "SEAT=12C"},
      {"PLATZ 12C", "SEAT=12C"},
      {"Si\u00e8ge 12C", "SEAT=12C"},
      {"Sitz-Nr 12C", "SEAT=12C"},                   // a sign inside the word
      {"row2 12C", "SEAT=12C"},                      // a digit at its end
      {"ana at example dot com", "EMAIL_ADDRESS=ana at example dot com"},
      {"ana@example.com", "EMAIL_ADDRESS=ana@example.com"},  // the built-in one too
  });
  EXPECT_EQ(reasons(engine, "seat 12C"), "pattern=policy.seat context=seat | ");
  EXPECT_EQ(engine.redact("LX79927398713").text, "(LOYALTY_ID_1)");
}

TEST(Engine, ManyOwnRulesFindWhatFewDo) {
  std::string rules;
  for (int i = 0; i < 200; ++i)
    rules += (i ? "," : "") + std::string(R"({"entity": "R)") + std::to_string(i) +
             R"(", "pattern": "k)" + std::to_string(i) + R"(:\\d+"})";
  const Engine engine = make("{\"rules\": [" + rules + "]}");
  expect(engine, {
      {"k0:1", "R0=k0:1"},
      {"k199:12 k7:9", "R199=k199:12 R7=k7:9"},
      {"k200:1", ""},
  });
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
  EXPECT_EQ(text.substr(out.findings[1].span.begin, out.findings[1].span.size()), "123");
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

TEST(Engine, NamesHoldEveryPointerThatFindingsCarry) {
  const Engine engine = make(R"({"threshold": 0,
      "deny": {"values": {"PROJECT": ["Bluebird"]}},
      "rules": [{"entity": "LOYALTY_ID", "pattern": "LX\\d{11}", "validator": "luhn",
                 "context": ["loyalty"]}]})");
  std::set<const char*> known;
  for (std::string_view name : engine.names()) known.insert(name.data());
  Conversation chat;
  size_t seen = 0;
  const auto expect_known = [&](std::string_view name) {
    EXPECT_TRUE(known.count(name.data())) << name;
    ++seen;
  };
  for (const char* text : {
           "card 4111 1111 1111 1111 cvv 123 exp 12/27 order 4111111111111111",
           "IBAN DE89 3704 0044 0532 0130 00 ana@example.com +44 20 7946 0018",
           "my password is hunter2, loyalty LX79927398713 on Bluebird",
           "version 192.0.2.17 2001:db8::1 born 14 March 1985 DNI 12345678Z",
           "(EMAIL_1) nhs 943 476 5919 ssn 219-09-9999 otp 4829"}) {
    for (const AppliedFinding& f : engine.redact(text, chat).findings) {
      expect_known(f.entity);
      expect_known(f.rule);
      expect_known(f.operator_name);
      for (const Reason& r : f.reasons) expect_known(r.detail);
    }
  }
  EXPECT_GT(seen, 60u);
}

TEST(Engine, FindingsOutliveTheCopyTheyCameFrom) {
  std::vector<Finding> findings;
  const Engine engine = make(R"({"rules": [{"entity": "L", "pattern": "x\\d"}]})");
  {
    const Engine copy = engine;
    findings = copy.detect("x1");
  }
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].entity, "L");
}

TEST(Engine, TwoThreadsMayUseItFromTheStart) {
  const std::string text =
      "ana@example.com 4111 1111 1111 1111 +44 20 7946 0018 DE89 3704 0044 0532 0130 00 "
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
      "invalid-json", "wrong-type", "out-of-range", "unknown-key", "unknown-preset",
      "unknown-entity", "unknown-operator", "unknown-validator", "unknown-country",
      "bad-pattern"};
  for (size_t i = 0; i < std::size(kNames); ++i)
    EXPECT_EQ(name_of(static_cast<ErrorCode>(i)), kNames[i]);
  EXPECT_EQ(name_of(static_cast<ErrorCode>(std::size(kNames))), "");
}

}  // namespace
}  // namespace blackbar
