// Tests src/chat/window.cpp and conversation.cpp: texts in pieces, both ways,
// are what the whole text is. The texts are the chat messages of
// tests/accuracy/messages.jsonl, without the marks around their values.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "blackbar.h"
#include "engine_expect.h"
#include "text/json.h"

namespace blackbar {
namespace {

constexpr std::string_view kRandom = "0123456789abcdef0123456789abcdef0123";

std::vector<std::string> messages(size_t most) {
  std::ifstream file(BLACKBAR_MESSAGES_FILE);
  std::vector<std::string> out;
  for (std::string line; out.size() < most && std::getline(file, line);) {
    std::string text = parse_json(line)->find("text")->string;
    for (size_t open; (open = text.find("{{")) != text.npos;) {
      text.erase(text.find("}}", open), 2);
      text.erase(open, text.find(':', open) + 1 - open);
    }
    out.push_back(std::move(text));
  }
  return out;
}

// Cuts of a text: ascending, the end included.
using Cuts = std::vector<size_t>;

std::string redacted(const Engine& engine, Conversation& chat,
                     std::string_view text, const Cuts& cuts) {
  RedactionStream stream(engine, chat);
  std::string out;
  size_t at = 0;
  for (const size_t cut : cuts) {
    out += stream.write(text.substr(at, cut - at)).text;
    at = cut;
  }
  return out + stream.end().text;
}

std::string restored(Conversation& chat, std::string_view text,
                     const Cuts& cuts) {
  RestorationStream stream(chat);
  std::string out;
  size_t at = 0;
  for (const size_t cut : cuts) {
    out += stream.write(text.substr(at, cut - at));
    at = cut;
  }
  return out + stream.end();
}

Cuts random_cuts(size_t size, uint32_t& seed) {
  Cuts out;
  for (size_t at = 0; at < size;) {
    seed = seed * 1664525 + 1013904223;  // any generator does
    at += 1 + (seed >> 8) % (1 + size / 4);
    out.push_back(std::min(at, size));
  }
  return out;
}

TEST(Stream, EveryTwoWaySplitEqualsTheWhole) {
  const Engine engine = make();
  size_t splits = 0;
  for (const std::string& text : messages(200)) {
    SCOPED_TRACE(text);
    Conversation chat(kRandom);
    const std::string whole = engine.redact(text, chat).text;
    const std::string back = chat.restore(whole);
    for (size_t cut = 0; cut <= text.size(); ++cut, ++splits) {
      Conversation other(kRandom);
      ASSERT_EQ(redacted(engine, other, text, {cut, text.size()}), whole);
    }
    for (size_t cut = 0; cut <= whole.size(); ++cut, ++splits)
      ASSERT_EQ(restored(chat, whole, {cut, whole.size()}), back) << cut;
  }
  std::cout << splits << " two-way splits\n";
}

TEST(Stream, ManyWaySplitsEqualTheWhole) {
  const Engine engine = make();
  const std::vector<std::string> texts = messages(200);
  uint32_t seed = 1;
  for (int n = 0; n < 1000; ++n) {
    const std::string& text = texts[n % texts.size()];
    SCOPED_TRACE(text);
    Conversation chat(kRandom), other(kRandom);
    const std::string whole = engine.redact(text, chat).text;
    ASSERT_EQ(redacted(engine, other, text, random_cuts(text.size(), seed)),
              whole);
    ASSERT_EQ(restored(chat, whole, random_cuts(whole.size(), seed)),
              chat.restore(whole));
  }
}

// Long texts go out while they come in.
TEST(Stream, OfALongTextIsTheWholeAndHoldsLittleBack) {
  const Engine engine = make();
  std::string text;
  for (const std::string& message : messages(300)) text += message + "\n\n";
  Conversation chat(kRandom);
  const std::string whole = engine.redact(text, chat).text;
  uint32_t seed = 7;
  for (int n = 0; n < 3; ++n) {
    Conversation other(kRandom);
    ASSERT_EQ(redacted(engine, other, text, random_cuts(text.size(), seed)),
              whole);
  }
  Conversation other(kRandom);
  RedactionStream stream(engine, other);
  std::string out;
  int64_t most_held = 0, written = 0, cleared = 0;
  for (size_t at = 0; at < text.size(); at += 100) {
    const Redaction piece =
        stream.write(std::string_view(text).substr(at, 100));
    written += std::min<int64_t>(100, text.size() - at);
    int64_t shrunk = 0;  // by what the replacements are shorter
    for (const AppliedFinding& f : piece.findings)
      shrunk += int64_t{f.span.size()} - f.out.size();
    cleared += piece.text.size() + shrunk;
    most_held = std::max(most_held, written - cleared);
    out += piece.text;
  }
  out += stream.end().text;
  EXPECT_EQ(out, whole);
  EXPECT_LE(most_held, 2 * int64_t{RedactionStream::kHeld} + 256 + 100);
}

TEST(Stream, NothingOfAValueGoesOut) {
  const Engine engine = make();
  for (size_t pad = 0; pad < 2100; pad += 7) {
    std::string text = "ok ";
    while (text.size() < pad) text += "word ";
    text += "mail ana.lopez@example.com, card 4111 1111 1111 1111 ";
    while (text.size() < 5000) text += "word ";
    Conversation chat(kRandom);
    RedactionStream stream(engine, chat);
    std::string out;
    for (const char c : text) {
      out += stream.write({&c, 1}).text;
      ASSERT_EQ(out.find("ana"), out.npos);
      ASSERT_EQ(out.find("411"), out.npos);
    }
    out += stream.end().text;
    ASSERT_EQ(out.find("4111"), out.npos);
    ASSERT_EQ(chat.restore(out), text);
  }
}

// What a second look finds stands before what the first one found.
TEST(Stream, TokensAreNumberedAsTheyStand) {
  const Engine engine = make();
  const std::string text = "4Bonjour Mme Lef\u00e8vre 8ro 4 81 72-17812";
  Conversation chat(kRandom), other(kRandom);
  const Redaction whole = engine.redact(text, chat);
  EXPECT_EQ(redacted(engine, other, text, {10, text.size()}), whole.text);
  int last = 0;
  for (const AppliedFinding& f : whole.findings) {
    if (f.entity != "PERSON") continue;
    const int number = f.replacement[8] - '0';
    EXPECT_GT(number, last);
    last = number;
  }
}

TEST(Stream, AReplyIsRestoredBeforeItEnds) {
  const Engine engine = make();
  Conversation chat(kRandom);
  const std::string token =
      engine.redact("ana@example.com", chat).findings[0].replacement;
  RestorationStream stream(chat);
  EXPECT_EQ(stream.write("We wrote to "), "We wrote to ");
  EXPECT_EQ(stream.write(token.substr(0, 5)), "");
  EXPECT_EQ(stream.write(token.substr(5)), "ana@example.com");
  EXPECT_EQ(stream.write(", and"), ", and");
  EXPECT_EQ(stream.end(), "");
}

// A value that does not end goes out masked, not never.
TEST(Stream, AnEndlessTokenIsCut) {
  const Engine engine = make();
  Conversation chat(kRandom);
  RedactionStream stream(engine, chat);
  const std::string piece(10000, 'a');
  size_t out = 0;
  for (int n = 0; n < 20; ++n) out += stream.write(piece).text.size();
  EXPECT_GT(out, 0u);
  EXPECT_EQ(out + stream.end().text.size(), 200000u);
}

}  // namespace
}  // namespace blackbar
