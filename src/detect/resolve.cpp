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
  std::map<uint32_t, Candidate> kept;  // by begin; disjoint
  for (Candidate& c : candidates) {
    auto first = kept.lower_bound(c.span.begin);
    if (first != kept.begin() &&
        std::prev(first)->second.span.end > c.span.begin)
      continue;  // one reaches in from before, so it is not held whole
    auto last = first;
    bool holds = true;
    for (; last != kept.end() && last->first < c.span.end; ++last)
      holds = holds && last->second.span.end <= c.span.end &&
              last->second.span != c.span && last->second.entity != c.entity;
    if (!holds) continue;
    kept.erase(first, last);
    kept.emplace(c.span.begin, std::move(c));
  }
  std::vector<Candidate> out;
  out.reserve(kept.size());
  for (auto& [begin, candidate] : kept) out.push_back(std::move(candidate));
  return out;
}

}  // namespace blackbar
