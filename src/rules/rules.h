// The rules that come with the library, made from src/rules/**/*.toml by
// generate.py.
#pragma once

#include <span>
#include <string_view>

#include "detect/rule.h"

namespace blackbar {

// Sorted by entity; all in static storage.
std::span<const Rule> builtin_rules();

// Twelve hex digits of the SHA-256 of the table: the same rules, the same digits.
std::string_view builtin_rules_digest();

}  // namespace blackbar
