// Tests src/anonymize/policy.cpp and entity_policy.cpp: what a site may write,
// and what it is told when it may not.
#include "anonymize/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "blackbar.h"

namespace blackbar {
namespace {

constexpr std::string_view kKnown[] = {
    "API_KEY",
    "AUTH_TOKEN",
    "CREDIT_CARD",
    "CREDIT_CARD_EXPIRATION_DATE",
    "CREDIT_CARD_TRACK_NUMBER",
    "CRYPTO_SEED_PHRASE",
    "CVV_NUMBER",
    "DATE_TIME",
    "EMAIL_ADDRESS",
    "ENCRYPTION_KEY",
    "ETHNICITY",
    "HEALTH_CONDITION",
    "HTTP_COOKIE",
    "JSON_WEB_TOKEN",
    "ONE_TIME_CODE",
    "OTP_AUTH_URL",
    "PASSWORD",
    "PIN",
    "POLITICAL_OPINION",
    "RECOVERY_CODE",
    "RELIGION",
    "SECURITY_ANSWER",
    "SEXUAL_ORIENTATION",
    "TRADE_UNION_MEMBERSHIP",
    "URL",
    "URL_CREDENTIALS",
};

Policy read(std::string_view json) {
  auto policy = parse_policy(json, kKnown);
  EXPECT_TRUE(policy.ok()) << json << ": " << policy.error().where << " "
                           << policy.error().message;
  return policy.ok() ? *policy : Policy();
}

// "mask 0 4" for the entity.
std::string todo(const Policy& policy, std::string_view entity) {
  const EntityPolicy& e = policy.of(entity);
  std::string out = e.op ? std::string(e.op->name) : "(none)";
  if (e.op && e.op->masks)
    out += " " + std::to_string(e.parameters.keep_first) + " " +
           std::to_string(e.parameters.keep_last);
  return out;
}

struct Wrong {
  const char* policy;
  const char* code;
  const char* where;
};

// The engine's own mistakes stand at the end: patterns and validators.
constexpr Wrong kWrong[] = {
    {"", "invalid-json", "$"},
    {"default", "invalid-json", "$"},  // a preset's name is a JSON string
    {"{", "invalid-json", "$"},
    {"{\"threshold\": 0.5,}", "invalid-json", "$"},
    {"{} {}", "invalid-json", "$"},
    {"null", "wrong-type", "$"},
    {"[]", "wrong-type", "$"},
    {"1", "wrong-type", "$"},
    {"true", "wrong-type", "$"},
    {"\"\"", "unknown-preset", "$"},
    {"\"Default\"", "unknown-preset", "$"},
    {"\"gdpr\"", "unknown-preset", "$"},
    {R"({"extends": "gdpr"})", "unknown-preset", "$.extends"},
    {R"({"extends": 1})", "wrong-type", "$.extends"},
    {R"({"extends": ["default"]})", "wrong-type", "$.extends"},
    {R"({"extends": null})", "wrong-type", "$.extends"},
    {R"({"treshold": 0.5})", "unknown-key", "$.treshold"},
    {R"({"": 0.5})", "unknown-key", "$['']"},
    {R"({"a b": 0.5})", "unknown-key", "$['a b']"},
    {R"({"it's": 0.5})", "unknown-key", "$['it\\'s']"},
    {R"({"1st": 0.5})", "unknown-key", "$['1st']"},
    {R"({"threshold": "0.5"})", "wrong-type", "$.threshold"},
    {R"({"threshold": null})", "wrong-type", "$.threshold"},
    {R"({"threshold": -0.1})", "out-of-range", "$.threshold"},
    {R"({"threshold": 1.1})", "out-of-range", "$.threshold"},
    {R"({"threshold": 1e999})", "out-of-range", "$.threshold"},
    {R"({"operator": "hide"})", "unknown-operator", "$.operator"},
    {R"({"operator": "Mask"})", "unknown-operator", "$.operator"},
    {R"({"operator": {}})", "wrong-type", "$.operator"},
    {R"({"entities": []})", "wrong-type", "$.entities"},
    {R"({"entities": {"EMAIL": {"operator": "mask"}}})", "unknown-entity",
     "$.entities.EMAIL"},
    {R"({"entities": {"e-mail": {}}})", "unknown-entity",
     "$.entities['e-mail']"},
    {R"({"entities": {"EMAIL_ADDRESS": "mask"}})", "wrong-type",
     "$.entities.EMAIL_ADDRESS"},
    {R"({"entities": {"EMAIL_ADDRESS": {}}})", "wrong-type",
     "$.entities.EMAIL_ADDRESS.operator"},
    {R"({"entities": {"EMAIL_ADDRESS": {"operator": 3}}})", "wrong-type",
     "$.entities.EMAIL_ADDRESS.operator"},
    {R"({"entities": {"EMAIL_ADDRESS": {"operator": "sha256"}}})",
     "unknown-operator", "$.entities.EMAIL_ADDRESS.operator"},
    {R"({"entities": {"EMAIL_ADDRESS": {"operator": "mask", "keep": 4}}})",
     "unknown-key", "$.entities.EMAIL_ADDRESS.keep"},
    {R"({"entities": {"EMAIL_ADDRESS": {"operator": "token", "keepLast": 4}}})",
     "unknown-key", "$.entities.EMAIL_ADDRESS.keepLast"},  // only mask takes it
    {R"({"entities": {"URL": {"operator": "token", "shape": true}}})",
     "unknown-key", "$.entities.URL.shape"},
    {R"({"entities": {"URL": {"operator": "mask", "shape": 1}}})", "wrong-type",
     "$.entities.URL.shape"},
    {R"({"entities": {"URL": {"operator": "mask", "keepLast": "4"}}})",
     "wrong-type", "$.entities.URL.keepLast"},
    {R"({"entities": {"URL": {"operator": "mask", "keepFirst": -1}}})",
     "out-of-range", "$.entities.URL.keepFirst"},
    {R"({"entities": {"URL": {"operator": "mask", "keepFirst": 65}}})",
     "out-of-range", "$.entities.URL.keepFirst"},
    {R"({"entities": {"URL": {"operator": "mask", "keepLast": 1.5}}})",
     "out-of-range", "$.entities.URL.keepLast"},
    {R"({"allow": []})", "wrong-type", "$.allow"},
    {R"({"allow": {"value": []}})", "unknown-key", "$.allow.value"},
    {R"({"allow": {"values": "x"}})", "wrong-type", "$.allow.values"},
    {R"({"allow": {"values": ["x", 1]}})", "wrong-type", "$.allow.values[1]"},
    {R"({"allow": {"values": [""]}})", "out-of-range", "$.allow.values[0]"},
    {R"({"allow": {"patterns": {}}})", "wrong-type", "$.allow.patterns"},
    {R"({"allow": {"patterns": ["a", "b", null]}})", "wrong-type",
     "$.allow.patterns[2]"},
    {R"({"deny": 1})", "wrong-type", "$.deny"},
    {R"({"deny": {"patterns": []}})", "unknown-key", "$.deny.patterns"},
    {R"({"deny": {"values": ["x"]}})", "wrong-type", "$.deny.values"},
    {R"({"deny": {"values": {"project": ["x"]}}})", "out-of-range",
     "$.deny.values.project"},
    {R"({"deny": {"values": {"PROJECT": "x"}}})", "wrong-type",
     "$.deny.values.PROJECT"},
    {R"({"deny": {"values": {"PROJECT": [["x"]]}}})", "wrong-type",
     "$.deny.values.PROJECT[0]"},
    {R"({"deny": {"values": {"PROJECT": ["a", ""]}}})", "out-of-range",
     "$.deny.values.PROJECT[1]"},
    {R"({"rules": {}})", "wrong-type", "$.rules"},
    {R"({"rules": ["LX"]})", "wrong-type", "$.rules[0]"},
    {R"({"rules": [{"entity": "LOYALTY"}]})", "wrong-type",
     "$.rules[0].pattern"},
    {R"({"rules": [{"pattern": "x"}]})", "wrong-type", "$.rules[0].entity"},
    {R"({"rules": [{"entity": 1, "pattern": "x"}]})", "wrong-type",
     "$.rules[0].entity"},
    {R"({"rules": [{"entity": "L", "pattern": ["x"]}]})", "wrong-type",
     "$.rules[0].pattern"},
    {R"({"rules": [{"entity": "loyalty", "pattern": "x"}]})", "out-of-range",
     "$.rules[0].entity"},
    {R"({"rules": [{"entity": "1ST", "pattern": "x"}]})", "out-of-range",
     "$.rules[0].entity"},
    {R"({"rules": [{"entity": "", "pattern": "x"}]})", "out-of-range",
     "$.rules[0].entity"},
    {R"({"rules": [{"entity": "L", "pattern": "x", "name": "y"}]})",
     "unknown-key", "$.rules[0].name"},
    {R"({"rules": [{"entity": "L", "pattern": "x", "score": 2}]})",
     "out-of-range", "$.rules[0].score"},
    {R"({"rules": [{"entity": "L", "pattern": "x", "score": "1"}]})",
     "wrong-type", "$.rules[0].score"},
    {R"({"rules": [{"entity": "L", "pattern": "x", "context": "card"}]})",
     "wrong-type", "$.rules[0].context"},
    {R"({"rules": [{"entity": "L", "pattern": "x", "context": ["a", 1]}]})",
     "wrong-type", "$.rules[0].context[1]"},
    {R"({"rules": [{"entity": "L", "pattern": "x", "validator": null}]})",
     "wrong-type", "$.rules[0].validator"},
    // Operators that need keys; the rest is in recipients_test.cpp.
    {R"({"operator": "encrypt"})", "unknown-recipient", "$.recipient"},
    {R"({"operator": "encrypt_deterministic"})", "unknown-recipient",
     "$.recipient"},
    {R"({"operator": "fpe"})", "unknown-recipient", "$.recipient"},
    {R"({"entities": {"URL": {"operator": "pseudonym"}}})", "unknown-recipient",
     "$.entities.URL.recipient"},
    {R"({"entities": {"URL": {"operator": "seal"}}})", "unknown-recipient",
     "$.entities.URL.recipient"},
    // What must not be kept cannot come back, show a part, or be told apart.
    {R"({"entities": {"CVV_NUMBER": {"operator": "token"}}})", "forbidden",
     "$.entities.CVV_NUMBER.operator"},
    {R"({"entities": {"CVV_NUMBER": {"operator": "surrogate"}}})", "forbidden",
     "$.entities.CVV_NUMBER.operator"},
    {R"({"entities": {"CVV_NUMBER": {"operator": "hash"}}})", "forbidden",
     "$.entities.CVV_NUMBER.operator"},
    {R"({"entities": {"CVV_NUMBER": {"operator": "keep"}}})", "forbidden",
     "$.entities.CVV_NUMBER.operator"},
    {R"({"entities": {"PIN": {"operator": "generalize"}}})", "forbidden",
     "$.entities.PIN.operator"},
    {R"({"entities": {"PIN": {"operator": "shift_date"}}})", "forbidden",
     "$.entities.PIN.operator"},
    {R"({"entities": {"PIN": {"operator": "token"}}})", "forbidden",
     "$.entities.PIN.operator"},
    {R"({"entities": {"CREDIT_CARD_TRACK_NUMBER": {"operator": "token"}}})",
     "forbidden", "$.entities.CREDIT_CARD_TRACK_NUMBER.operator"},
    {R"({"entities": {"CREDIT_CARD_TRACK_NUMBER": {"operator": "mask",
         "keepLast": 4}}})",
     "forbidden", "$.entities.CREDIT_CARD_TRACK_NUMBER.keepLast"},
    {R"({"entities": {"PIN": {"operator": "mask", "keepFirst": 1}}})",
     "forbidden", "$.entities.PIN.keepFirst"},
    {R"({"entities": {"PIN": {"operator": "mask", "keepFirst": 1,
         "keepLast": 1}}})",
     "forbidden", "$.entities.PIN.keepFirst"},
    {R"({"extends": "detect-only", "entities": {"PIN": {"operator": "keep"}}})",
     "forbidden", "$.entities.PIN.operator"},
    {R"({"rules": [{"entity": "PIN", "pattern": "P\\d{4}"}],
         "entities": {"PIN": {"operator": "token"}}})",
     "forbidden", "$.entities.PIN.operator"},  // a rule of one's own as well
    // Of a card six digits at the front and four at the end.
    {R"({"entities": {"CREDIT_CARD": {"operator": "mask", "keepFirst": 7}}})",
     "out-of-range", "$.entities.CREDIT_CARD.keepFirst"},
    {R"({"entities": {"CREDIT_CARD": {"operator": "mask", "keepLast": 5}}})",
     "out-of-range", "$.entities.CREDIT_CARD.keepLast"},
    {R"({"extends": "pci-chat",
         "entities": {"CREDIT_CARD": {"operator": "mask", "keepFirst": 8,
                                      "keepLast": 4}}})",
     "out-of-range", "$.entities.CREDIT_CARD.keepFirst"},
    // What the person is held to.
    {R"({"entities": {"URL": {"floor": 1}}})", "wrong-type",
     "$.entities.URL.floor"},
    {R"({"entities": {"URL": {"floor": "lable"}}})", "unknown-operator",
     "$.entities.URL.floor"},
    {R"({"floor": "label"})", "unknown-key", "$.floor"},
    {R"({"entities": {"PIN": {"floor": "token"}}})", "forbidden",
     "$.entities.PIN.floor"},
    {R"({"entities": {"PIN": {"floor": "keep"}}})", "forbidden",
     "$.entities.PIN.floor"},
    {R"({"entities": {"CVV_NUMBER": {"operator": "block", "floor": "ask"}}})",
     "forbidden", "$.entities.CVV_NUMBER.floor"},
    {R"({"entities": {"URL": {"operator": "token", "floor": "label"}}})",
     "forbidden", "$.entities.URL.operator"},
    {R"({"entities": {"EMAIL_ADDRESS": {"floor": "hash"}}})", "forbidden",
     "$.entities.EMAIL_ADDRESS.floor"},  // it is a token
    {R"({"entities": {"URL": {"operator": "mask", "keepLast": 2,
                              "floor": "token"}}})",
     "forbidden", "$.entities.URL.operator"},
    // Of several mistakes the first one read is told.
    {R"({"entities": {"NOBODY": {}}, "threshold": 7})", "out-of-range",
     "$.threshold"},

    {R"({"rules": [{"entity": "L", "pattern": "x", "validator": "mod97"}]})",
     "unknown-validator", "$.rules[0].validator"},
    {R"({"rules": [{"entity": "L", "pattern": "x"}, {"entity": "L", "pattern": "("}]})",
     "bad-pattern", "$.rules[1].pattern"},
    {R"({"rules": [{"entity": "L", "pattern": ""}]})", "bad-pattern",
     "$.rules[0].pattern"},
    {R"({"rules": [{"entity": "L", "pattern": "x*"}]})", "bad-pattern",
     "$.rules[0].pattern"},
    {R"({"rules": [{"entity": "L", "pattern": "(a)\\1"}]})", "bad-pattern",
     "$.rules[0].pattern"},
    {R"({"rules": [{"entity": "L", "pattern": "(?=a)b"}]})", "bad-pattern",
     "$.rules[0].pattern"},
    {R"({"rules": [{"entity": "L", "pattern": "((a{99}){99}){99}"}]})",
     "bad-pattern", "$.rules[0].pattern"},
    {R"({"allow": {"patterns": ["ok", "["]}})", "bad-pattern",
     "$.allow.patterns[1]"},
    // A value of which nothing is left when it is folded.
    {R"({"deny": {"values": {"PROJECT": ["\u200b"]}}})", "bad-pattern",
     "$.deny.values.PROJECT"},
};

TEST(Policy, SaysWhatIsWrongAndWhere) {
  static_assert(std::size(kWrong) >= 100);
  for (const Wrong& w : kWrong) {
    SCOPED_TRACE(w.policy);
    const auto engine = Engine::create(w.policy);
    ASSERT_FALSE(engine.ok());
    EXPECT_EQ(name_of(engine.error().code), w.code);
    EXPECT_EQ(engine.error().where, w.where);
    EXPECT_FALSE(engine.error().message.empty());
  }
}

TEST(Policy, TheFirstMistakeIsToldWithoutTheEngineToo) {
  const auto policy = parse_policy(R"({"threshold": 2})", kKnown);
  ASSERT_FALSE(policy.ok());
  EXPECT_EQ(policy.error().where, "$.threshold");
  EXPECT_EQ(policy.error().message, "should be from 0 to 1");
}

TEST(Policy, MessagesNameWhatThereIs) {
  const auto message = [](const char* json) {
    return parse_policy(json, kKnown).error().message;
  };
  EXPECT_EQ(message(R"({"operator": "hide"})"),
            "no such operator; there are ask, block, encrypt, "
            "encrypt_deterministic, fpe, generalize, hash, keep, label, mask, "
            "pseudonym, remove, seal, shift_date, surrogate, token");
  EXPECT_EQ(message("\"gdpr\""),
            "no such preset; there are default, detect-only, gdpr-minimal, "
            "hipaa-safe-harbor, pci-chat");
  EXPECT_EQ(message(R"({"entities": {"PIN": {"operator": "token"}}})"),
            "PIN may not be kept (PCI DSS 3.3.1); there are ask, block, label, "
            "mask, remove");
  EXPECT_EQ(
      message(
          R"({"entities": {"URL": {"operator": "token", "floor": "label"}}})"),
      "operator 'token' is weaker than the floor 'label'");
  EXPECT_EQ(message(R"({"threshold": "high"})"),
            "should be a number, not a string");
  EXPECT_EQ(message(R"({"allow": {"value": 1}})"),
            "no such key; there are patterns, values");
}

constexpr const char* kRight[] = {
    "{}",
    " {\n} ",
    "\"default\"",
    "\"pci-chat\"",
    "\"detect-only\"",
    R"({"extends": "pci-chat"})",
    R"({"threshold": 0})",
    R"({"threshold": 1})",
    R"({"entities": {}})",
    R"({"allow": {}, "deny": {}, "rules": []})",
    R"({"allow": {"values": [], "patterns": []}, "deny": {"values": {}}})",
    R"({"deny": {"values": {"PROJECT": []}}})",
    R"({"entities": {"URL": {"operator": "mask", "keepFirst": 0, "keepLast": 64}}})",
    R"({"rules": [{"entity": "L", "pattern": "x", "score": 0, "context": []}]})",
    // What must not be kept may be asked about, stopped, or hidden whole.
    R"({"entities": {"PIN": {"operator": "ask"}}})",
    R"({"entities": {"PIN": {"operator": "block"}}})",
    R"({"entities": {"PIN": {"operator": "mask"}}})",
    R"({"entities": {"PIN": {"operator": "mask", "keepFirst": 0, "keepLast": 0}}})",
    R"({"entities": {"PIN": {"operator": "remove", "floor": "mask"}}})",
    R"({"extends": "detect-only", "entities": {"PIN": {"threshold": 0.2}}})",
    R"({"operator": "token"})",
    R"({"entities": {"CREDIT_CARD": {"operator": "mask", "keepFirst": 6, "keepLast": 4}}})",
    R"({"entities": {"EMAIL_ADDRESS": {"floor": "token"}}})",
    R"({"entities": {"EMAIL_ADDRESS": {"operator": "ask", "floor": "token"}}})",
    R"({"rules": [{"entity": "URL", "pattern": "intranet:\\w+"}]})",  // one more URL
    // What the policy adds itself may be treated too, wherever that stands.
    R"({"entities": {"LOYALTY_ID": {"operator": "label"}},
        "rules": [{"entity": "LOYALTY_ID", "pattern": "LX\\d{9}"}]})",
    R"({"entities": {"PROJECT": {"operator": "remove"}},
        "deny": {"values": {"PROJECT": ["Bluebird"]}}})",
    // The example of the manual.
    R"({"extends": "pci-chat", "threshold": 0.5,
        "entities": {"EMAIL_ADDRESS": {"operator": "token"},
                     "CREDIT_CARD": {"operator": "mask", "keepLast": 4}},
        "allow": {"values": ["support@shop.example"], "patterns": ["ORD-\\d{8}"]},
        "deny": {"values": {"PROJECT": ["Bluebird"]}},
        "rules": [{"entity": "LOYALTY_ID", "pattern": "LX\\d{9}", "score": 0.8,
                   "context": ["loyalty"], "validator": "luhn"}]})",
};

