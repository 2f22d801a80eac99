// Golden messages: what whole chat messages become. messages.jsonl holds them,
// expected.jsonl what the engine makes of each, offsets in bytes of UTF-8. The
// Node tests read the same two files.
//
//   BLACKBAR_UPDATE=1 build/native/tests/messages_messages_test
//
// writes expected.jsonl anew; read its diff before it is kept.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "blackbar.h"
#include "text/chars.h"
#include "text/json.h"

namespace blackbar {
namespace {

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(std::string(BLACKBAR_MESSAGES_DIR "/") + file,
                   std::ios::binary);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

// --- JSON out: ASCII alone, so that what nobody sees stands in the diff ------

char32_t point_at(std::string_view text, size_t at) {
  const uint32_t length = sequence_length(text[at]);
  char32_t point =
      static_cast<unsigned char>(text[at]) & (0xFF >> (length + 1));
  for (uint32_t i = 1; i < length; ++i)
    point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  return point;
}

std::string json_string(std::string_view text) {
  std::string raw, out;
  append_json(text, raw);
  const auto escape = [&](char32_t unit) {
    char hex[8];
    std::snprintf(hex, sizeof hex, "\\u%04x",
                  static_cast<unsigned>(unit & 0xFFFF));
    out += hex;
  };
  for (size_t at = 0; at < raw.size(); at += sequence_length(raw[at])) {
    const char32_t point = point_at(raw, at);
    if (static_cast<unsigned char>(raw[at]) < 0x80) {
      out += raw[at];
    } else if (point < 0x10000) {
      escape(point);
    } else {  // a pair: RFC 8259, section 7
      escape(0xD800 + ((point - 0x10000) >> 10));
      escape(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return out;
}

// A policy as Engine::create wants it.
std::string written(const Json& json) {
  std::string out;
  switch (json.kind) {
    case Json::Kind::kNull:
      return "null";
    case Json::Kind::kBool:
      return json.boolean ? "true" : "false";
    case Json::Kind::kNumber:
      return std::to_string(json.number);
    case Json::Kind::kString:
      return json_string(json.string);
    case Json::Kind::kArray:
      for (const Json& item : json.items)
        out += (out.empty() ? "" : ", ") + written(item);
      return "[" + out + "]";
    case Json::Kind::kObject:
      for (const Json::Member& m : json.members)
        out += (out.empty() ? "" : ", ") + json_string(m.name) + ": " +
               written(m.value);
      return "{" + out + "}";
  }
  return out;
}

std::string written(const AppliedFinding& f) {
  char score[16];
  std::snprintf(score, sizeof score, "%.3f", static_cast<double>(f.score));
  const auto number = [](uint32_t n) { return std::to_string(n); };
  return "{\"entity\": " + json_string(f.entity) +
         ", \"rule\": " + json_string(f.rule) +
         ", \"start\": " + number(f.span.begin) +
         ", \"end\": " + number(f.span.end) + ", \"score\": " + score +
         ", \"operator\": " + json_string(f.operator_name) +
         ", \"replacement\": " + json_string(f.replacement) +
         ", \"outStart\": " + number(f.out.begin) +
         ", \"outEnd\": " + number(f.out.end) + "}";
}

std::string written(std::string_view name, const Redaction& redaction) {
  std::string findings;
  for (const AppliedFinding& f : redaction.findings)
    findings += (findings.empty() ? "" : ", ") + written(f);
  return "{\"name\": " + json_string(name) +
         ", \"text\": " + json_string(redaction.text) + ", \"findings\": [" +
         findings + "]}";
}

// --- The messages --------------------------------------------------------------

std::string name_in(const std::string& line) {
  auto json = parse_json(line);
  const Json* name = json.ok() ? json->find("name") : nullptr;
  return name ? name->string : "";
}

// The line of expected.jsonl for a line of messages.jsonl; empty if it cannot
// be read.
std::string answer(const std::string& line) {
  auto message = parse_json(line);
  if (!message.ok()) return "";
  const Json* policy = message->find("policy");
  const Json* text = message->find("text");
  if (!policy || !text) return "";
  Options options;
  if (const Json* countries = message->find("countries"))
    for (const Json& country : countries->items)
      options.countries.push_back(country.string);
  auto engine = Engine::create(written(*policy), options);
  return engine.ok() ? written(name_in(line), engine->redact(text->string))
                     : "";
}

TEST(Messages, BecomeWhatWasRead) {
  const bool update = std::getenv("BLACKBAR_UPDATE") != nullptr;
  const std::vector<std::string> messages = lines_of("messages.jsonl");
  const std::vector<std::string> expected = lines_of("expected.jsonl");
  ASSERT_GT(messages.size(), 50u);
  std::string made;
  for (size_t i = 0; i < messages.size(); ++i) {
    SCOPED_TRACE(name_in(messages[i]));
    const std::string line = answer(messages[i]);
    ASSERT_NE(line, "") << "cannot be read: line " << i + 1;
    if (!update) EXPECT_EQ(line, i < expected.size() ? expected[i] : "");
    made += line + "\n";
  }
  if (update)
    std::ofstream(BLACKBAR_MESSAGES_DIR "/expected.jsonl", std::ios::binary)
        << made;
  else
    EXPECT_EQ(expected.size(), messages.size());
}

TEST(Messages, HaveEachItsName) {
  std::set<std::string> names;
  for (const std::string& line : lines_of("messages.jsonl"))
    EXPECT_TRUE(names.insert(name_in(line)).second) << name_in(line);
  EXPECT_FALSE(names.count(""));
}

// The laws that hold for every text hold for these too: a conversation gives
// the text back, and what was redacted once is left alone.
TEST(Messages, ComeBackAndStayRedacted) {
  const Engine engine = *Engine::create(R"({"entities": {
      "API_KEY": {"operator": "token"}, "CVV_NUMBER": {"operator": "ask"},
      "ONE_TIME_CODE": {"operator": "token"}, "PASSWORD": {"operator": "token"},
      "URL_CREDENTIALS": {"operator": "token"}}})");
  for (const std::string& line : lines_of("messages.jsonl")) {
    SCOPED_TRACE(name_in(line));
    const std::string text = parse_json(line)->find("text")->string;
    Conversation chat;
    const std::string redacted = engine.redact(text, chat).text;
    EXPECT_EQ(engine.redact(redacted, chat).text, redacted);
    EXPECT_EQ(chat.restore(redacted), text);
  }
}

}  // namespace
}  // namespace blackbar
