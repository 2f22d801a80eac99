// Tested by tests/detect/resolve_test.cpp.
#include "detect/resolve.h"

#include <algorithm>
#include <map>

namespace blackbar {
namespace {

bool stronger(const Candidate& a, const Candidate& b) {
  if (a.soft != b.soft) return b.soft;
  if (a.score != b.score) return a.score > b.score;
  if (a.nobody != b.nobody) return b.nobody;
  if (a.span.size() != b.span.size()) return a.span.size() > b.span.size();
  if (a.rule != b.rule) return a.rule < b.rule;
  return a.span.begin < b.span.begin;
}

// Puts one that is named where the surest stands that claims the same bytes, as
// sure as that; what it replaces comes later and finds its place taken. `all` is
// sorted.
void prefer_named(std::vector<Candidate>& all) {
  std::map<std::pair<uint32_t, uint32_t>, Candidate*> best;
  for (Candidate& c : all) {
    if (c.nobody || c.soft) continue;
    auto [it, first] = best.try_emplace({c.span.begin, c.span.end}, &c);
    Candidate& there = *it->second;
    if (first || !c.named || there.named || c.entity == there.entity ||
        c.score + kOwnWord <= there.score)
      continue;
    c.score = there.score;
    std::swap(c, there);
  }
}

constexpr bool within(Span inner, Span outer) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

// Winners so far, by where they begin; disjoint.
class Kept {
 public:
  void offer(Candidate&& c) {
    auto first = map_.lower_bound(c.span.begin);
    if (first != map_.begin() &&
        std::prev(first)->second.span.end > c.span.begin)
      --first;
    auto last = first;
    bool displaces = true;
    bool same = false;
    for (; last != map_.end() && last->first < c.span.end; ++last) {
      const Candidate& there = last->second;
      if (within(c.span, there.span) && !yields(there, c)) return;
      displaces = displaces && yields(there, c);
      same = same || there.entity == c.entity;
    }
    if (!c.nobody)  // nobody's data yields even to the rest of a person's
      for (auto it = first; it != last;)
        it = it->second.nobody ? drop(it, first) : std::next(it);
    if (displaces) {
      map_.erase(first, last);
      map_.emplace(c.span.begin, std::move(c));
    } else if (!c.nobody && !c.soft && !same) {
      give_rest(c.span, first, last);
    }
  }

  std::vector<Candidate> take() {
    std::vector<Candidate> out;
    out.reserve(map_.size());
    for (auto& [begin, candidate] : map_)
      if (!candidate.nobody) out.push_back(std::move(candidate));
    return out;
  }

 private:
  using Map = std::map<uint32_t, Candidate>;

  // Does the one that is there make room for the lower-placed `c`?
  static bool yields(const Candidate& there, const Candidate& c) {
    if (c.nobody || c.soft) return false;
    if (there.nobody) return !within(c.span, there.span);
    return within(there.span, c.span) && there.span != c.span &&
           there.entity != c.entity;
  }

  Map::iterator drop(Map::iterator it, Map::iterator& first) {
    const bool is_first = it == first;
    it = map_.erase(it);
    if (is_first) first = it;
    return it;
  }

  // What of `span` no winner covers goes to the winners it touches: to the one
  // before a gap, and to the first what lies in front of it.
  void give_rest(Span span, Map::iterator first, Map::iterator last) {
    for (auto it = first; it != last; ++it) {
      const auto next = std::next(it);
      const uint32_t end =
          next == last ? span.end : std::min(span.end, next->first);
      it->second.span.end = std::max(it->second.span.end, end);
    }
    if (span.begin >= first->first) return;
    Candidate c = std::move(first->second);
    map_.erase(first);
    c.span.begin = span.begin;
    map_.emplace(span.begin, std::move(c));
  }

  Map map_;
};

}  // namespace

std::vector<Candidate> resolve(std::vector<Candidate> candidates) {
  std::sort(candidates.begin(), candidates.end(), stronger);
  prefer_named(candidates);
  Kept kept;
  for (Candidate& c : candidates) kept.offer(std::move(c));
  return kept.take();
}

}  // namespace blackbar
