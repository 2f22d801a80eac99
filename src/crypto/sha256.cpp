// Tested by tests/crypto/sha256_test.cpp and tests/crypto/vectors.cpp.
#include "crypto/sha256.h"

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "crypto/bytes.h"

namespace blackbar {

Digest sha256(std::string_view bytes) {
  Digest out;
  SHA256(data_of(bytes), bytes.size(), out.data());
  return out;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
  Digest out;
  HMAC(EVP_sha256(), key.data(), key.size(), data_of(message), message.size(),
       out.data(), nullptr);
  return out;
}

}  // namespace blackbar
