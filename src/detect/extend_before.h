// What stands before the head of a postal address, read backwards.
#pragma once

#include <cstdint>
#include <string_view>

namespace blackbar {

struct Before {
  uint32_t begin = 0;    // of the address
  bool located = false;  // it holds a unit or a postal code
};

// "Apt. 5, ", "12 " or "1052 Budapest, " before the head that begins at `begin`.
// Reads some 32 bytes for each.
Before read_before(std::string_view text, uint32_t begin);

}  // namespace blackbar
