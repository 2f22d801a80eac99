// Tests src/anonymize/operate.cpp: what stands where once a message is done.
#include "anonymize/operate.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

Policy policy(std::string_view op) {
  Policy out;
  out.fallback.op = find_operator(op);
  return out;
}

Found found(std::string_view input, std::string_view value, size_t from = 0) {
  const auto begin = static_cast<uint32_t>(input.find(value, from));
  return {{{begin, static_cast<uint32_t>(begin + value.size())},
           "EMAIL_ADDRESS",
           "email.test",
           0.9f,
           Risk::kHigh,
           {}},
          "EMAIL"};
}

// Each replacement with the two places it stands for: "3-6>3-12 (EMAIL_1)".
std::string places(const Redaction& r) {
  std::string out;
  const auto range = [](Span s) {
    return std::to_string(s.begin) + "-" + std::to_string(s.end);
  };
  for (const AppliedFinding& f : r.findings)
    out += range(f.span) + ">" + range(f.out) + " " +
           std::string(f.operator_name) + " " + f.replacement + "; ";
  return out;
}

TEST(Operate, PutsTheReplacementInThePlaceOfEachFinding) {
  Vault vault;
  const std::string text = "to a@x, b@x and a@x.";
  const Redaction out = operate(
      text, {found(text, "a@x"), found(text, "b@x"), found(text, "a@x", 9)},
      policy("token"), vault);
  EXPECT_EQ(out.text, "to (EMAIL_1), (EMAIL_2) and (EMAIL_1).");
  EXPECT_EQ(places(out),
            "3-6>3-12 token (EMAIL_1); 8-11>14-23 token (EMAIL_2); "
            "16-19>28-37 token (EMAIL_1); ");
  EXPECT_EQ(out.action, Action::kPass);
}

TEST(Operate, EveryReplacementStandsWhereItSays) {
  for (const Operator& op : operators()) {
    SCOPED_TRACE(op.name);
    Vault vault;
    const std::string text = "a@x b@x";
    const Redaction out = operate(
        text, {found(text, "a@x"), found(text, "b@x")}, policy(op.name), vault);
    ASSERT_EQ(out.findings.size(), 2u);
    for (const AppliedFinding& f : out.findings) {
      EXPECT_EQ(out.text.substr(f.out.begin, f.out.size()), f.replacement);
      EXPECT_EQ(f.operator_name, op.name);
      EXPECT_EQ(f.entity, "EMAIL_ADDRESS");
      EXPECT_EQ(f.rule, "email.test");
    }
  }
}

TEST(Operate, LeavesATextWithoutFindingsAsItIs) {
  Vault vault;
  const std::string text("a\0b\xff (EMAIL_1)", 14);
  const Redaction out = operate(text, {}, policy("token"), vault);
  EXPECT_EQ(out.text, text);
  EXPECT_TRUE(out.findings.empty());
}

TEST(Operate, TreatsEachEntityAsThePolicySays) {
  Vault vault;
  Policy p = policy("token");
  p.entities["EMAIL_ADDRESS"] = {find_operator("mask"), {}, {1, 0}};
  const std::string text = "ab@x";
  EXPECT_EQ(operate(text, {found(text, "ab@x")}, p, vault).text, "a*@*");
}

TEST(Operate, TheStrictestOperatorDecidesAboutTheMessage) {
  struct {
    const char *first, *second;
    Action action;
    std::string_view out;
  } const cases[] = {
      {"keep", "token", Action::kPass, "a@x (EMAIL_1)"},
      {"ask", "token", Action::kAsk, "a@x (EMAIL_1)"},
      {"token", "ask", Action::kAsk, "(EMAIL_1) b@x"},
      {"block", "ask", Action::kBlock, "[FIRST] b@x"},
      {"ask", "block", Action::kBlock, "a@x [SECOND]"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.first) + " " + c.second);
    Vault vault;
    Policy p = policy("label");
    p.entities["FIRST"] = {find_operator(c.first), {}, {}};
    p.entities["SECOND"] = {find_operator(c.second), {}, {}};
    const std::string text = "a@x b@x";
    Found one = found(text, "a@x"), two = found(text, "b@x");
    one.finding.entity = "FIRST";
    two.finding.entity = "SECOND";
    const Redaction out = operate(text, {one, two}, p, vault);
    EXPECT_EQ(out.action, c.action);
    EXPECT_EQ(out.text, c.out);
  }
}

struct Joined {
  std::string_view text, value, out;
};

constexpr Joined kJoins[] = {
    {"a b@x c", "b@x", "a  c"},
    {"(EMAIL_b@x1)", "b@x", "(EMAIL_ 1)"},  // no token of two halves
    {"(EMAIL_1b@x)", "b@x", "(EMAIL_1 )"},
    {"(b@xEMAIL_1)", "b@x", "( EMAIL_1)"},
    {"ab@xc", "b@x", "a c"},
    {"b@x", "b@x", ""},
    {"b@x)", "b@x", ")"},
    {"(b@x", "b@x", "("},
    {"a, b@x.", "b@x", "a, ."},
};

TEST(Operate, TakingOutDoesNotMakeAToken) {
  for (const Joined& j : kJoins) {
    SCOPED_TRACE(j.text);
    Vault vault;
    const Redaction out =
        operate(j.text, {found(j.text, j.value)}, policy("remove"), vault);
    EXPECT_EQ(out.text, j.out);
  }
}

