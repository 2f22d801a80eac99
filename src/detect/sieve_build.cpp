// How a sieve is made of RE2's parse tree, and its table filled as texts ask.
// Apart from sieve.cpp because it runs seldom and is compiled to be small.
#include <algorithm>

#include "detect/sieve.h"
#include "re2/re2.h"
#include "re2/regexp.h"
#include "text/chars.h"

namespace blackbar {
namespace {

using re2::Regexp;

constexpr size_t kMostNodes = 4000;  // of one automaton; the rest is left out
constexpr uint8_t kMostKinds = 120;

// Characters that every match of this has at least.
uint32_t least(Regexp* re) {
  constexpr uint32_t kEnough = 1 << 12;
  uint32_t sum = 0;
  switch (re->op()) {
    case re2::kRegexpLiteral:
    case re2::kRegexpAnyChar:
    case re2::kRegexpCharClass:
      return 1;
    case re2::kRegexpLiteralString:
      return static_cast<uint32_t>(re->nrunes());
    case re2::kRegexpConcat:
      for (int i = 0; i < re->nsub(); ++i) sum += least(re->sub()[i]);
      return std::min(sum, kEnough);
    case re2::kRegexpAlternate:
      sum = kEnough;
      for (int i = 0; i < re->nsub(); ++i)
        sum = std::min(sum, least(re->sub()[i]));
      return sum;
    case re2::kRegexpPlus:
    case re2::kRegexpCapture:
      return least(re->sub()[0]);
    case re2::kRegexpRepeat:
      return std::min(kEnough,
                      least(re->sub()[0]) * static_cast<uint32_t>(re->min()));
    default:
      return 0;
  }
}

}  // namespace

// Thompson's construction, from the pattern's end to its begin.
class Sieve::Builder {
 public:
  explicit Builder(Sieve& sieve) : sieve_(sieve) {}

  uint16_t add(Node node) {
    if (sieve_.nodes_.size() >= kMostNodes) return too_much_;
    sieve_.nodes_.push_back(node);
    return static_cast<uint16_t>(sieve_.nodes_.size() - 1);
  }

  // Where a match of `re` is tried that goes on to `next`; `depth` characters
  // are taken before it at least.
  uint16_t build(Regexp* re, uint16_t next, uint32_t depth) {
    if (depth > kFarthest || sieve_.nodes_.size() >= kMostNodes)
      return too_much_;
    switch (re->op()) {
      case re2::kRegexpLiteral:
        return take(literal(re->rune(), re->parse_flags()), next);
      case re2::kRegexpLiteralString:
        for (int i = re->nrunes(); i-- > 0;)
          next = take(literal(re->runes()[i], re->parse_flags()), next);
        return next;
      case re2::kRegexpCharClass: {
        Set set;
        for (const re2::RuneRange& range : *re->cc()) put(range, set);
        return take(set, next);
      }
      case re2::kRegexpAnyChar:
        return take({{~uint64_t{0}, ~uint64_t{0}}, true}, next);
      case re2::kRegexpConcat:
        return concat(re, next, depth);
      case re2::kRegexpAlternate: {
        uint16_t all = build(re->sub()[0], next, depth);
        for (int i = 1; i < re->nsub(); ++i)
          all = add({Node::kFork, build(re->sub()[i], next, depth), all});
        return all;
      }
      case re2::kRegexpStar:
      case re2::kRegexpPlus:
        return loop(re->sub()[0], next, depth, re->op() == re2::kRegexpPlus);
      case re2::kRegexpQuest:
        return add({Node::kFork, build(re->sub()[0], next, depth), next});
      case re2::kRegexpRepeat:
        return repeat(re, next, depth);
      case re2::kRegexpCapture:
        return build(re->sub()[0], next, depth);
      case re2::kRegexpWordBoundary:
        sieve_.boundaries_ = true;
        return add({Node::kBoundary, 0, next});
      case re2::kRegexpNoWordBoundary:
        sieve_.boundaries_ = true;
        return add({Node::kNoBoundary, 0, next});
      case re2::kRegexpEndText:
        return add({Node::kTextEnd, 0, next});
      case re2::kRegexpEmptyMatch:
      case re2::kRegexpBeginLine:  // these may hold anywhere, for all we know
      case re2::kRegexpEndLine:
      case re2::kRegexpBeginText:
        return next;
      default:
        return too_much_;
    }
  }

  // The first node; every number in it is less than those that lead to it.
  void run(Regexp* re) {
    too_much_ = add({Node::kTooMuch});
    root_ = build(re, add({Node::kMatch}), 0);
  }
  uint16_t root() const { return root_; }

 private:
  uint16_t concat(Regexp* re, uint16_t next, uint32_t depth) {
    std::vector<uint32_t> depths;
    for (int i = 0; i < re->nsub(); ++i) {
      depths.push_back(depth);
      depth += least(re->sub()[i]);
    }
    for (int i = re->nsub(); i-- > 0;)
      next = build(re->sub()[i], next, depths[static_cast<size_t>(i)]);
    return next;
  }

