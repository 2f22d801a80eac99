// Tests what no text can do to src/engine.cpp: make it fail, wander outside, or
// take more than linear time.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

#include "blackbar.h"
#include "engine_expect.h"

namespace blackbar {
namespace {

// Checks what is true of every result, whatever the text.
void expect_sound(const Engine& engine, std::string_view text) {
  uint32_t last = 0;
  for (const Finding& f : engine.detect(text)) {
    EXPECT_LE(last, f.span.begin);
    EXPECT_LT(f.span.begin, f.span.end);
    EXPECT_LE(f.span.end, text.size());
    EXPECT_GT(f.score, 0);
    EXPECT_LE(f.score, 1);
    EXPECT_FALSE(f.reasons.empty());
    last = f.span.end;
  }
  Conversation chat;
  const Redaction out = engine.redact(text, chat);
  uint32_t in_end = 0, out_end = 0;
  for (const AppliedFinding& f : out.findings) {
    EXPECT_LE(in_end, f.span.begin);
    EXPECT_LE(f.span.end, text.size());
    // What stands between the findings is copied as it is.
    EXPECT_EQ(
        text.substr(in_end, f.span.begin - in_end),
        std::string_view(out.text).substr(out_end, f.out.begin - out_end));
    EXPECT_EQ(out.text.substr(f.out.begin, f.out.size()), f.replacement);
    in_end = f.span.end;
    out_end = f.out.end;
  }
  EXPECT_EQ(text.substr(in_end), std::string_view(out.text).substr(out_end));
}

const std::string kHostile[] = {
    std::string(1, '\0'),
    std::string("ana\0@example.com\0", 17),
    std::string("4111\0 1111 1111 1111", 20),
    std::string("my password is a\0b", 18),
    "\xff\xfe ana@example.com \x80",
    "ana@ex\xc3mple.com",
    "\xf0\x9f\x98 4111111111111111 \xed\xa0\xbd",
    "ana@example.com\xc3",
    "\xc3",
    "\x1a\x1a",
    "\u200b\u200b\u200b",
    "\ufeff4111111111111111\ufeff",
    "e\u0301\u0301\u0301@example.com",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 +44 20 7946 0018 "
    "\U0001f1e9\U0001f1ea",
    "\u0645\u0631\u062d\u0628\u0627 ana@example.com \u0634\u0643\u0631\u0627",
    "(((((((((((",
    ")))))",
    "@@@@@",
    "a@b@c@d.example",
    "::::::::",
    "://://://",
    "+++++1",
    "+1+1+1+1+1+1+1",
    "0.0.0.0.0.0.0",
    "1.1.1.1.1.1.1.1.1.1.1.1",
    "-----BEGIN",
    "cvv cvv cvv 123 cvv",
    "password is is is is: :",
    "(EMAIL_1)(EMAIL_1)ana@example.com(EMAIL_1)",
};

TEST(Hostile, ResultsAreOrderedDisjointAndInside) {
  for (const char* policy : {"\"default\"", "\"pci-chat\"", "\"detect-only\"",
                             "\"gdpr-minimal\"", "\"hipaa-safe-harbor\"",
                             R"({"threshold": 0, "operator": "generalize"})",
                             R"({"threshold": 0, "operator": "remove"})",
                             R"({"threshold": 0, "operator": "surrogate"})",
                             R"({"threshold": 0, "operator": "mask"})"}) {
    const Engine engine = make(policy);
    for (const std::string& text : kHostile) {
      SCOPED_TRACE(std::string(policy) + " " + text);
      expect_sound(engine, text);
    }
  }
}

TEST(Hostile, ANulAndBadBytesHideNothing) {
  const Engine engine = make();
  EXPECT_EQ(found(engine, std::string_view("\0ana@example.com\0", 17)),
            "EMAIL_ADDRESS=ana@example.com");
  EXPECT_EQ(found(engine,
                  "\xff"
                  "ana@example.com\xff"),
            "EMAIL_ADDRESS=ana@example.com");
  EXPECT_EQ(found(engine, "\xed\xa0\xbd 4111111111111111"),
            "CREDIT_CARD=4111111111111111");
}

TEST(Hostile, KeepsEveryByteOfATextItDoesNotTouch) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(make().redact(all).text, all);
}

// --- Time ------------------------------------------------------------------------

std::string repeated(std::string_view unit, size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += unit;
  out.resize(bytes);
  return out;
}

// Milliseconds that one message takes in a conversation that has a token; the
// least of three, since others use the machine too.
double milliseconds(const Engine& engine, const std::string& text) {
  double least = std::numeric_limits<double>::infinity();
  for (int round = 0; round < 3; ++round) {
    Conversation chat;
    EXPECT_EQ(engine.redact("ana@example.com", chat).text.find("ana"),
              std::string::npos);
    const auto begin = std::chrono::steady_clock::now();
    const Redaction out = engine.redact(text, chat);
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - begin;
    EXPECT_FALSE(out.text.empty());
    least = std::min(least, took.count());
  }
  return least;
}

// Below this a time says more about the machine than about the text.
constexpr double kMeasurable = 20;
// A quadratic stage takes four times as long for twice the text.
constexpr double kAtMost = 3.5;

void expect_linear(const Engine& engine, std::string_view unit, size_t bytes) {
  const std::string once = repeated(unit, bytes);
  const std::string twice = repeated(unit, 2 * bytes);
  double of_once = milliseconds(engine, once);
  if (of_once < kMeasurable) return;
  double of_twice = milliseconds(engine, twice);
  // Was somebody else at work? A quadratic stage is no faster later.
  for (int look = 0; look < 2 && of_twice >= kAtMost * of_once; ++look) {
    of_once = std::min(of_once, milliseconds(engine, once));
    of_twice = std::min(of_twice, milliseconds(engine, twice));
  }
  EXPECT_LT(of_twice, kAtMost * of_once)
      << of_once << " ms, then " << of_twice << " ms";
}

constexpr std::string_view kUnits[] = {
    "@",
    ":",
    "(",
    ")",
    "+",
    "1",
    "a",
    "A",
    "_",
    "-",
    ".",
    " ",
    "/",
    "\n",
    "\"",
    "\xff",
    "\xc3",
    "\u00e9",
    "\u200b",
    "\uff11",
    "\U0001f600",
    "1 ",
    "1-",
    "1.",
    "1:",
    "+1",
    "(1",
    "12 ",
    "a1",
    "a1 ",
    "aa1",
    "DE89 ",
    "0",
    "a@",
    "a.",
    "a@a.",
    "a@b.co ",
    "::",
    "f:",
    "://",
    "a:b@",
    "http://",
    "http://a:",
    "cvv ",
    "cvv 123 ",
    "password ",
    "password is ",
    "pw: x ",
    "jan 1 ",
    "born 1.1.1985 ",
    "ghp_",
    "_ghp_",
    "4111111111111111 ",
    "(A_1)",
    "(A_",
    "(A_1) a@b.co ",
    "(EMAIL_1)",
    "(EMAIL_1) a@b.co ",
    "my password is (A_1) ",
};

TEST(Hostile, EveryRepeatedTextTakesLinearTime) {
  const Engine engine = make();
  for (std::string_view unit : kUnits) {
    SCOPED_TRACE(unit);
    expect_linear(engine, unit, 100'000);
  }
}

TEST(Hostile, AMegabyteOfOneCharacterEnds) {
  const Engine engine = make();
  for (std::string_view unit :
       {"@", ":", "(", "+", "1", "a", ".", "\xff", "\u00e9"}) {
    SCOPED_TRACE(unit);
    const std::string text = repeated(unit, 1 << 20);
    EXPECT_EQ(found(engine, text), "");
    EXPECT_TRUE(engine.redact(text).text == text);
  }
}

TEST(Hostile, AMegabyteOfFindingsComesBack) {
  const std::string text =
      repeated("mail ana@example.com, card 4111 1111 1111 1111. ", 1 << 20);
  const Engine engine = make();
  Conversation chat;
  const Redaction out = engine.redact(text, chat);
  EXPECT_GT(out.findings.size(), 40'000u);
  EXPECT_TRUE(chat.restore(out.text) == text);
}

// RE2 has no pattern that explodes in one search; these are the known ones.
TEST(Hostile, OwnPatternsTakeLinearTime) {
  for (const char* pattern : {"(?:a|a)+b", "(?:a+)+$", "[a-z]{1,60}x", "a+"}) {
    SCOPED_TRACE(pattern);
    const Engine engine =
        make("{\"rules\": [{\"entity\": \"L\", \"pattern\": \"" +
             std::string(pattern) + "\"}]}");
    expect_linear(engine, "a", 200'000);
  }
}

}  // namespace
}  // namespace blackbar
