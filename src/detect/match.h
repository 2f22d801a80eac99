// Confirms with RE2 what a trigger woke. The only header over RE2.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detect/candidate.h"
#include "detect/rule.h"

namespace blackbar {

// Bytes that one pattern's program and its DFA may take. A program that needs
// more is refused; a DFA that needs more is thrown away and built anew.
constexpr int64_t kPatternMemory = 1 << 20;

// Why RE2 refuses the pattern, or nothing. A pattern that matches the empty
// text, as "x*", is refused too.
std::optional<std::string> fault_in(std::string_view pattern);

// How far behind its begin a kText rule looks, in bytes: its matches are no
// longer. Without a bound "a.*b|a" would read the whole rest of a text of "a"
// for each of its matches.
constexpr uint32_t kOwnWindow = 1024;

// A pattern that matches this text and no other.
std::string quoted(std::string_view text);

// Patterns compile when they are first needed. May be shared by threads.
class Matcher {
 public:
  // Rules are borrowed and must outlive the matcher. `allowed` are patterns
  // for allows(); fault_in() must have found no fault in any of them.
  Matcher(std::span<const Rule> rules, std::span<const std::string> allowed);
  ~Matcher();
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  // Asked of a candidate of an `ends` rule before RE2 is, as most of the ends
  // that digits offer fail their check: is it worth to be confirmed?
  using Worth = std::function<bool(uint32_t rule, Span span)>;

  // What the woken rules match where they were woken; overlaps are kept.
  // For each kText rule a search that reads on from match to match, and
  // kOwnWindow bytes beyond each at most. Every other wake
  // looks at a bounded number of bytes; an address alone runs as far as its
  // domain, in which no second '@' can wake it. Linear in the text.
  std::vector<Candidate> run(std::string_view text, std::span<const Wake> wakes,
                             const Worth& worth = nullptr) const;

  // Does one of the allowed patterns match the whole value, or the whole word
  // it stands in ("ORD-12345678" around 12345678), or that and the word before?
  bool allows(std::string_view text, Span value) const;

 private:
  struct Patterns;
  std::unique_ptr<Patterns> patterns_;
};

}  // namespace blackbar
