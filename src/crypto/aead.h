// Encryption under a key that both sides have, which also notices when what
// comes back is not what was made.
//
//   const std::string sealed = aead_seal(Aead::kXChaCha, key, nonce, info, text);
//   aead_open(Aead::kXChaCha, key, nonce, info, sealed);  // text, or nothing
//
// UNITS. Keys are kAeadKey bytes. ERRORS. A key or nonce of another size makes
// nothing; what was made otherwise opens to nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace blackbar {

enum class Aead {
  kXChaCha,  // XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03: random nonces
  kGcmSiv,   // AES-256-GCM-SIV, RFC 8452: a nonce may come twice
};

inline constexpr size_t kAeadKey = 32;       // bytes
inline constexpr size_t kXChaChaNonce = 24;  // bytes
inline constexpr size_t kGcmSivNonce = 12;   // bytes

std::string aead_seal(Aead aead, std::string_view key, std::string_view nonce,
                      std::string_view info, std::string_view plain);
std::optional<std::string> aead_open(Aead aead, std::string_view key,
                                     std::string_view nonce,
                                     std::string_view info,
                                     std::string_view sealed);

}  // namespace blackbar
