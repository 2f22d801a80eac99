// Every rule finds what its file says it finds, and spares what it says it
// spares. The examples come from src/rules/**/*.toml.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "blackbar.h"
#include "detect/match.h"
#include "detect/trigger.h"
#include "detect/validate.h"
#include "rules/examples.gen.h"
#include "rules/pack.h"

namespace blackbar {
namespace {

struct Marked {
  std::string text;
  std::string value;  // what stood in braces
};

// "my {4111<>1111}" says that 41111111 is found in "my 41111111".
Marked unmark(std::string_view example) {
  Marked out;
  bool inside = false;
  for (size_t i = 0; i < example.size(); ++i) {
    if (example.substr(i).starts_with("<>")) {
      ++i;
    } else if (example[i] == '{' || example[i] == '}') {
      inside = example[i] == '{';
    } else {
      out.text += example[i];
      if (inside) out.value += example[i];
    }
  }
  return out;
}

Engine make(std::string_view policy) {
  auto engine = Engine::create(policy);
  EXPECT_TRUE(engine.ok()) << engine.error().where << engine.error().message;
  return *engine;
}

bool is_nobodys(std::string_view entity) {
  const std::vector<Rule>& rules = builtin_pack().rules;
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& r) {
    return r.entity == entity && r.nobody;
  });
}

}  // namespace

TEST(Rules, FindAndSpareWhatTheirFilesSay) {
  const Engine engine = make("\"default\"");
  for (const Example& example : kExamples) {
    SCOPED_TRACE(example.text);
    const Marked marked = unmark(example.text);
    std::set<std::string> values;
    const std::vector<Finding> findings = engine.detect(marked.text);
    if (is_nobodys(example.entity)) {
      // It wins over what lies inside of it, so nothing is found there.
      const auto begin = marked.text.find(marked.value);
      for (const Finding& f : findings)
        EXPECT_FALSE(example.finds && f.span.begin >= begin &&
                     f.span.end <= begin + marked.value.size())
            << f.rule;
      continue;
    }
    for (const Finding& f : findings)
      if (f.entity == example.entity)
        values.insert(marked.text.substr(f.span.begin, f.span.size()));
    if (example.finds)
      EXPECT_EQ(values, std::set<std::string>{marked.value});
    else
      EXPECT_TRUE(values.empty()) << *values.begin();
  }
}

TEST(Rules, CarryBothKindsOfExamples) {
  const Engine engine = make("\"default\"");
  for (std::string_view entity : engine.entities()) {
    SCOPED_TRACE(entity);
    const auto has = [&](bool finds) {
      return std::any_of(std::begin(kExamples), std::end(kExamples),
                         [&](const Example& e) {
                           return e.entity == entity && e.finds == finds;
                         });
    };
    EXPECT_TRUE(has(true));
    EXPECT_TRUE(has(false));
  }
}

TEST(Rules, AreWellMade) {
  std::set<std::string_view> ids;
  for (const Rule& rule : builtin_pack().rules) {
    SCOPED_TRACE(rule.id);
    EXPECT_TRUE(ids.insert(rule.id).second);
    EXPECT_EQ(fault_in(rule.pattern), std::nullopt);
    EXPECT_TRUE(rule.check.empty() || Check::is_valid(rule.check))
        << rule.check;
    EXPECT_NE(rule.trigger, Trigger::kText);  // would run over every text
    EXPECT_TRUE(rule.trigger != Trigger::kNumber || rule.digits != 0);
    EXPECT_EQ(rule.digits >> (kMaxDigits + 1), 0u);
    EXPECT_TRUE(!rule.needs_words || !rule.context.empty());
    EXPECT_FALSE(rule.token.empty());
    EXPECT_TRUE(rule.trigger != Trigger::kPrefix ||
                std::all_of(rule.words.begin(), rule.words.end(),
                            [](std::string_view w) { return w.size() >= 2; }));
  }
}

// Formats of tokens and keys, by the prefixes that their makers gave them.
TEST(Rules, KnowAHundredAndFiftyFormatsOfSecrets) {
  std::set<std::string_view> prefixes;
  for (const Rule& rule : builtin_pack().rules)
    if (rule.trigger == Trigger::kPrefix && rule.risk == Risk::kCritical &&
        rule.entity == "API_KEY")
      prefixes.insert(rule.words.begin(), rule.words.end());
  EXPECT_GE(prefixes.size(), 150u);
}

}  // namespace blackbar
