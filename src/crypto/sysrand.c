// What BoringSSL's own random generator asks for. Nothing calls it: what random
// bytes we need we take ourselves (crypto/random.h), so that a host without any
// is an answer and not the program's end. Built into the target boringssl, which
// would not link by itself else.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

void CRYPTO_sysrand(uint8_t *out, size_t bytes) {
  (void)out;
  (void)bytes;
  abort();
}

void CRYPTO_sysrand_for_seed(uint8_t *out, size_t bytes) {
  CRYPTO_sysrand(out, bytes);
}
