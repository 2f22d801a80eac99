// Tested by tests/crypto/vectors.cpp.
#include "crypto/hpke.h"

#include <openssl/curve25519.h>
#include <openssl/hpke.h>
#include <openssl/mem.h>

#include "crypto/bytes.h"

extern "C" void blackbar_public_key(uint8_t* out, const uint8_t* private_key);

namespace blackbar {
namespace {

static_assert(kHpkeKey == X25519_PUBLIC_VALUE_LEN &&
              kHpkeKey == X25519_PRIVATE_KEY_LEN);
constexpr size_t kTag = 16;  // bytes of Poly1305

// Key, nonce and exporter secret stay in a context that is merely cleaned up.
struct Context {
  EVP_HPKE_CTX context;

  Context() { EVP_HPKE_CTX_zero(&context); }
  ~Context() {
    EVP_HPKE_CTX_cleanup(&context);
    OPENSSL_cleanse(&context, sizeof context);
  }
};

struct PrivateKey {
  EVP_HPKE_KEY key;

  PrivateKey() { EVP_HPKE_KEY_zero(&key); }
  ~PrivateKey() {
    EVP_HPKE_KEY_cleanup(&key);
    OPENSSL_cleanse(&key, sizeof key);
  }
};

}  // namespace

bool is_public_key(std::string_view public_key) {
  if (public_key.size() != kHpkeKey) return false;
  // A private key is a multiple of eight, the order of all such points: any one
  // will do, and this one is no secret.
  constexpr uint8_t kAnyKey[kHpkeKey] = {9};
  uint8_t shared[kHpkeKey];
  return X25519(shared, kAnyKey, data_of(public_key)) == 1;
}

std::string public_key_of(std::string_view private_key) {
  if (private_key.size() != kHpkeKey) return {};
  const StackWiper wiper;
  std::string out(kHpkeKey, '\0');
  blackbar_public_key(data_of(out), data_of(private_key));
  return out;
}

// EVP_HPKE_CTX_setup_sender() takes 32 bytes of the library's own generator and
// calls what is called here. That generator cannot fail but by ending the
// program, and asks the host as often as it likes; ours is crypto/random.h.
std::string hpke_seal(std::string_view public_key, std::string_view info,
                      std::string_view plain, std::string_view ephemeral) {
  if (public_key.size() != kHpkeKey || ephemeral.size() != kHpkeKey) return {};
  const StackWiper wiper;
  Context sender;
  std::string out(kHpkeKey + plain.size() + kTag, '\0');
  size_t enc_size = 0, size = 0;
  if (!EVP_HPKE_CTX_setup_sender_with_seed_for_testing(
          &sender.context, data_of(out), &enc_size, kHpkeKey,
          EVP_hpke_x25519_hkdf_sha256(), EVP_hpke_hkdf_sha256(),
          EVP_hpke_chacha20_poly1305(), data_of(public_key), public_key.size(),
          data_of(info), info.size(), data_of(ephemeral), ephemeral.size()) ||
      !EVP_HPKE_CTX_seal(&sender.context, data_of(out) + kHpkeKey, &size,
                         out.size() - kHpkeKey, data_of(plain), plain.size(),
                         nullptr, 0))
    return {};
  return out;
}

std::optional<std::string> hpke_open(std::string_view private_key,
                                     std::string_view info,
                                     std::string_view sealed) {
  if (private_key.size() != kHpkeKey || sealed.size() < kHpkeKey + kTag)
    return std::nullopt;
  const StackWiper wiper;
  PrivateKey own;
  Context recipient;
  const std::string_view text = sealed.substr(kHpkeKey);
  std::string out(text.size(), '\0');
  size_t size = 0;
  if (!EVP_HPKE_KEY_init(&own.key, EVP_hpke_x25519_hkdf_sha256(),
                         data_of(private_key), private_key.size()) ||
      !EVP_HPKE_CTX_setup_recipient(
          &recipient.context, &own.key, EVP_hpke_hkdf_sha256(),
          EVP_hpke_chacha20_poly1305(), data_of(sealed), kHpkeKey,
          data_of(info), info.size()) ||
      !EVP_HPKE_CTX_open(&recipient.context, data_of(out), &size, out.size(),
                         data_of(text), text.size(), nullptr, 0))
    return std::nullopt;
  out.resize(size);
  return out;
}

}  // namespace blackbar
