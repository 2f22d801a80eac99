// Tested by tests/js/crypto.test.mjs, which looks for what is left.
#include "crypto/bytes.h"

#include <openssl/mem.h>

namespace blackbar {

void wipe(std::string& bytes) { OPENSSL_cleanse(bytes.data(), bytes.size()); }

__attribute__((noinline)) void wipe_stack() {
  char area[32 * 1024];
  OPENSSL_cleanse(area, sizeof area);
}

}  // namespace blackbar
