// Tests src/detect/sieve.cpp: what it refuses and where it sees ends. That it
// refuses nothing that RE2 takes is tried here by hand, and by
// tests/fuzz/fuzz_triggers.cpp with every built-in rule.
#include "detect/sieve.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "re2/re2.h"

namespace blackbar {
namespace {

struct Case {
  const char* pattern;
  const char* text;
  uint32_t at;
  bool lets;
};

constexpr Case kCases[] = {
    {R"(\b\d{3}-\d{2}\b)", "123-45", 0, true},
    {R"(\b\d{3}-\d{2}\b)", "123-456", 0, false},
    {R"(\b\d{3}-\d{2}\b)", "123 45", 0, false},
    {R"(\b\d{3}-\d{2}\b)", "a123-45", 1, false},  // no \b there
    {R"(\B\(\d)", "a(1", 1, false},
    {R"(\B\(\d)", " (1", 1, true},
    {R"(\d+$)", "12", 0, true},
    {R"(\d+$)", "12 ", 0, false},
    {R"((?i)sik)", "SIK", 0, true},
    {R"((?i)sik)", "\u017fi\u212a", 0, true},  // the long s, the Kelvin sign
    {R"((?i)\x{17f})", "s", 0, true},
    {R"(\x{e9}t)", "\u00e9t", 0, true},
    {R"(\x{e9}t)", "et", 0, false},
    {R"([^a]b)", "\u00e9b", 0, true},
    {R"(a(?:b|cd){2,3}e)", "acdbe", 0, true},
    {R"(a(?:b|cd){2,3}e)", "abe", 0, false},
    {R"((?:ab)*c)", "ababc", 0, true},
    {R"((?:ab)+c)", "c", 0, false},
    {R"(.{300}x)", "short", 0, false},
    {R"(a\C)", "a\u00e9", 0, true},  // more than it knows: it lets it
};

TEST(Sieve, RefusesWhatCannotMatch) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(std::string(c.pattern) + " in " + c.text);
    const std::string_view text = c.text;
    const Sieve sieve(c.pattern);
    EXPECT_EQ(sieve.lets(text, c.at), c.lets);
    const size_t run_end = Sieve::Brief::run_end(text, c.at);
    const bool brief = sieve.brief().lets(text, c.at, run_end);
    EXPECT_TRUE(brief || !c.lets);
    const bool matches = RE2(c.pattern).Match(text, c.at, text.size(),
                                              RE2::ANCHOR_START, nullptr, 0);
    EXPECT_TRUE(c.lets || !matches);
  }
}

TEST(Sieve, ABriefLooksAtTheFirstCharacterAndBehindTheRun) {
  const Sieve::Brief brief = Sieve(R"(\d{1,3}[.-]\d|[A-F]\d)").brief();
  const auto lets = [&](std::string_view text) {
    return brief.lets(text, 0, Sieve::Brief::run_end(text, 0));
  };
  EXPECT_TRUE(lets("12.3"));
  EXPECT_TRUE(lets("12345.3"));  // it does not count
  EXPECT_FALSE(lets("12 3"));
  EXPECT_FALSE(lets("12"));
  EXPECT_TRUE(lets("A1"));
  EXPECT_FALSE(lets("G1"));
  EXPECT_FALSE(lets("A-1"));
}

TEST(Sieve, SeesEveryEnd) {
  const Sieve sieve(R"(\b\d(?:[ -]?\d){3,5}\b)");
  std::vector<uint32_t> ends;
  EXPECT_TRUE(sieve.ends("1 2 3 4 5 6 7 8", 0, ends));
  EXPECT_EQ(ends, (std::vector<uint32_t>{7, 9, 11}));
  ends.clear();
  EXPECT_TRUE(sieve.ends("1234567", 0, ends));
  EXPECT_TRUE(ends.empty());
}

TEST(Sieve, SaysWhenItDoesNotSeeThemAll) {
  std::vector<uint32_t> ends;
  EXPECT_FALSE(Sieve(R"(\d+)").ends(std::string(1000, '1'), 0, ends));
}

TEST(Sieve, MayBeSharedByThreads) {
  const Sieve sieve(R"(\b\d{2,9}[a-z]{3}\b)");
  std::vector<std::thread> threads;
  std::vector<int> seen(4);
  for (int& count : seen)
    threads.emplace_back([&] {
      for (int i = 10; i < 5000; ++i)
        count += sieve.lets(std::to_string(i) + (i % 2 ? "abc" : "ab"), 0);
    });
  for (std::thread& thread : threads) thread.join();
  for (int count : seen) EXPECT_EQ(count, 2495);
}

}  // namespace
}  // namespace blackbar
