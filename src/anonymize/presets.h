// The policies that have a name.
#pragma once

#include <span>
#include <string_view>

namespace blackbar {

struct Preset {
  std::string_view name;
  std::string_view policy;  // JSON, checked by the same reader as any other
};

// Sorted by name.
std::span<const Preset> presets();

}  // namespace blackbar
