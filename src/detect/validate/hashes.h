// The two hashes that wallet addresses carry their checks in. To verify public
// checksums only: nothing secret passes here.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace blackbar {

using Digest = std::array<uint8_t, 32>;

Digest sha256(std::string_view bytes);  // FIPS 180-4, 6.2
Digest keccak256(
    std::string_view bytes);  // Keccak[512] before FIPS 202's padding

}  // namespace blackbar
