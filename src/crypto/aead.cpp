// Tested by tests/crypto/vectors.cpp.
#include "crypto/aead.h"

#include <openssl/aead.h>
#include <openssl/mem.h>

#include "crypto/bytes.h"

namespace blackbar {
namespace {

constexpr size_t kTag = 16;  // bytes that both put behind the text

// A key in use; wiped with all that was made of it.
class Context {
 public:
  Context(Aead aead, std::string_view key) {
    const EVP_AEAD* algorithm = aead == Aead::kXChaCha
                                    ? EVP_aead_xchacha20_poly1305()
                                    : EVP_aead_aes_256_gcm_siv();
    EVP_AEAD_CTX_zero(&context_);
    ready_ = EVP_AEAD_CTX_init(&context_, algorithm, data_of(key), key.size(),
                               kTag, nullptr) == 1;
  }
  ~Context() {
    EVP_AEAD_CTX_cleanup(&context_);
    OPENSSL_cleanse(&context_, sizeof context_);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  explicit operator bool() const { return ready_; }
  const EVP_AEAD_CTX* get() const { return &context_; }

 private:
  EVP_AEAD_CTX context_;
  bool ready_;
};

}  // namespace

std::string aead_seal(Aead aead, std::string_view key, std::string_view nonce,
                      std::string_view info, std::string_view plain) {
  const StackWiper wiper;
  const Context context(aead, key);
  std::string out(plain.size() + kTag, '\0');
  size_t size = 0;
  if (!context ||
      !EVP_AEAD_CTX_seal(context.get(), data_of(out), &size, out.size(),
                         data_of(nonce), nonce.size(), data_of(plain),
                         plain.size(), data_of(info), info.size()))
    return {};
  out.resize(size);
  return out;
}

std::optional<std::string> aead_open(Aead aead, std::string_view key,
                                     std::string_view nonce,
                                     std::string_view info,
                                     std::string_view sealed) {
  const StackWiper wiper;
  const Context context(aead, key);
  std::string out(sealed.size(), '\0');
  size_t size = 0;
  if (!context ||
      !EVP_AEAD_CTX_open(context.get(), data_of(out), &size, out.size(),
                         data_of(nonce), nonce.size(), data_of(sealed),
                         sealed.size(), data_of(info), info.size()))
    return std::nullopt;
  out.resize(size);
  return out;
}

}  // namespace blackbar
