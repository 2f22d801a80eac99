// Tests src/text/json.cpp against RFC 8259.
#include "text/json.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

// Writes a value in one fixed form, so that one string says what was read.
std::string shown(const Json& json) {
  std::string out;
  switch (json.kind) {
    case Json::Kind::kNull:
      return "null";
    case Json::Kind::kBool:
      return json.boolean ? "true" : "false";
    case Json::Kind::kNumber:
      return std::to_string(json.number);
    case Json::Kind::kString:
      return "'" + json.string + "'";
    case Json::Kind::kArray:
      for (const Json& item : json.items) out += shown(item) + ",";
      return "[" + out + "]";
    case Json::Kind::kObject:
      for (const auto& [name, value] : json.members)
        out += name + ":" + shown(value) + ",";
      return "{" + out + "}";
  }
  return out;
}

struct Case {
  std::string_view text, value;
};

constexpr Case kReads[] = {
    {"null", "null"},
    {" true ", "true"},
    {"\t\r\nfalse\n", "false"},
    {"0", "0.000000"},
    {"-0", "-0.000000"},
    {"12.5", "12.500000"},
    {"-1e3", "-1000.000000"},
    {"25E-1", "2.500000"},
    {"1e+2", "100.000000"},
    {"0.000001", "0.000001"},
    {"123456789012345678901234567890e-27", "123.456789"},  // all its digits
    {"0e999999999999999999999", "0.000000"},
    {"1e-99999", "0.000000"},
    {"1e99999", "inf"},
    {R"("")", "''"},
    {R"("a\"b\\c\/d")", "'a\"b\\c/d'"},
    {R"("\b\f\n\r\t")", "'\b\f\n\r\t'"},
    {R"("\u0041\u00e9\u20ac")", "'A\u00e9\u20ac'"},
    {R"("\uD83D\ude00")", "'\U0001f600'"},
    {R"("\udbff\udfff")", "'\U0010ffff'"},
    {R"("\ud83d")", "'\ufffd'"},        // a lone half
    {R"("\ud83dABC")", "'\ufffdABC'"},  // does not eat its neighbour
    {R"("\ude00x")", "'\ufffdx'"},
    {R"("\ud83d\n")", "'\ufffd\n'"},  // whatever the neighbour is
    {R"("\ud83d\u0041")", "'\ufffdA'"},
    {R"("\ud83d\ud83d\ude00")", "'\ufffd\U0001f600'"},
    {"\"\u00e9 \xff\"", "'\u00e9 \xff'"},  // bytes are taken as they are
    {"[]", "[]"},
    {"[ ]", "[]"},
    {"[1,[2],{}]", "[1.000000,[2.000000,],{},]"},
    {"{}", "{}"},
    {R"({ "a" : 1 , "b" : [ "c" ] })", "{a:1.000000,b:['c',],}"},
    {R"({"":null})", "{:null,}"},
    {R"({"a":1,"a":2})", "{a:1.000000,a:2.000000,}"},  // find() takes the last
};

TEST(Json, ReadsEveryKindOfValue) {
  for (const Case& c : kReads) {
    SCOPED_TRACE(c.text);
    auto json = parse_json(c.text);
    ASSERT_TRUE(json.ok()) << json.error().message;
    EXPECT_EQ(shown(*json), c.value);
  }
}

TEST(Json, ReadsShortNumbersAsTheNearestDouble) {
  for (const char* text : {"0.1", "0.3", "0.57", "1.005", "-2.675", "4e-7",
                           "123456789012345", "9.99999999999999e22"}) {
    SCOPED_TRACE(text);
    auto json = parse_json(text);
    ASSERT_TRUE(json.ok());
    EXPECT_EQ(json->number, std::strtod(text, nullptr));
  }
}

TEST(Json, KeepsANulInAString) {
  auto json = parse_json(R"("a\u0000b")");
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->string, std::string("a\0b", 3));
}

constexpr std::string_view kRefused[] = {
    "",
    " ",
    "nul",
    "nulls",
    "True",
    "'a'",
    "\"a",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\u",
    "\"a\nb\"",
    "\"a\tb\"",
    "01",
    "-",
    "+1",
    ".5",
    "1.",
    "1e",
    "1e+",
    "0x1",
    "NaN",
    "Infinity",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "]",
    "{",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,}",
    "{a:1}",
    "{1:1}",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "}",
    "1 2",
    "{} x",
    "// no\n1",
    "\xef\xbb\xbf{}",
};

TEST(Json, RefusesWhatIsNoJson) {
  for (std::string_view text : kRefused) {
    SCOPED_TRACE(text);
    const auto json = parse_json(text);
    ASSERT_FALSE(json.ok());
    EXPECT_EQ(json.error().code, ErrorCode::kInvalidJson);
    EXPECT_EQ(json.error().where, "$");
  }
}

TEST(Json, SaysWhereReadingStopped) {
  EXPECT_EQ(parse_json("[1,}").error().message, "not JSON from byte 3 on");
  EXPECT_EQ(parse_json("{} x").error().message, "not JSON from byte 3 on");
}

TEST(Json, GoesSixtyFourLevelsDeepAndNoDeeper) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + "1" + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(64)).ok());
  EXPECT_FALSE(parse_json(nested(65)).ok());
  // Nor does a longer one overflow the stack.
  EXPECT_FALSE(parse_json(std::string(1 << 20, '[')).ok());
}

TEST(Json, FindsTheLastMemberOfAName) {
  auto json = parse_json(R"({"a":1,"b":2,"a":3})");
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->find("a")->number, 3);
  EXPECT_EQ(json->find("b")->number, 2);
  EXPECT_EQ(json->find("c"), nullptr);
}

TEST(Json, ReadsBackWhatItWrites) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  for (const std::string& text : {all, std::string("\u00e9 \U0001f600 \"\\")}) {
    std::string written;
    append_json(text, written);
    auto json = parse_json(written);
    ASSERT_TRUE(json.ok());
    EXPECT_EQ(json->string, text);
  }
}

TEST(Json, WritesControlCharactersAsEscapes) {
  std::string out;
  append_json(std::string_view("\0\n\x1f\"\\", 5), out);
  EXPECT_EQ(out, R"("\u0000\u000a\u001f\"\\")");
}

}  // namespace
}  // namespace blackbar
