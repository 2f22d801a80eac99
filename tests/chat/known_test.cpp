// Tests src/chat/known.cpp and src/text/plain.cpp: values the site knows, found
// as people type them.
#include "chat/known.h"

#include <gtest/gtest.h>

#include <string>

#include "blackbar.h"

namespace blackbar {
namespace {

// The text with braces around what is found of the value.
std::string found(std::string_view value, std::string_view text) {
  KnownValues known;
  EXPECT_TRUE(known.add("PERSON", "PERSON", value));
  std::string out(text);
  const auto hits = known.find(text);
  for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
    out.insert(hit->span.end, "}");
    out.insert(hit->span.begin, "{");
  }
  return out;
}

TEST(Known, IsFoundInAnyCaseAndWithoutAccents) {
  for (std::string_view text :
       {"{Ana Garc\u00eda}", "i am {ana garcia}.", "{ANA GARC\u00cdA}!",
        "{Ana  Garci\u0301a}", "{ana-garcia}", "({ana_garcia})", "{anagarcia}",
        "{ana.garcia}@example.com", "Banana Garcia", "ana garciaz", "ana",
        "ana, 33 garcia"}) {
    std::string plain(text);
    std::erase_if(plain, [](char c) { return c == '{' || c == '}'; });
    EXPECT_EQ(found("Ana Garc\u00eda", plain), text);
  }
}

TEST(Known, LettersOfManyScriptsLoseTheirCase) {
  EXPECT_EQ(found("Stra\u00dfer", "STRASSER"), "{STRASSER}");
  EXPECT_EQ(found("Jos\u00e9 Mu\u00f1oz", "jose munoz"), "{jose munoz}");
  EXPECT_EQ(found("\u0141ukasz", "lukasz"), "{lukasz}");
  EXPECT_EQ(found("Nguy\u1ec5n", "nguyen"), "{nguyen}");
  EXPECT_EQ(found("\u0418\u0432\u0430\u043d", "\u0438\u0432\u0430\u043d"),
            "{\u0438\u0432\u0430\u043d}");
  EXPECT_EQ(found("\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e!"),
            "{\u738b\u5c0f\u660e}!");
  EXPECT_EQ(found("KD-77 31", "kd7731"), "{kd7731}");
}

TEST(Known, WhatHasNoLetterOrIsTooLongIsNone) {
  KnownValues known;
  EXPECT_FALSE(known.add("PERSON", "PERSON", ""));
  EXPECT_FALSE(known.add("PERSON", "PERSON", " - "));
  EXPECT_FALSE(known.add("PERSON", "PERSON", std::string(257, 'a')));
  EXPECT_TRUE(known.empty());
}

TEST(Known, AConversationFindsItsOwnValuesOnly) {
  const auto engine = Engine::create("\"default\"");
  ASSERT_TRUE(engine.ok());
  Conversation one, other;
  const Engine& e = *const_cast<Result<Engine>&>(engine);
  EXPECT_FALSE(one.know(e, "EMAIL_ADDRESS", "Z\u00fcrcher Post").has_value());
  EXPECT_EQ(e.redact("the zurcher post, and ZURCHER POST", one).text,
            "the (EMAIL_1), and (EMAIL_1)");
  EXPECT_EQ(e.redact("the zurcher post", other).text, "the zurcher post");
  // Neither a token nor a label is a value, though they spell one.
  EXPECT_FALSE(one.know(e, "EMAIL_ADDRESS", "email").has_value());
  const std::string once = e.redact("my email", one).text;
  EXPECT_EQ(once, "my (EMAIL_2)");
  EXPECT_EQ(e.redact(once, one).text, once);
  EXPECT_EQ(e.redact("send [EMAIL] please", one).text, "send [EMAIL] please");
  const auto wrong = one.know(e, "NO_SUCH", "x");
  ASSERT_TRUE(wrong.has_value());
  EXPECT_EQ(wrong->code, ErrorCode::kUnknownEntity);
  EXPECT_EQ(one.know(e, "EMAIL_ADDRESS", "-")->code, ErrorCode::kOutOfRange);
}

}  // namespace
}  // namespace blackbar
