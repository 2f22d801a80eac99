// Tests src/anonymize/operators.cpp: golden vectors of every operator. The
// numbers are published test numbers.
#include "anonymize/operators.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "anonymize/seal.h"
#include "text/json.h"
#include "text/placeholder.h"

namespace blackbar {
namespace {

std::string run(std::string_view name, std::string_view value,
                OperatorParameters parameters = {}) {
  Vault vault;
  return find_operator(name)->run(
      {"CREDIT_CARD", "CARD", value, parameters, vault});
}

// A line of operators.jsonl, which tests/js/operators.test.mjs reads too:
// `out` for the secret below or for none; `like`, a regular expression, for
// every conversation.
struct Golden {
  std::string line, op, entity, value, out, like;
  OperatorParameters parameters;
  bool secret = false;
};

std::vector<Golden> golden() {
  std::ifstream file(BLACKBAR_ANONYMIZE_DIR "/operators.jsonl");
  std::vector<Golden> rows;
  for (std::string line; std::getline(file, line);) {
    auto json = parse_json(line);
    EXPECT_TRUE(json.ok()) << line;
    if (!json.ok()) continue;
    const auto text = [&](const char* name) {
      const Json* found = json->find(name);
      return found ? found->string : "";
    };
    const auto number = [&](const char* name) {
      const Json* found = json->find(name);
      return found ? static_cast<uint32_t>(found->number) : 0;
    };
    rows.push_back({line,
                    text("operator"),
                    text("entity"),
                    text("value"),
                    text("out"),
                    text("like"),
                    {number("keepFirst"), number("keepLast"),
                     json->find("shape") != nullptr},
                    json->find("secret") != nullptr});
  }
  return rows;
}

// Keys of one letter each, for those operators that take one; of the JavaScript
// test too.
std::string recipients() {
  std::ifstream file(BLACKBAR_ANONYMIZE_DIR "/recipients.json");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string_view recipient_of(const Operator& op) {
  return op.key == KeyKind::kPublic ? "public" : "secret";
}

bool is_like(const std::string& text, const std::string& like) {
  return std::regex_search(text, std::regex(like));
}

const std::string kRandom(kSecretBytes + kTagSize, 's');

TEST(Operators, DoWhatTheirNamesSay) {
  const std::vector<Golden> rows = golden();
  EXPECT_GE(rows.size(), 90u);
  std::vector<Recipient> keys;
  EXPECT_FALSE(read_recipients(*parse_json(recipients()), "", {}, keys));
  for (const Golden& row : rows) {
    SCOPED_TRACE(row.line);
    const Operator* op = find_operator(row.op);
    ASSERT_NE(op, nullptr);
    Vault vault(row.secret ? kRandom : "");
    OperatorParameters parameters = row.parameters;
    if (op->key != KeyKind::kNone)
      parameters.recipient = static_cast<int>(
          find_recipient(keys, recipient_of(*op)) - keys.data());
    Sealing sealing{keys, "", true, {}};
    const std::string out = op->run(
        {row.entity, row.entity, row.value, parameters, vault, &sealing});
    if (row.op == "encrypt")  // never twice the same
      EXPECT_TRUE(is_like(out, row.like)) << out;
    else
      EXPECT_EQ(out, row.out);
    EXPECT_TRUE(row.like.empty() || is_like(row.out, row.like));
  }
}

std::string in_json(std::string_view text) {
  std::string out;
  append_json(text, out);
  return out;
}

// A policy that holds rows of one operator with one set of parameters.
std::string policy_of(const std::vector<Golden>& group) {
  std::map<std::string, std::string> values;
  for (const Golden& row : group)
    values[row.entity] +=
        (values[row.entity].empty() ? "" : ", ") + in_json(row.value);
  std::string denied, entities;
  for (const auto& [entity, list] : values) {
    const std::string comma = denied.empty() ? "" : ", ";
    denied += comma + in_json(entity) + ": [" + list + "]";
    entities +=
        comma + in_json(entity) + R"(: {"operator": )" + in_json(group[0].op);
    const OperatorParameters& own = group[0].parameters;
    if (own.keep_first > 0)
      entities += R"(, "keepFirst": )" + std::to_string(own.keep_first);
    if (own.keep_last > 0)
      entities += R"(, "keepLast": )" + std::to_string(own.keep_last);
    if (own.shape) entities += R"(, "shape": true)";
    const Operator& op = *find_operator(group[0].op);
    if (op.key != KeyKind::kNone)
      entities += R"(, "recipient": )" + in_json(recipient_of(op));
    entities += "}";
  }
  return R"({"threshold": 1, "deny": {"values": {)" + denied +
         R"(}}, "recipients": )" + recipients() + R"(, "entities": {)" +
         entities + "}}";
}

// As a site would have it, and as tests/js/operators.test.mjs asks for it.
TEST(Operators, DoTheSameBehindAPolicy) {
  std::map<std::string, std::vector<Golden>> groups;
  for (const Golden& row : golden())
    groups[row.op + std::to_string(row.parameters.keep_first) + " " +
           std::to_string(row.parameters.keep_last) +
           (row.parameters.shape ? " shape" : "")]
        .push_back(row);
  for (const auto& [name, group] : groups) {
    const std::string policy = policy_of(group);
    auto engine = Engine::create(policy);
    ASSERT_TRUE(engine.ok()) << engine.error().message << policy;
    for (const Golden& row : group) {
      SCOPED_TRACE(row.line);
      Conversation chat(kRandom);
      const std::string text = "- " + row.value + " -";
      const std::string done = engine->redact(text, chat).text;
      const std::string out = done.substr(2, done.size() - 4);
      if (row.like.empty()) {
        EXPECT_EQ(out, row.out);
      } else {
        EXPECT_TRUE(is_like(out, row.like)) << out;
      }
      EXPECT_EQ(engine->redact(text, chat).text, done);
      EXPECT_EQ(engine->redact(done, chat).text, done) << "twice is once";
      const bool gone = row.out.starts_with('[');  // its label
      const bool comes_back =
          row.op == "token" || row.op == "surrogate" ||
          (find_operator(row.op)->key != KeyKind::kNone && !gone);
      EXPECT_TRUE(!comes_back || chat.restore(done) == text);
    }
  }
}

TEST(Operators, EachHasGoldenVectors) {
  const std::vector<Golden> rows = golden();
  for (const Operator& op : operators())
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const Golden& row) {
      return row.op == op.name;
    })) << op.name;
}

