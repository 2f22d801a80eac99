// Keys for tests of what is sealed: made of one letter each, so nobody's.
#pragma once

#include <string>
#include <string_view>

#include "crypto/coding.h"
#include "crypto/hpke.h"

namespace blackbar {

inline const std::string kPrivateKey(32, 'p');

// The secret key of its maker, and as a JWK.
inline std::string secret_key(char letter) {
  std::string out(32, letter);
  out[0] = '\x01';
  return out;
}

inline std::string secret_jwk(char letter, std::string_view kid) {
  return R"({"kty":"oct","use":"conversation","kid":")" + std::string(kid) +
         R"(","k":")" + base64url(secret_key(letter)) + "\"}";
}

// `more`: further members, with a comma in front.
inline std::string public_jwk(std::string_view kid, std::string_view more = "",
                              std::string_view x = "") {
  const std::string key =
      x.empty() ? base64url(public_key_of(kPrivateKey)) : std::string(x);
  return R"({"kty":"OKP","crv":"X25519","kid":")" + std::string(kid) +
         R"(","x":")" + key + "\"" + std::string(more) + "}";
}

}  // namespace blackbar
