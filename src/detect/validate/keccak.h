// The hash that Ethereum's addresses carry their checks in.
#pragma once

#include <string_view>

#include "crypto/sha256.h"

namespace blackbar {

// Keccak[512] before FIPS 202's padding.
Digest keccak256(std::string_view bytes);

}  // namespace blackbar