  uint16_t loop(Regexp* body, uint16_t next, uint32_t depth, bool once) {
    const uint16_t fork = add({Node::kFork, next, next});
    if (fork == too_much_) return too_much_;
    const uint16_t begin = build(body, fork, depth);
    sieve_.nodes_[fork].value = begin;
    return once ? begin : fork;
  }

  uint16_t repeat(Regexp* re, uint16_t next, uint32_t depth) {
    Regexp* body = re->sub()[0];
    const uint32_t each = least(body);
    const auto min = static_cast<uint32_t>(re->min());
    if (re->max() < 0) {
      next = loop(body, next, depth + min * each, false);
    } else {
      const uint16_t out = next;
      for (auto i = static_cast<uint32_t>(re->max()); i-- > min;)
        next = add({Node::kFork, build(body, next, depth + i * each), out});
    }
    for (uint32_t i = min; i-- > 0;) next = build(body, next, depth + i * each);
    return next;
  }

  uint16_t take(const Set& set, uint16_t next) {
    auto& sets = sieve_.sets_;
    size_t i = static_cast<size_t>(std::find(sets.begin(), sets.end(), set) -
                                   sets.begin());
    if (i == sets.size()) sets.push_back(set);
    return add({Node::kTake, static_cast<uint16_t>(i), next});
  }

  static void put(re2::RuneRange range, Set& set) {
    for (re2::Rune r = range.lo; r <= std::min(range.hi, 127); ++r)
      set.ascii[r / 64] |= uint64_t{1} << r % 64;
    set.beyond = set.beyond || range.hi > 127;
  }

  static Set literal(re2::Rune rune, int flags) {
    Set set;
    put({rune, rune}, set);
    if (!(flags & Regexp::FoldCase)) return set;
    if (rune > 127) {
      // The long s and the Kelvin sign (Unicode, CaseFolding.txt).
      put({'K', 'K'}, set), put({'k', 'k'}, set);
      put({'S', 'S'}, set), put({'s', 's'}, set);
    } else if (is_alpha(static_cast<char>(rune))) {
      put({rune ^ 0x20, rune ^ 0x20}, set);
      set.beyond = lower(static_cast<char>(rune)) == 'k' ||
                   lower(static_cast<char>(rune)) == 's';
    }
    return set;
  }

  Sieve& sieve_;
  uint16_t too_much_ = 0;
  uint16_t root_ = 0;
};

Sieve::Sieve(std::string_view pattern) {
  Builder builder(*this);
  const RE2::Options options;
  re2::RegexpStatus status;
  Regexp* tree = Regexp::Parse(
      pattern, static_cast<Regexp::ParseFlags>(options.ParseFlags()), &status);
  root_ = builder.add({Node::kTooMuch});
  if (tree != nullptr) {
    builder.run(tree);
    root_ = builder.root();
    tree->Decref();
  }

  // Kinds of characters: those that the same sets take.
  std::vector<std::vector<bool>> seen;
  for (int c = 0; c < 128; ++c) {
    std::vector<bool> in;
    for (const Set& set : sets_) in.push_back(set.ascii[c / 64] >> c % 64 & 1);
    in.push_back(boundaries_ && is_word(static_cast<char>(c)));
    const auto at = std::find(seen.begin(), seen.end(), in);
    kind_of_[c] = static_cast<uint8_t>(at - seen.begin());
    if (at != seen.end()) continue;
    if (seen.size() == kMostKinds) {  // no pattern of ours
      nodes_[root_] = {Node::kTooMuch};
      kind_of_[c] = 0;
      continue;
    }
    seen.push_back(std::move(in));
    first_.push_back(static_cast<uint8_t>(c));
  }
  kinds_ = static_cast<uint8_t>(first_.size());
  table_ =
      std::make_unique<std::atomic<uint8_t>[]>(size_t{kStates} * (kinds_ + 2));
  starts_[0] = intern({{root_}, false});
  starts_[1] = boundaries_ ? intern({{root_}, true}) : starts_[0];
}

uint8_t Sieve::intern(State state) const {
  for (size_t i = 0; i < states_.size(); ++i)
    if (states_[i].behind_word == state.behind_word &&
        states_[i].nodes == state.nodes)
      return static_cast<uint8_t>(kFirst + i);
  if (kFirst + states_.size() >= kStates) return kMaybe;
  states_.push_back(std::move(state));
  return static_cast<uint8_t>(kFirst + states_.size() - 1);
}

uint8_t Sieve::compute(uint8_t from, uint8_t kind) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const bool at_end = kind == kinds_ + 1;
  const bool beyond = kind == kinds_;
  const uint8_t c = kind < kinds_ ? first_[kind] : 0;
  const bool is_word_next =
      boundaries_ && kind < kinds_ && is_word(static_cast<char>(c));
  const State& state = states_[from - kFirst];
  const bool boundary = state.behind_word != is_word_next;

