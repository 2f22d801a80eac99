// Tests src/detect/resolve.cpp: who keeps the bytes that several claim.
#include "detect/resolve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace blackbar {
namespace {

Candidate candidate(uint32_t begin, uint32_t end, uint32_t rule, float score,
                    std::string_view entity = "A") {
  return {{begin, end}, rule, score, {}, entity};
}

Candidate nobodys(uint32_t begin, uint32_t end, uint32_t rule, float score) {
  Candidate c = candidate(begin, end, rule, score, "N");
  c.nobody = true;
  return c;
}

std::string shown(const std::vector<Candidate>& candidates) {
  std::string out;
  for (const Candidate& c : candidates)
    out += std::to_string(c.span.begin) + "-" + std::to_string(c.span.end) +
           "r" + std::to_string(c.rule) + " ";
  return out;
}

struct Case {
  const char* why;
  std::vector<Candidate> candidates;
  std::string kept;
};

const Case kCases[] = {
    {"nothing", {}, ""},
    {"one", {candidate(3, 7, 0, 0.5f)}, "3-7r0 "},
    {"in text order",
     {candidate(5, 9, 0, 0.9f), candidate(0, 4, 1, 0.5f)},
     "0-4r1 5-9r0 "},
    {"those that touch do not overlap",
     {candidate(0, 4, 0, 0.5f), candidate(4, 8, 1, 0.9f)},
     "0-4r0 4-8r1 "},
    {"the higher score",
     {candidate(0, 9, 0, 0.5f), candidate(2, 4, 1, 0.6f)},
     "2-4r1 "},
    {"on a tie the longer",
     {candidate(2, 4, 0, 0.5f), candidate(0, 9, 1, 0.5f)},
     "0-9r1 "},
    {"then the earlier rule",
     {candidate(0, 4, 2, 0.5f), candidate(0, 4, 1, 0.5f)},
     "0-4r1 "},
    {"then the earlier place",
     {candidate(2, 6, 0, 0.5f), candidate(0, 4, 0, 0.5f)},
     "0-4r0 "},
    {"a loser makes room for nobody but its own place",
     {candidate(0, 4, 0, 0.6f), candidate(3, 8, 1, 0.7f),
      candidate(7, 9, 2, 0.5f)},
     "3-8r1 "},
    {"what a loser overlapped may stay",
     {candidate(0, 5, 0, 0.9f), candidate(4, 9, 1, 0.7f),
      candidate(8, 12, 2, 0.5f)},
     "0-5r0 8-12r2 "},
    {"one inside another, at its end",
     {candidate(0, 9, 0, 0.9f), candidate(6, 9, 1, 0.8f)},
     "0-9r0 "},
    {"who holds another entity whole takes its place",
     {candidate(0, 9, 0, 0.5f, "B"), candidate(3, 7, 1, 0.9f)},
     "0-9r0 "},
    {"and that of several",
     {candidate(0, 9, 0, 0.5f, "B"), candidate(1, 3, 1, 0.9f),
      candidate(5, 9, 1, 0.9f, "C")},
     "0-9r0 "},
    {"who holds one and cuts another does not",
     {candidate(0, 9, 0, 0.5f, "B"), candidate(1, 3, 1, 0.9f),
      candidate(8, 12, 1, 0.9f)},
     "0-8r1 8-12r1 "},
    {"the rest of a loser of another entity goes with the winner",
     {candidate(5, 9, 0, 0.9f), candidate(2, 7, 1, 0.7f, "B")},
     "2-9r0 "},
    {"on either side, and between two",
     {candidate(2, 4, 0, 0.9f), candidate(6, 8, 1, 0.9f),
      candidate(3, 7, 2, 0.7f, "B")},
     "2-6r0 6-8r1 "},
    {"nobody's data wins over what it holds",
     {nobodys(0, 9, 0, 0.8f), candidate(2, 9, 1, 0.7f)},
     ""},
    {"but not over what is surer",
     {nobodys(0, 9, 0, 0.8f), candidate(2, 9, 1, 0.9f)},
     "2-9r1 "},
    {"nor on a tie",
     {nobodys(0, 9, 0, 0.8f), candidate(2, 9, 1, 0.8f)},
     "2-9r1 "},
    {"nor over what reaches out of it",
     {nobodys(0, 9, 0, 0.8f), candidate(2, 10, 1, 0.7f)},
     "2-10r1 "},
    {"and takes no rest",
     {nobodys(0, 4, 0, 0.8f), candidate(6, 9, 1, 0.7f),
      candidate(3, 7, 2, 0.6f, "B")},
     "3-9r1 "},
    {"nor who holds exactly its bytes",
     {candidate(3, 7, 0, 0.5f, "B"), candidate(3, 7, 1, 0.9f)},
     "3-7r1 "},
    {"nor who holds its own entity too",
     {candidate(0, 9, 0, 0.5f), candidate(3, 7, 1, 0.9f)},
     "3-7r1 "},
    {"what cut into one that was held stays out",
     {candidate(0, 9, 0, 0.5f, "B"), candidate(3, 7, 1, 0.9f),
      candidate(6, 12, 2, 0.7f)},
     "0-9r0 "},
    {"the same thing twice",
     {candidate(0, 4, 0, 0.5f), candidate(0, 4, 0, 0.5f)},
     "0-4r0 "},
};

TEST(Resolve, KeepsOneOfThoseThatOverlap) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.why);
    EXPECT_EQ(shown(resolve(c.candidates)), c.kept);
  }
}