// What a person types may be anything.
TEST(Operators, TakeEveryText) {
  const std::string_view texts[] = {
      "",  " ", "\xff", "\x80\xbf", "@", ":",  "::", "%",
      "+", ".", "/",    "\u00e9",   "0", "()", "[]", std::string_view("\0", 1)};
  constexpr std::string_view kEntities[] = {
      "AGE",          "CREDIT_CARD",  "DATE_OF_BIRTH",
      "DATE_TIME",    "DE_PLZ",       "EMAIL_ADDRESS",
      "IBAN_CODE",    "IP_ADDRESS",   "LOCATION_COORDINATES",
      "MAC_ADDRESS",  "MONEY_AMOUNT", "PERSON",
      "PHONE_NUMBER", "POSTAL_CODE",  "UK_POSTCODE",
      "URL",          "US_SSN"};
  for (const Operator& op : operators())
    for (std::string_view entity : kEntities)
      for (std::string_view text : texts) {
        Vault vault(kRandom);
        const Request request{entity, "WORD", text, {}, vault};
        EXPECT_EQ(op.run(request), op.run(request)) << op.name << " " << entity;
      }
}

TEST(Operators, HashIsOfTheConversationAndTheEntity) {
  Vault one(kRandom);
  Vault other(std::string(kSecretBytes + kTagSize, 't'));
  const Operator& op = *find_operator("hash");
  const auto hash = [&](Vault& vault, std::string_view entity,
                        std::string_view value) {
    return op.run({entity, "WORD", value, {}, vault});
  };
  const std::string first = hash(one, "A", "x");
  EXPECT_EQ(first, hash(one, "A", "x"));
  EXPECT_NE(first, hash(one, "A", "y"));
  EXPECT_NE(first, hash(one, "B", "x"));
  EXPECT_NE(first, hash(other, "A", "x"));
}

struct Mask {
  std::string_view value;
  uint32_t first, last;
  std::string_view masked;
};