TEST(Operate, ATokenThatThePersonTypedGetsATokenOfItsOwn) {
  Vault vault;
  vault.token("EMAIL", "EMAIL_ADDRESS", "a@x");
  const std::string text = "(EMAIL_1) is not b@x";
  const Redaction out =
      operate(text, {found(text, "b@x")}, policy("token"), vault);
  EXPECT_EQ(out.text, "(TEXT_1) is not (EMAIL_2)");
  ASSERT_EQ(out.findings.size(), 2u);
  EXPECT_EQ(out.findings[0].entity, kPlaceholderEntity);
  EXPECT_EQ(out.findings[0].rule, kPlaceholderRule);
  ASSERT_EQ(out.findings[0].reasons.size(), 1u);
  EXPECT_EQ(vault.restore(out.text), text);
}

TEST(Operate, ATypedTokenBecomesATokenWhateverThePolicy) {
  for (const char* op : {"keep", "label", "mask", "remove"}) {
    SCOPED_TRACE(op);
    Vault vault;
    vault.token("EMAIL", "EMAIL_ADDRESS", "a@x");
    EXPECT_EQ(operate("(EMAIL_1)", {}, policy(op), vault).text, "(TEXT_1)");
  }
}

TEST(Operate, ATypedTokenInsideAFindingGoesWithIt) {
  Vault vault;
  vault.token("EMAIL", "EMAIL_ADDRESS", "a@x");
  const std::string text = "x(EMAIL_1)y";
  const Redaction out =
      operate(text, {found(text, text)}, policy("token"), vault);
  EXPECT_EQ(out.text, "(EMAIL_2)");
  EXPECT_EQ(vault.restore(out.text), text);
}

TEST(Operate, AFindingInsideATypedTokenGivesWay) {
  Vault vault;
  vault.token("EMAIL", "EMAIL_ADDRESS", "a@x");
  const std::string text = "(EMAIL_1)";
  const Redaction out =
      operate(text, {found(text, "EMAIL")}, policy("token"), vault);
  EXPECT_EQ(out.text, "(TEXT_1)");
  EXPECT_EQ(out.findings.size(), 1u);
}

TEST(Operate, RemembersNoText) {
  Vault vault;
  const std::string text = "to a@x";
  operate(text, {found(text, "a@x")}, policy("token"), vault);
  EXPECT_FALSE(vault.produced("to (EMAIL_1)"))
      << "the engine does, once it knows that this is what leaves";
}

// --- add_unseen ------------------------------------------------------------

struct Second {
  const char* why;
  std::string_view value;  // in the output
  std::string_view input;  // what it is in the input; empty if it is no news
};

TEST(AddUnseen, GivesTheInputsOffsets) {
  Vault vault;
  const std::string text = "one a@x two b@x three";
  const std::vector<Found> first = {found(text, "a@x"), found(text, "b@x")};
  const Redaction done = operate(text, first, policy("token"), vault);
  ASSERT_EQ(done.text, "one (EMAIL_1) two (EMAIL_2) three");
  constexpr Second kCases[] = {
      {"before all", "one", "one"},
      {"between", "two", "two"},
      {"behind all", "three", "three"},
      {"a replacement", "(EMAIL_1)", ""},
      {"a piece of one", "EMAIL", ""},
      {"over the begin of one", "one (", ""},
      {"over the end of one", ") three", ""},
      {"over both", "(EMAIL_1) two (EMAIL", ""},
      {"right before one", "one ", "one "},
      {"right behind one", " three", " three"},
  };
  for (const Second& c : kCases) {
    SCOPED_TRACE(c.why);
    std::vector<Found> all = first;
    EXPECT_EQ(add_unseen({found(done.text, c.value)}, done, all),
              !c.input.empty());
    EXPECT_EQ(all.size(), first.size() + !c.input.empty());
    bool there = c.input.empty();
    for (const Found& f : all)
      there |=
          text.substr(f.finding.span.begin, f.finding.span.size()) == c.input;
    EXPECT_TRUE(there);
    for (size_t i = 1; i < all.size(); ++i)
      EXPECT_LE(all[i - 1].finding.span.end, all[i].finding.span.begin)
          << "in order";
  }
}

TEST(AddUnseen, WhatHoldsReplacementsWholeTakesTheirPlace) {
  const std::string text = "one a@x two b@x three";
  const std::vector<Found> first = {found(text, "a@x"), found(text, "b@x")};
  Vault vault;
  const Redaction done = operate(text, first, policy("token"), vault);
  struct {
    std::string_view value, left;  // in the output; of the input
  } const cases[] = {
      {"one (EMAIL_1)", "one a@x|b@x|"},
      {"(EMAIL_1) two", "a@x two|b@x|"},
      {"one (EMAIL_1) two (EMAIL_2) three", "one a@x two b@x three|"},
      {" (EMAIL_2) ", "a@x| b@x |"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.value);
    std::vector<Found> all = first;
    EXPECT_TRUE(add_unseen({found(done.text, c.value)}, done, all));
    std::string left;
    for (const Found& f : all)
      left += text.substr(f.finding.span.begin, f.finding.span.size()) + "|";
    EXPECT_EQ(left, c.left);
  }
}

TEST(AddUnseen, TakesSeveralInOneGo) {
  Vault vault;
  const std::string text = "one a@x two b@x three";
  std::vector<Found> all = {found(text, "a@x"), found(text, "b@x")};
  const Redaction done = operate(text, all, policy("token"), vault);
  EXPECT_TRUE(
      add_unseen({found(done.text, "one"), found(done.text, "(EMAIL_1)"),
                  found(done.text, "two"), found(done.text, "three")},
                 done, all));
  std::string values;
  for (const Found& f : all)
    values += text.substr(f.finding.span.begin, f.finding.span.size()) + " ";
  EXPECT_EQ(values, "one a@x two b@x three ");
  EXPECT_FALSE(add_unseen({}, done, all));
}

}  // namespace
}  // namespace blackbar
