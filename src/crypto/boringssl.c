// What BoringSSL wants of its surroundings; built into the target boringssl.
//
// RANDOMNESS. We take what we need ourselves (crypto/random.h), so that a host
// without any is an answer and not the program's end. The library's own
// generator hangs on one function that nothing here calls, X25519_keypair(): as
// curve25519.c is compiled, that calls this instead.
// ERRORS. The library keeps a list of them for each thread. Nobody reads it here:
// that a call failed is all there is to know.
// PUBLIC KEYS. The library multiplies the base point in another way than any
// other point, by a table of its multiples: 4 KB of wasm (brotli 3) to be no
// faster. What hpke.c is compiled with calls X25519() for both (RFC 7748, 6.1).
#include <openssl/curve25519.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int blackbar_no_random(uint8_t *out, size_t bytes) {
  (void)out;
  (void)bytes;
  abort();
}

void blackbar_public_key(uint8_t out[32], const uint8_t private_key[32]) {
  static const uint8_t kBasePoint[32] = {9};
  X25519(out, private_key, kBasePoint);
}

void ERR_put_error(int library, int unused, int reason, const char *file,
                   unsigned line) {
  (void)library;
  (void)unused;
  (void)reason;
  (void)file;
  (void)line;
}