constexpr Mask kMasks[] = {
    // Cards: spaces and dashes are no characters to keep.
    {"4111111111111111", 0, 4, "************1111"},
    {"4111 1111 1111 1234", 0, 4, "**** **** **** 1234"},
    {"4111-1111-1111-1234", 6, 4, "4111-11**-****-1234"},
    {"3782 822463 10005", 0, 4, "**** ****** *0005"},
    {"4111 1111 1111 1234", 1, 0, "4*** **** **** ****"},
    // Addresses: the shape stays, "@" and dots with it.
    {"ana@example.com", 0, 0, "***@*******.***"},
    {"ana@example.com", 1, 3, "a**@*******.com"},
    {"ana.b+x@example.com", 2, 0, "an*.*+*@*******.***"},
    {"a_b-c@x.org", 0, 3, "*_*-*@*.org"},
    {"+44 20 7946 0018", 2, 2, "+44 ** **** **18"},
    {"DE89 3704 0044 0532 0130 00", 4, 2, "DE89 **** **** **** **** 00"},
    // A character counts as one, however many bytes it has.
    {"J\u00f6rg", 1, 0, "J***"},
    {"J\u00f6rg", 2, 0, "J\u00f6**"},
    {"J\u00f6rg", 0, 3, "*\u00f6rg"},
    {"\u00c4\u00d6\u00dc", 1, 1, "\u00c4*\u00dc"},
    {"\u5c71\u7530\u592a\u90ce", 0, 1, "***\u90ce"},
    {"\U0001f600\U0001f601\U0001f602", 1, 0, "\U0001f600**"},
    {"\uff14\uff11\uff11\uff11", 0, 1, "***\uff11"},
    // Together they never show the whole value.
    {"1234", 0, 3, "*234"},
    {"1234", 0, 4, "****"},
    {"1234", 2, 2, "****"},
    {"1234", 64, 64, "****"},
    {"1234", 4294967295u, 4294967295u, "****"},  // their sum has 33 bits
    {"12-34", 2, 1, "12-*4"},
    {"1", 0, 0, "*"},
    {"", 0, 4, ""},
    {"---", 0, 2, "---"},  // nothing to hide
    // Stars that were there are signs, and what follows one is not lost.
    {"*1*2", 0, 1, "***2"},
    {std::string_view("1\0"
                      "2",
                      3),
     0, 1,
     std::string_view("*\0"
                      "2",
                      3)},
};

TEST(Operators, MaskLeavesTheFirstAndTheLast) {
  for (const Mask& m : kMasks) {
    SCOPED_TRACE(std::string(m.value) + " " + std::to_string(m.first) + " " +
                 std::to_string(m.last));
    EXPECT_EQ(run("mask", m.value, {m.first, m.last}), m.masked);
  }
}

// operators.cpp: "signs and spaces stay, so that the shape can still be read".
TEST(Operators, MaskKeepsSpacesOfEveryKind) {
  EXPECT_EQ(run("mask", "4111\u00a01234", {0, 4}), "****\u00a01234");
  EXPECT_EQ(run("mask", "4111\u20111234", {0, 4}), "****\u20111234");
}

TEST(Operators, MaskNeverMakesALongerText) {
  for (const Mask& m : kMasks)
    EXPECT_LE(run("mask", m.value, {m.first, m.last}).size(), m.value.size());
  EXPECT_EQ(run("mask", "\x80\xbf\xff", {}).size(), 3u) << "malformed bytes";
}

TEST(Operators, TokenAsksTheVault) {
  Vault vault;
  const Operator& token = *find_operator("token");
  const auto make = [&](std::string_view value) {
    return token.run({"CREDIT_CARD", "CARD", value, {}, vault});
  };
  EXPECT_EQ(make("4111111111111111"), "(CARD_1)");
  EXPECT_EQ(make("5555555555554444"), "(CARD_2)");
  EXPECT_EQ(make("4111111111111111"), "(CARD_1)");
  EXPECT_EQ(vault.restore("(CARD_2)"), "5555555555554444");
}

TEST(Operators, IsOneTableSortedByName) {
  const auto all = operators();
  EXPECT_TRUE(std::is_sorted(
      all.begin(), all.end(),
      [](const Operator& a, const Operator& b) { return a.name < b.name; }));
  for (const Operator& op : all) {
    EXPECT_EQ(find_operator(op.name), &op);
    EXPECT_EQ(op.masks, op.name == "mask");
    EXPECT_EQ(op.action == Action::kAsk, op.strength == Strength::kAsked);
    EXPECT_EQ(op.action == Action::kBlock, op.strength == Strength::kStopped);
  }
  EXPECT_EQ(find_operator(""), nullptr);
  EXPECT_EQ(find_operator("Mask"), nullptr);
}

// README.md, "Policy": the order of `floor`.
TEST(Operators, AreOrderedByWhatTheyLetOut) {
  const auto strength = [](std::string_view name, uint32_t keep = 0) {
    return strength_of(*find_operator(name), {keep, 0});
  };
  EXPECT_LT(strength("keep"), strength("ask"));
  EXPECT_LT(strength("ask"), strength("generalize"));
  EXPECT_EQ(strength("generalize"), strength("shift_date"));
  EXPECT_EQ(strength("generalize"), strength("mask", 1));
  EXPECT_LT(strength("generalize"), strength("token"));
  EXPECT_EQ(strength("token"), strength("surrogate"));
  EXPECT_LT(strength("token"), strength("hash"));
  EXPECT_LT(strength("hash"), strength("label"));
  EXPECT_EQ(strength("label"), strength("mask"));
  EXPECT_EQ(strength("label"), strength("remove"));
  EXPECT_LT(strength("label"), strength("block"));
}

}  // namespace
}  // namespace blackbar
