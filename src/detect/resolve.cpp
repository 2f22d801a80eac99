// Tested by tests/detect/resolve_test.cpp.
#include "detect/resolve.h"

#include <algorithm>
#include <map>

namespace blackbar {
namespace {

bool stronger(const Candidate& a, const Candidate& b) {
  if (a.score != b.score) return a.score > b.score;
  if (a.span.size() != b.span.size()) return a.span.size() > b.span.size();
  if (a.rule != b.rule) return a.rule < b.rule;
  return a.span.begin < b.span.begin;
}

}  // namespace

std::vector<Candidate> resolve(std::vector<Candidate> candidates) {
  if (candidates.size() < 2) return candidates;
  std::sort(candidates.begin(), candidates.end(), stronger);
  std::map<uint32_t, uint32_t> taken;  // begin -> end, disjoint
  std::vector<Candidate> kept;
  for (Candidate& c : candidates) {
    const auto next = taken.lower_bound(c.span.begin);
    if (next != taken.end() && next->first < c.span.end) continue;
    if (next != taken.begin() && std::prev(next)->second > c.span.begin) continue;
    taken.emplace_hint(next, c.span.begin, c.span.end);
    kept.push_back(std::move(c));
  }
  std::sort(kept.begin(), kept.end(), [](const Candidate& a, const Candidate& b) {
    return a.span.begin < b.span.begin;
  });
  return kept;
}

}  // namespace blackbar