TEST(Resolve, DoesNotDependOnTheOrderItIsGiven) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.why);
    std::vector<Candidate> turned(c.candidates.rbegin(), c.candidates.rend());
    EXPECT_EQ(shown(resolve(turned)), c.kept);
  }
}

TEST(Resolve, IsDisjointAndForgetsNoPlace) {
  // Numbers of a multiplicative generator (Park and Miller), so that a failure
  // can be seen again.
  uint64_t state = 1;
  const auto next = [&](uint32_t below) {
    state = state * 48271 % 2147483647;
    return static_cast<uint32_t>(state % below);
  };
  constexpr std::string_view kEntities[] = {"A", "B", "C"};
  for (int round = 0; round < 200; ++round) {
    std::vector<Candidate> all;
    for (int i = 0; i < 30; ++i) {
      const uint32_t begin = next(100);
      all.push_back(candidate(begin, begin + 1 + next(12), next(5),
                              static_cast<float>(next(4)) / 4,
                              kEntities[next(3)]));
    }
    const std::vector<Candidate> kept = resolve(all);
    for (size_t i = 1; i < kept.size(); ++i)
      EXPECT_LE(kept[i - 1].span.end, kept[i].span.begin);
    for (const Candidate& c : all)
      EXPECT_TRUE(std::any_of(
          kept.begin(), kept.end(),
          [&](const Candidate& k) { return k.span.overlaps(c.span); }))
          << "nobody stands where " << c.span.begin << " was";
  }
}

TEST(Resolve, KeepsTheReasons) {
  std::vector<Candidate> two = {candidate(0, 4, 0, 0.5f),
                                candidate(1, 3, 1, 0.9f)};
  two[1].reasons.push_back({ReasonKind::kPattern, "a.rule", 0.9f});
  const std::vector<Candidate> kept = resolve(two);
  ASSERT_EQ(kept.size(), 1u);
  ASSERT_EQ(kept[0].reasons.size(), 1u);
  EXPECT_EQ(kept[0].reasons[0].detail, "a.rule");
}

TEST(Resolve, OfTheSameBytesThatWhichIsNamedSpeaks) {
  Candidate named = candidate(0, 9, 1, 0.6f, "NAMED");
  named.named = true;
  std::vector<Candidate> out =
      resolve({candidate(0, 9, 0, 0.65f, "SURER"), named});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].entity, "NAMED");
  EXPECT_FLOAT_EQ(out[0].score, 0.65f);

  // Much surer: the check digit of the other says more than the word.
  out = resolve({candidate(0, 9, 0, 0.7f, "SURER"), named});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].entity, "SURER");
}

}  // namespace
}  // namespace blackbar
