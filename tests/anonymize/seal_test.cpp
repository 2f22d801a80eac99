// Tests src/anonymize/seal.cpp through an engine: what is sealed leaves no trace
// in the text and opens with its key; redacting twice changes nothing; the
// conversation restores it.
#include "anonymize/seal.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "anonymize/sealing_keys.h"
#include "crypto/envelope.h"
#include "crypto/number.h"
#include "engine_expect.h"
#include "text/json.h"

namespace blackbar {
namespace {

const std::string kRandom(36, 's');
constexpr std::string_view kMail = "ana@example.com";

// An engine with one recipient of each kind.
Engine sealing(const std::string& entities) {
  return make(R"({"extends":"detect-only","recipients":{"billing":)" +
              public_jwk("k7") + ",\"claims\":" + public_jwk("k8") +
              R"(,"session":{"kty":"oct","use":"conversation"}},"entities":{)" +
              entities + "}}");
}

Conversation open(const Engine& engine, std::string_view id = "conv-42") {
  Conversation chat{std::string_view(kRandom)};
  const auto wrong = chat.seal_as(
      engine, id, "{\"session\":" + secret_jwk('s', "c1") + "}", 0);
  EXPECT_FALSE(wrong) << wrong->where << " " << wrong->message;
  return chat;
}

std::string entity(std::string_view name, std::string_view op,
                   std::string_view recipient) {
  return "\"" + std::string(name) + R"(":{"operator":")" + std::string(op) +
         R"(","recipient":")" + std::string(recipient) + "\"}";
}

struct Item {
  std::string ref, type, kid, value;
};

// What an envelope holds, opened for this conversation.
std::vector<Item> opened(const std::string& sealed, std::string_view context) {
  std::vector<Item> out;
  auto json = parse_json(sealed);
  EXPECT_TRUE(json.ok()) << sealed;
  EXPECT_EQ(json->find("v")->number, 1);
  EXPECT_EQ(json->find("suite")->number, 1);
  for (const Json& item : json->find("items")->items) {
    const Json* kid = item.find("kid") ? item.find("kid") : json->find("kid");
    Item one{
        item.find("ref")->string, item.find("type")->string, kid->string, {}};
    const std::string bytes =
        "\x01" + *unbase64url(item.find("sealed")->string);
    one.value = open_value({Suite::kHpke, one.kid, one.type, context, one.ref},
                           kPrivateKey, bytes)
                    .value_or("(does not open)");
    out.push_back(std::move(one));
  }
  return out;
}

TEST(Seal, TravelsBesideAToken) {
  const Engine engine = sealing(entity("EMAIL_ADDRESS", "seal", "billing"));
  Conversation chat = open(engine);
  const Redaction done = engine.redact("I am ana@example.com", chat);
  const std::string token = done.findings.at(0).replacement;
  EXPECT_EQ(done.text, "I am " + token);
  EXPECT_EQ(done.findings[0].operator_name, "seal");
  EXPECT_TRUE(token.starts_with("(EMAIL_1_"));
  EXPECT_EQ(done.sealed.find("ana"), done.sealed.npos);
  const auto items = opened(done.sealed, "conv-42");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ("(" + items[0].ref + ")", token);
  EXPECT_EQ(items[0].type, "EMAIL_ADDRESS");
  EXPECT_EQ(items[0].kid, "k7");
  EXPECT_EQ(items[0].value, kMail);
  EXPECT_EQ(opened(done.sealed, "conv-43")[0].value, "(does not open)");
  EXPECT_EQ(chat.restore(done.text), "I am ana@example.com");
  const Redaction again = engine.redact(done.text, chat);
  EXPECT_EQ(again.text, done.text);
  EXPECT_EQ(again.sealed, "");
}

TEST(Seal, EachMessageAndEachTokenOnce) {
  const Engine engine = sealing(entity("EMAIL_ADDRESS", "seal", "billing"));
  Conversation chat = open(engine);
  const Redaction first = engine.redact(
      "ana@example.com, bob@example.com and ana@example.com", chat);
  EXPECT_EQ(opened(first.sealed, "conv-42").size(), 2u);
  const Redaction next = engine.redact("it was ana@example.com", chat);
  ASSERT_EQ(opened(next.sealed, "conv-42").size(), 1u);
  EXPECT_EQ(opened(next.sealed, "conv-42")[0].value, kMail);
  EXPECT_NE(next.sealed, first.sealed);
  EXPECT_EQ(engine.redact("nothing", chat).sealed, "");
}

TEST(Seal, ForEachItsOwnRecipient) {
  const Engine engine = sealing(entity("EMAIL_ADDRESS", "seal", "billing") +
                                "," + entity("IP_ADDRESS", "seal", "claims"));
  Conversation chat = open(engine);
  const auto items = opened(
      engine.redact("ana@example.com from 192.0.2.17", chat).sealed, "conv-42");
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].kid, "k7");
  EXPECT_EQ(items[1].kid, "k8");
  EXPECT_EQ(items[1].value, "192.0.2.17");
}

TEST(Seal, WithoutAConversationToo) {
  const Engine engine = sealing(entity("EMAIL_ADDRESS", "seal", "billing"));
  const Redaction done = engine.redact("I am ana@example.com");
  EXPECT_EQ(done.text, "I am (EMAIL_1)");
  EXPECT_EQ(opened(done.sealed, "")[0].value, kMail);
}

TEST(Seal, StandsInATextThatGoesAlone) {
  const Engine engine = sealing(entity("EMAIL_ADDRESS", "seal", "billing"));
  Conversation chat = open(engine);
  RedactionStream stream(engine, chat);
  Redaction done = stream.write("I am ana@example.com, and ana@exam");
  done.text += stream.write("ple.com.").text;
  done.text += stream.end().text;
  EXPECT_EQ(done.sealed, "");
  const size_t begin = done.text.find("(bb1:EMAIL_ADDRESS:k7:");
  ASSERT_NE(begin, done.text.npos) << done.text;
  const std::string form =
      done.text.substr(begin, done.text.find(')') + 1 - begin);
  EXPECT_EQ(done.text, "I am " + form + ", and " + form + ".");
  const auto inside = read_inline(form);
  ASSERT_TRUE(inside);
  EXPECT_EQ(open_value({Suite::kHpke, "k7", "EMAIL_ADDRESS", "conv-42", {}},
                       kPrivateKey, inside->sealed),
            kMail);
  EXPECT_EQ(chat.restore(done.text),
            "I am ana@example.com, and ana@example.com.");
}

// What stands for the mail in "I am <mail>".
std::string in_text(std::string_view op, std::string_view id,
                    std::string_view value = kMail) {
  const Engine engine = sealing(entity("EMAIL_ADDRESS", op, "session"));
  Conversation chat = open(engine, id);
  const std::string input = "I am " + std::string(value);
  const Redaction done = engine.redact(input, chat);
  EXPECT_EQ(done.sealed, "");
  EXPECT_EQ(done.findings.size(), 1u);
  EXPECT_EQ(done.text, "I am " + done.findings[0].replacement);
  EXPECT_EQ(done.text.find("ana"), done.text.npos);
  EXPECT_EQ(chat.restore(done.text), input);
  EXPECT_EQ(engine.redact(done.text, chat).text, done.text);
  EXPECT_EQ(engine.redact("<" + input + ">", chat).text, "<" + done.text + ">");
  // Nor does anybody else take it for data.
  EXPECT_EQ(found(make(), done.text), "");
  return done.findings[0].replacement;
}

TEST(Seal, SecretKeysEncryptInTheText) {
  for (const auto& [op, suite] :
       {std::pair{"encrypt", Suite::kXChaCha},
        std::pair{"encrypt_deterministic", Suite::kGcmSiv}}) {
    SCOPED_TRACE(op);
    const std::string form = in_text(op, "conv-42");
    const auto inside = read_inline(form);
    ASSERT_TRUE(inside) << form;
    EXPECT_EQ(inside->kid, "c1");
    const auto value = [&](std::string_view context) {
      return open_value({suite, "c1", "EMAIL_ADDRESS", context, {}},
                        secret_key('s'), inside->sealed);
    };
    EXPECT_EQ(value("conv-42"), kMail);
    EXPECT_EQ(value("conv-43"), std::nullopt);
  }
}

TEST(Seal, EqualValuesAreEqualWhereTheyShouldBe) {
  EXPECT_NE(in_text("encrypt", "a"), in_text("encrypt", "a"));
  for (const char* op : {"encrypt_deterministic", "pseudonym"}) {
    EXPECT_EQ(in_text(op, "a"), in_text(op, "a"));
    EXPECT_NE(in_text(op, "a"), in_text(op, "b"));
    EXPECT_NE(in_text(op, "a"), in_text(op, "a", "bob@example.com"));
  }
}

TEST(Seal, NumbersKeepTheirShape) {
  const Engine engine = sealing(entity("PHONE_NUMBER", "fpe", "session") + "," +
                                entity("CREDIT_CARD", "fpe", "session"));
  Conversation chat = open(engine);
  for (const auto& [type, value] :
       {std::pair{"PHONE_NUMBER", "+1 (212) 555-0134"},
        std::pair{"CREDIT_CARD", "4111 1111 1111 1111"}}) {
    const std::string input = std::string(value) + " is my number";
    const Redaction done = engine.redact(input, chat);
    ASSERT_EQ(done.findings.size(), 1u) << input;
    const std::string number = done.findings[0].replacement;
    EXPECT_EQ(number.size(), std::string_view(value).size());
    EXPECT_NE(number, value);
    EXPECT_EQ(decrypt_number({Suite::kFf1, "c1", type, "conv-42", {}},
                             secret_key('s'), number),
              value);
    EXPECT_EQ(chat.restore(done.text), input);
    EXPECT_EQ(engine.redact(done.text, chat).text, done.text);
  }
}

TEST(Seal, WhatIsTooShortForItIsSealedOrGone) {
  const Engine label = sealing(entity("EMAIL_ADDRESS", "fpe", "session"));
  Conversation chat = open(label);
  EXPECT_EQ(label.redact("I am ana@example.com", chat).text,
            "I am [EMAIL_ADDRESS]");
  const Engine engine =
      sealing(R"("EMAIL_ADDRESS":{"operator":"fpe","recipient":"session",)"
              R"("fallback":"billing"})");
  Conversation other = open(engine);
  const Redaction done = engine.redact("I am ana@example.com", other);
  EXPECT_TRUE(done.text.starts_with("I am (EMAIL_1_"));
  EXPECT_EQ(opened(done.sealed, "conv-42")[0].value, kMail);
}

TEST(Seal, WithoutItsKeyItIsGone) {
  for (const char* op :
       {"encrypt", "encrypt_deterministic", "fpe", "pseudonym"}) {
    const Engine engine = sealing(entity("EMAIL_ADDRESS", op, "session"));
    EXPECT_EQ(engine.redact("I am ana@example.com").text,
              "I am [EMAIL_ADDRESS]");
  }
  // Chosen by the person, where the policy names nobody to seal for.
  const Engine engine = make();
  for (const char* op : {"encrypt", "fpe", "pseudonym", "seal"}) {
    Expectation chosen;
    ASSERT_FALSE(engine.choose("EMAIL_ADDRESS", op, chosen));
    Conversation chat;
    const Redaction done = engine.redact("I am ana@example.com", chat, chosen);
    EXPECT_EQ(done.text, "I am [EMAIL_ADDRESS]");
    EXPECT_EQ(done.sealed, "");
  }
}

TEST(Seal, AnIdHasItsLength) {
  const Engine engine = sealing(entity("EMAIL_ADDRESS", "seal", "billing"));
  Conversation chat;
  const std::string keys = "{\"session\":" + secret_jwk('s', "c1") + "}";
  EXPECT_FALSE(chat.seal_as(engine, std::string(255, 'i'), keys, 0));
  const auto wrong = chat.seal_as(engine, std::string(256, 'i'), keys, 0);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->where, "id");
  // Where nothing is sealed it may be as long as it likes.
  EXPECT_FALSE(chat.seal_as(make(), std::string(256, 'i'), "", 0));
}

}  // namespace
}  // namespace blackbar
