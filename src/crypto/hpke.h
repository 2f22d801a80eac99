// Encryption for whoever holds a private key that is not here: HPKE of RFC 9180
// in base mode, single shot, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
// ChaCha20-Poly1305.
//
//   const std::string sealed = hpke_seal(public_key, info, text, random32);
//   hpke_open(private_key, info, sealed);   // the text, or nothing
//
// Context goes into `info`, and the additional data stay empty, since openers
// exist that have no such parameter. Whoever has the public key can seal: what
// is opened is as trustworthy as what a user types.
// UNITS. Keys are kHpkeKey bytes, as RFC 7748 has them. What is sealed is the
// ephemeral public key, then the ciphertext: kHpkeKey + text + 16 bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace blackbar {

inline constexpr size_t kHpkeKey = 32;

// Can this be sealed for? Not what has another size, and none of the few points
// with which every private key shares the same secret, zero (RFC 7748, 6.1).
bool is_public_key(std::string_view public_key);

// Of a private key: any kHpkeKey random bytes are one. Else empty.
std::string public_key_of(std::string_view private_key);

// `ephemeral`: kHpkeKey bytes of a generator fit for keys, used this once.
// Empty for a key that is none.
std::string hpke_seal(std::string_view public_key, std::string_view info,
                      std::string_view plain, std::string_view ephemeral);

std::optional<std::string> hpke_open(std::string_view private_key,
                                     std::string_view info,
                                     std::string_view sealed);

}  // namespace blackbar
