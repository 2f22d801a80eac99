// The laws of the round trip, over 100,000 messages put together at random from
// values, tokens, what tokens become, and noise; every entity is a token.
// tests/fuzz/fuzz_laws.cpp checks the same over any bytes, but not so many.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "blackbar.h"
#include "engine_expect.h"

namespace blackbar {
namespace {

constexpr int kRuns = 100'000;
constexpr int kPerConversation = 50;

constexpr std::string_view kPieces[] = {
    "ana@example.com",
    "Ana@Example.com",
    "ben.b+x@example.org",
    "+1 212 555 0134",
    "(212) 555-0134",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "DE89 3704 0044 0532 0130 00",
    "my name is Maria Lopez",
    "Maria",
    "Ms Lopez",
    "192.0.2.7",
    "https://shop.example/a?b=c",
    "12 Elm Street, Dover, NH 03820",
    "ssn 078-05-1120",
    "born 3/14/1985",
    "order 88213",
    "(EMAIL_1)",
    "(EMAIL_1_KX4T)",
    "[EMAIL]",
    "EMAIL_1",
    "(",
    ")",
    "_",
    "\\",
    "**",
    "\n",
    ", ",
    " ",
    " and ",
    "is",
    "\u00e9\u00e8",
    "\u4f60\u597d",
    "\U0001F600",
    "\xff",
    "0",
    "a",
};

uint32_t next(uint32_t& seed) {
  seed = seed * 1664525 + 1013904223;  // any generator does
  return seed >> 8;
}

// A token of this conversation, as it is or treated somehow.
std::string treated(std::string token, uint32_t how) {
  switch (how % 4) {
    case 0:
      for (char& c : token) c = static_cast<char>(std::tolower(c));
      return token;
    case 1:
      return token.substr(1, token.size() - 2);
    case 2:
      return token.substr(0, token.size() - 1);
    default:
      return token;
  }
}

TEST(RoundTrip, GivesTheVeryTextBackAHundredThousandTimes) {
  const Engine engine = make(R"({"operator": "token", "entities": {
      "URL": {"operator": "token"}, "DATE_TIME": {"operator": "token"}}})");
  uint32_t seed = 1;
  Conversation chat;
  std::string token = "(EMAIL_1)";
  std::set<std::string> sent;
  for (int run = 0; run < kRuns; ++run) {
    if (run % kPerConversation == 0) {
      std::string random;
      for (int i = 0; i < 36; ++i) random += static_cast<char>(next(seed));
      chat = Conversation(random);
      sent.clear();
    }
    std::string text;
    for (uint32_t n = 1 + next(seed) % 8; n > 0; --n) {
      const uint32_t which = next(seed) % (std::size(kPieces) + 2);
      text += which < std::size(kPieces) ? kPieces[which]
                                         : treated(token, next(seed));
      if (next(seed) % 2) text += ' ';
    }
    // To the letter what left before: it is taken for that, and left alone.
    if (sent.count(text)) continue;
    SCOPED_TRACE(text);
    const Redaction out = engine.redact(text, chat);
    const bool labelled =
        std::any_of(out.findings.begin(), out.findings.end(),
                    [](const auto& f) { return f.operator_name != "token"; });
    if (!labelled) ASSERT_EQ(chat.restore(out.text), text);
    ASSERT_EQ(engine.redact(out.text, chat).text, out.text);
    sent.insert(out.text);
    for (const AppliedFinding& f : out.findings) {
      ASSERT_EQ(out.text.substr(f.out.begin, f.out.size()), f.replacement);
      if (f.operator_name == "token") token = f.replacement;
    }
  }
}

}  // namespace
}  // namespace blackbar
