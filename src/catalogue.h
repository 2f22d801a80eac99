// The rules of one engine: the built-in ones of the countries asked for, and
// the site's own.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anonymize/policy.h"
#include "blackbar.h"
#include "detect/rule.h"

namespace blackbar {

// Owns what the site's rules point to, so it must outlive every use of them.
struct Catalogue {
  std::vector<Rule> rules;
  std::vector<std::string> allowed;  // patterns; what matches one is no finding
  std::deque<std::string> strings;
  std::deque<std::vector<std::string_view>> lists;
  std::deque<std::vector<WordList>> contexts;

  Catalogue() = default;
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  // Errors: kUnknownCountry.
  std::optional<Error> add_builtin(const Options& options);
  // Rules of the policy, the values it denies and what it allows. Errors: kBadPattern,
  // kUnknownValidator, with the policy's JSONPath.
  std::optional<Error> add_own(const Policy& policy);

 private:
  std::string_view own(std::string text);
  Rule& add(std::string_view prefix, const std::string& entity,
            std::string pattern);
};

// The entities of all built-in rules, sorted, without repeats.
std::vector<std::string_view> builtin_entities();

}  // namespace blackbar
