// Tests src/anonymize/locks.cpp, and Policy::overridden() of policy.cpp, which
// stands on it. What a policy is told stands in policy_test.cpp.
#include "anonymize/locks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "anonymize/policy.h"
#include "anonymize/sealing_keys.h"
#include "blackbar.h"

namespace blackbar {
namespace {

constexpr std::string_view kKnown[] = {
    "CREDIT_CARD", "CREDIT_CARD_TRACK_NUMBER",
    "CVV_NUMBER",  "EMAIL_ADDRESS",
    "PIN",         "URL"};

// A policy without the rows of "default".
Policy read(const std::string& members) {
  auto policy =
      parse_policy(R"({"extends": "detect-only")" + members + "}", kKnown);
  EXPECT_TRUE(policy.ok()) << policy.error().where;
  return policy.ok() ? *policy : Policy();
}

TEST(Locks, LeaveWhatCannotBeKeptThreeWaysOut) {
  EXPECT_TRUE(
      std::is_sorted(locked_entities().begin(), locked_entities().end()));
  const std::set<std::string_view> may = {"ask", "block", "label", "mask",
                                          "remove"};
  for (const Operator& op : operators())
    EXPECT_EQ(may_lock(op, {}), may.count(op.name) > 0) << op.name;
  EXPECT_FALSE(may_lock(*find_operator("mask"), {1, 0}));
  EXPECT_FALSE(may_lock(*find_operator("mask"), {0, 1}));
}

struct Fallback {
  const char *op, *locked;  // what a locked entity has
};

constexpr Fallback kFallbacks[] = {
    {"ask", "ask"},
    {"block", "block"},
    {"generalize", "label"},
    {"hash", "label"},
    {"keep", "keep"},
    {"label", "label"},
    {"mask", "mask"},
    {"remove", "remove"},
    {"shift_date", "label"},
    {"surrogate", "label"},
    {"token", "label"},
    {"encrypt", "label"},
    {"encrypt_deterministic", "label"},
    {"fpe", "label"},
    {"pseudonym", "label"},
    {"seal", "label"},
};

TEST(Locks, HoldForTheOperatorOfEverythingElse) {
  EXPECT_EQ(std::size(kFallbacks), operators().size());
  for (const Fallback& f : kFallbacks) {
    SCOPED_TRACE(f.op);
    std::string op = R"(, "operator": ")" + std::string(f.op) + '"';
    const KeyKind key = find_operator(f.op)->key;
    if (key != KeyKind::kNone)
      op += R"(, "recipient": "r", "recipients": {"r": )" +
            (key == KeyKind::kPublic ? public_jwk("k") : secret_jwk('s', "k")) +
            "}";
    const Policy plain = read(op);
    EXPECT_EQ(plain.of("EMAIL_ADDRESS").op->name, f.op);
    EXPECT_EQ(plain.of("CREDIT_CARD").op->name, f.op);
    const Policy own =
        read(op + R"(, "entities": {"PIN": {"threshold": 0.25}})");
    for (std::string_view entity : locked_entities()) {
      EXPECT_EQ(plain.of(entity).op->name, f.locked) << entity;
      EXPECT_EQ(own.of(entity).op->name, f.locked) << entity;
    }
    EXPECT_FLOAT_EQ(own.threshold_of("PIN"), 0.25f);
  }
}

TEST(Locks, HoldInAMessage) {
  for (const char* op : {"token", "surrogate", "hash", "generalize"}) {
    SCOPED_TRACE(op);
    auto engine = Engine::create(R"({"extends": "detect-only", "operator": ")" +
                                 std::string(op) + R"("})");
    ASSERT_TRUE(engine.ok());
    Conversation chat;
    const Redaction out = engine->redact("my cvv is 737", chat);
    EXPECT_EQ(out.text, "my cvv is [CVV_NUMBER]");
    EXPECT_EQ(chat.restore(out.text), out.text) << "nothing comes back";
  }
}

struct Override {
  const char *members, *entity, *wanted, *applies;
};

constexpr Override kOverrides[] = {
    // Without a floor everything goes.
    {"", "EMAIL_ADDRESS", "keep", "keep"},
    {"", "EMAIL_ADDRESS", "block", "block"},
    // What cannot be kept has one of its own.
    {"", "PIN", "keep", "label"},
    {"", "PIN", "ask", "label"},
    {"", "PIN", "token", "label"},
    {"", "PIN", "hash", "label"},
    {"", "PIN", "mask", "mask"},
    {"", "PIN", "remove", "remove"},
    {"", "PIN", "block", "block"},
    {R"(, "entities": {"PIN": {"operator": "block", "floor": "block"}})", "PIN",
     "remove", "block"},
    // The order of Strength.
    {R"(, "entities": {"URL": {"operator": "token", "floor": "token"}})", "URL",
     "keep", "token"},
    {R"(, "entities": {"URL": {"operator": "token", "floor": "token"}})", "URL",
     "ask", "token"},
    {R"(, "entities": {"URL": {"operator": "token", "floor": "token"}})", "URL",
     "generalize", "token"},
    {R"(, "entities": {"URL": {"operator": "token", "floor": "token"}})", "URL",
     "surrogate", "surrogate"},
    {R"(, "entities": {"URL": {"operator": "token", "floor": "token"}})", "URL",
     "hash", "hash"},
    {R"(, "entities": {"URL": {"operator": "label", "floor": "hash"}})", "URL",
     "token", "hash"},
    {R"(, "entities": {"URL": {"operator": "ask", "floor": "label"}})", "URL",
     "keep", "label"},
    // A mask is as strong as its parameters let it be.
    {R"(, "entities": {"CREDIT_CARD": {"operator": "mask", "keepLast": 4,
                                       "floor": "mask"}})",
     "CREDIT_CARD", "token", "token"},
    {R"(, "entities": {"CREDIT_CARD": {"operator": "mask", "keepLast": 4,
                                       "floor": "mask"}})",
     "CREDIT_CARD", "keep", "mask"},
    {R"(, "entities": {"CREDIT_CARD": {"operator": "mask", "floor": "mask"}})",
     "CREDIT_CARD", "token", "mask"},
};

TEST(Overridden, IsNeverWeakerThanTheFloor) {
  for (const Override& o : kOverrides) {
    SCOPED_TRACE(std::string(o.entity) + " " + o.wanted + o.members);
    const Policy policy = read(o.members);
    ASSERT_NE(policy.overridden(o.entity, o.wanted), nullptr);
    EXPECT_EQ(policy.overridden(o.entity, o.wanted)->name, o.applies);
  }
  EXPECT_EQ(read("").overridden("URL", "hide"), nullptr);
}

TEST(Overridden, HoldsForEveryOperatorAndEveryFloor) {
  for (const Operator& floor : operators()) {
    const Policy policy = read(R"(, "entities": {"URL": {"operator": "block",
        "floor": ")" + std::string(floor.name) +
                               R"("}})");
    for (const Operator& wanted : operators()) {
      const Operator* applies = policy.overridden("URL", wanted.name);
      EXPECT_GE(applies->strength, floor.strength);
      EXPECT_TRUE(applies == &wanted || applies == &floor);
    }
  }
}

TEST(Overridden, AFloorIsInherited) {
  const Policy policy = read(R"(, "entities": {
      "URL": {"operator": "token", "floor": "token"}})");
  EXPECT_EQ(policy.of("URL").floor, find_operator("token"));
  EXPECT_EQ(policy.of("EMAIL_ADDRESS").floor, nullptr);
}

}  // namespace
}  // namespace blackbar