  uint8_t accepts = 0;
  bool too_much = false;
  State to = {{}, is_word_next};
  Nodes todo = state.nodes;
  std::vector<bool> seen(nodes_.size());
  const auto visit = [&](uint16_t node) {
    if (!seen[node]) todo.push_back(node);
    seen[node] = true;
  };
  while (!todo.empty()) {
    const Node node = nodes_[todo.back()];
    todo.pop_back();
    switch (node.kind) {
      case Node::kTake: {
        const Set& set = sets_[node.value];
        if (beyond ? set.beyond : !at_end && (set.ascii[c / 64] >> c % 64 & 1))
          to.nodes.push_back(node.next);
        break;
      }
      case Node::kFork:
        visit(node.next);
        visit(node.value);
        break;
      case Node::kBoundary:
        if (boundary) visit(node.next);
        break;
      case Node::kNoBoundary:
        if (!boundary) visit(node.next);
        break;
      case Node::kTextEnd:
        if (at_end) visit(node.next);
        break;
      case Node::kMatch:
        accepts = kAccepts;
        break;
      case Node::kTooMuch:
        too_much = true;
        break;
    }
  }
  std::sort(to.nodes.begin(), to.nodes.end());
  to.nodes.erase(std::unique(to.nodes.begin(), to.nodes.end()), to.nodes.end());
  const uint8_t next = too_much           ? uint8_t{kMaybe}
                       : to.nodes.empty() ? uint8_t{kDead}
                                          : intern(std::move(to));
  const auto entry = static_cast<uint8_t>(next | accepts);
  table_[size_t{from} * (kinds_ + 2) + kind].store(entry,
                                                   std::memory_order_relaxed);
  return entry;
}

// With all that is reached if every assertion holds.
Sieve::Nodes Sieve::closure(Nodes from) const {
  std::vector<bool> seen(nodes_.size());
  Nodes out;
  const auto visit = [&](uint16_t node) {
    if (!seen[node]) out.push_back(node);
    seen[node] = true;
  };
  for (uint16_t node : from) visit(node);
  for (size_t i = 0; i < out.size(); ++i) {
    const Node node = nodes_[out[i]];
    if (node.kind == Node::kFork) visit(node.value);
    if (node.kind == Node::kFork || node.kind == Node::kBoundary ||
        node.kind == Node::kNoBoundary || node.kind == Node::kTextEnd)
      visit(node.next);
  }
  return out;
}

// What may come behind a run of such characters that a match begins with.
Sieve::Brief::Characters Sieve::behind(bool (*of_run)(char),
                                       bool beyond) const {
  Set run = {{}, beyond};
  for (int c = 0; c < 128; ++c)
    if (of_run(static_cast<char>(c)))
      run.ascii[c / 64] |= uint64_t{1} << c % 64;
  std::vector<bool> seen(nodes_.size());
  Brief::Characters out;
  for (Nodes nodes = closure({root_}), next; !nodes.empty();
       nodes = closure(std::move(next))) {
    next.clear();
    for (uint16_t i : nodes) {
      const Node node = nodes_[i];
      if (node.kind != Node::kTake || seen[node.next]) continue;
      const Set& set = sets_[node.value];
      if (!(set.ascii[0] & run.ascii[0]) && !(set.ascii[1] & run.ascii[1]) &&
          !(set.beyond && beyond))
        continue;
      seen[node.next] = true;
      next.push_back(node.next);
    }
    if (next.empty()) break;
    for (uint16_t i : closure(next)) {
      const Node node = nodes_[i];
      if (node.kind == Node::kMatch || node.kind == Node::kTooMuch)
        return {{~uint64_t{0}, ~uint64_t{0}}, true};
      if (node.kind != Node::kTake) continue;
      const Set& set = sets_[node.value];
      for (int w = 0; w < 2; ++w) out.bits[w] |= set.ascii[w] & ~run.ascii[w];
      if (set.beyond && !beyond) out.bits[0] |= 1;
    }
  }
  return out;
}

Sieve::Brief Sieve::brief() const {
  Brief out;
  for (uint16_t i : closure({root_})) {
    const Node node = nodes_[i];
    if (node.kind == Node::kTooMuch || node.kind == Node::kMatch)
      out.first_ = {{~uint64_t{0}, ~uint64_t{0}}, true};
    if (node.kind != Node::kTake) continue;
    const Set& set = sets_[node.value];
    for (int w = 0; w < 2; ++w) out.first_.bits[w] |= set.ascii[w];
    if (set.beyond) out.first_.bits[0] |= 1;
  }
  out.digits_ = behind(is_digit, false);
  out.letters_ = behind(is_alpha, true);
  return out;
}

}  // namespace blackbar
