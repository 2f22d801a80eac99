// SHA-256, and the keyed hash made of it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace blackbar {

using Digest = std::array<uint8_t, 32>;

Digest sha256(std::string_view bytes);  // FIPS 180-4, 6.2

// HMAC of RFC 2104, section 2.
Digest hmac_sha256(std::string_view key, std::string_view message);

}  // namespace blackbar