TEST(Policy, TakesWhatIsRight) {
  for (const char* json : kRight) {
    SCOPED_TRACE(json);
    const auto engine = Engine::create(json);
    EXPECT_TRUE(engine.ok())
        << engine.error().where << ": " << engine.error().message;
  }
}

TEST(Policy, ExtendsTheDefaultWhenItExtendsNothing) {
  for (const char* json : {"{}", R"({"extends": "default"})", "\"default\""}) {
    SCOPED_TRACE(json);
    const Policy policy = read(json);
    EXPECT_FLOAT_EQ(policy.threshold, 0.5f);
    EXPECT_EQ(todo(policy, "EMAIL_ADDRESS"), "token");
    EXPECT_EQ(todo(policy, "PASSWORD"), "label");
    EXPECT_EQ(todo(policy, "SOMETHING_ELSE"), "token");
  }
}

TEST(Policy, OwnWordsComeBeforeThoseItExtends) {
  const Policy policy = read(R"({
      "extends": "pci-chat", "threshold": 0.7, "operator": "remove",
      "entities": {"PASSWORD": {"operator": "keep"}}})");
  EXPECT_FLOAT_EQ(policy.threshold, 0.7f);
  EXPECT_EQ(todo(policy, "PASSWORD"), "keep");
  EXPECT_EQ(todo(policy, "CREDIT_CARD"), "mask 0 4");
  EXPECT_EQ(todo(policy, "EMAIL_ADDRESS"), "remove");
}

TEST(Policy, AnEntitysOwnWordsReplaceTheWholeRow) {
  const Policy policy = read(R"({"extends": "pci-chat",
      "entities": {"CREDIT_CARD": {"operator": "mask", "keepFirst": 6}}})");
  EXPECT_EQ(todo(policy, "CREDIT_CARD"), "mask 6 0");
}

TEST(Policy, KeepsListsInTheOrderTheyStand) {
  const Policy policy = read(R"({
      "allow": {"values": ["b", "a"], "patterns": ["x+"]},
      "deny": {"values": {"PROJECT": ["Bluebird", "Redwing"], "NAME": ["Ana"]}},
      "rules": [{"entity": "L", "pattern": "x", "context": ["Card"]},
                {"entity": "M", "pattern": "y", "score": 0.25, "validator": "luhn"}]})");
  EXPECT_EQ(policy.allowed_values, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(policy.allowed_patterns, std::vector<std::string>{"x+"});
  ASSERT_EQ(policy.denied.size(), 2u);
  EXPECT_EQ(policy.denied[0].first, "PROJECT");
  EXPECT_EQ(policy.denied[0].second,
            (std::vector<std::string>{"Bluebird", "Redwing"}));
  ASSERT_EQ(policy.rules.size(), 2u);
  EXPECT_EQ(policy.rules[0].where, "$.rules[0]");
  EXPECT_FLOAT_EQ(policy.rules[0].score, 0.8f);
  EXPECT_EQ(policy.rules[0].context, std::vector<std::string>{"Card"});
  EXPECT_FLOAT_EQ(policy.rules[1].score, 0.25f);
  EXPECT_EQ(policy.rules[1].validator, "luhn");
}

}  // namespace
}  // namespace blackbar
