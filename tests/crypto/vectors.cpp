// Published test vectors of every primitive that src/crypto uses, read where
// BoringSSL's source has them. A program of its own, without GoogleTest, so that
// the wasm tree builds it too (tests/js/crypto.test.mjs runs that one).
//
//   crypto_vectors <BoringSSL's folder>   a line for each set, "257 of 257"
//   crypto_vectors ff1 <file>             cases, one JSON object on a line
//
// Exits 1 where one fails.
#include <openssl/aead.h>
#include <openssl/curve25519.h>
#include <openssl/hkdf.h>
#include <openssl/hpke.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "crypto/aead.h"
#include "crypto/bytes.h"
#include "crypto/ff1.h"
#include "crypto/hpke.h"
#include "crypto/random.h"
#include "crypto/sha256.h"
#include "text/json.h"

#ifdef __EMSCRIPTEN__
// In the package wasm/binding.cpp has it; here nothing is random.
bool blackbar::host_random(uint8_t*, size_t) { return false; }
#endif

namespace blackbar {
namespace {

int failed = 0;

// One set of vectors: says how many held.
struct Count {
  const char* name;
  int good = 0, all = 0;

  void check(bool held) {
    ++all;
    good += held;
  }
  ~Count() {
    std::printf("%-28s %6d of %d\n", name, good, all);
    failed += all - good;
    if (all == 0) ++failed;
  }
};

std::string unhex(std::string_view digits) {
  std::string out;
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    out += static_cast<char>(value(digits[i]) << 4 | value(digits[i + 1]));
  }
  return out;
}

const std::string& text(const Json& json, std::string_view name) {
  static const std::string none;
  const Json* found = json.find(name);
  return found ? found->string : none;
}
std::string bytes(const Json& json, std::string_view name) {
  return unhex(text(json, name));
}
int number(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found ? static_cast<int>(found->number) : 0;
}
bool is_valid(const Json& test) { return text(test, "result") == "valid"; }

Json read(const std::string& path) {
  std::ifstream file(path);
  std::stringstream all;
  all << file.rdbuf();
  auto json = parse_json(all.str());
  if (json.ok()) return std::move(*json);
  std::printf("%s cannot be read\n", path.c_str());
  ++failed;
  return {};
}

// Every test of a file of Wycheproof, with its group.
template <typename Test>
void wycheproof(const std::string& source, const char* file, Test test) {
  const Json json = read(source + "/third_party/wycheproof_testvectors/" +
                         file + "_test.json");
  Count count{file};
  const Json* groups = json.find("testGroups");
  if (!groups) return;
  for (const Json& group : groups->items)
    for (const Json& one : group.find("tests")->items) test(group, one, count);
}

void aead(const std::string& source, const char* file, Aead which) {
  wycheproof(source, file, [&](const Json& group, const Json& t, Count& count) {
    if (number(group, "keySize") != 256) return;  // not used here
    const std::string key = bytes(t, "key"), iv = bytes(t, "iv"),
                      aad = bytes(t, "aad"), plain = bytes(t, "msg"),
                      sealed = bytes(t, "ct") + bytes(t, "tag");
    const auto opened = aead_open(which, key, iv, aad, sealed);
    count.check(is_valid(t) ? opened == plain && aead_seal(which, key, iv, aad,
                                                           plain) == sealed
                            : !opened);
  });
}

// HPKE has it inside; src/crypto uses it in no other way.
void chacha(const std::string& source) {
  wycheproof(source, "chacha20_poly1305",
             [](const Json&, const Json& t, Count& count) {
               const std::string key = bytes(t, "key"), iv = bytes(t, "iv"),
                                 aad = bytes(t, "aad"), plain = bytes(t, "msg"),
                                 sealed = bytes(t, "ct") + bytes(t, "tag");
               EVP_AEAD_CTX context;
               std::string out(sealed.size(), '\0'), again = out;
               size_t size = 0, made = 0;
               const bool ready =
                   EVP_AEAD_CTX_init(&context, EVP_aead_chacha20_poly1305(),
                                     data_of(key), key.size(), 16, nullptr);
               const bool opens =
                   ready &&
                   EVP_AEAD_CTX_open(&context, data_of(out), &size, out.size(),
                                     data_of(iv), iv.size(), data_of(sealed),
                                     sealed.size(), data_of(aad), aad.size());
               const bool seals =
                   ready && EVP_AEAD_CTX_seal(
                                &context, data_of(again), &made, again.size(),
                                data_of(iv), iv.size(), data_of(plain),
                                plain.size(), data_of(aad), aad.size());
               out.resize(size);
               count.check(is_valid(t) ? opens && seals && out == plain &&
                                             again == sealed
                                       : !opens);
             });
}

void x25519(const std::string& source) {
  wycheproof(source, "x25519", [](const Json&, const Json& t, Count& count) {
    const std::string shared = bytes(t, "shared"), other = bytes(t, "public"),
                      own = bytes(t, "private");
    const bool zero = shared.find_first_not_of('\0') == std::string::npos;
    std::string out(32, '\0');
    const bool done = X25519(data_of(out), data_of(own), data_of(other)) == 1;
    count.check(is_public_key(other) == !zero && done == !zero &&
                (zero || out == shared));
  });
}

void hashes(const std::string& source) {
  wycheproof(
      source, "hmac_sha256",
      [](const Json& group, const Json& t, Count& count) {
        const Digest digest = hmac_sha256(bytes(t, "key"), bytes(t, "msg"));
        const std::string tag(digest.begin(),
                              digest.begin() + number(group, "tagSize") / 8);
        count.check((tag == bytes(t, "tag")) == is_valid(t));
      });
  wycheproof(
      source, "hkdf_sha256", [](const Json&, const Json& t, Count& count) {
        const std::string ikm = bytes(t, "ikm"), salt = bytes(t, "salt"),
                          info = bytes(t, "info");
        std::string out(static_cast<size_t>(number(t, "size")), '\0');
        const bool done = HKDF(data_of(out), out.size(), EVP_sha256(),
                               data_of(ikm), ikm.size(), data_of(salt),
                               salt.size(), data_of(info), info.size()) == 1;
        count.check(is_valid(t) ? done && out == bytes(t, "okm") : !done);
      });
}

// RFC 9180, appendix A.2: base mode, X25519, SHA-256, ChaCha20-Poly1305.
void hpke(const std::string& source) {
  const Json json = read(source + "/crypto/hpke/test-vectors.json");
  Count count{"RFC 9180, A.2.1"};
  for (const Json& v : json.items) {
    if (number(v, "mode") != 0 || number(v, "kem_id") != 32 ||
        number(v, "kdf_id") != 1 || number(v, "aead_id") != 3)
      continue;
    const std::string info = bytes(v, "info"), pk = bytes(v, "pkRm"),
                      sk = bytes(v, "skRm"), ephemeral = bytes(v, "skEm");
    count.check(public_key_of(sk) == pk);
    // Ours has no additional data, so that its ciphertext is in no vector.
    const std::string sealed = hpke_seal(pk, info, "text", ephemeral);
    count.check(sealed.substr(0, kHpkeKey) == bytes(v, "enc"));
    count.check(hpke_open(sk, info, sealed) == "text");
    count.check(!hpke_open(sk, info + "x", sealed));

    EVP_HPKE_CTX sender;
    uint8_t enc[kHpkeKey];
    size_t size = 0;
    count.check(EVP_HPKE_CTX_setup_sender_with_seed_for_testing(
        &sender, enc, &size, sizeof enc, EVP_hpke_x25519_hkdf_sha256(),
        EVP_hpke_hkdf_sha256(), EVP_hpke_chacha20_poly1305(), data_of(pk),
        pk.size(), data_of(info), info.size(), data_of(ephemeral),
        ephemeral.size()));
    for (const Json& e : v.find("encryptions")->items) {
      const std::string plain = bytes(e, "pt"), aad = bytes(e, "aad");
      std::string out(plain.size() + 16, '\0');
      count.check(EVP_HPKE_CTX_seal(&sender, data_of(out), &size, out.size(),
                                    data_of(plain), plain.size(), data_of(aad),
                                    aad.size()) &&
                  out == bytes(e, "ct"));
    }
    for (const Json& e : v.find("exports")->items) {
      const std::string context = bytes(e, "exporter_context");
      std::string out(static_cast<size_t>(number(e, "L")), '\0');
      count.check(EVP_HPKE_CTX_export(&sender, data_of(out), out.size(),
                                      data_of(context), context.size()) &&
                  out == bytes(e, "exported_value"));
    }
    EVP_HPKE_CTX_cleanup(&sender);
  }
}

std::vector<uint16_t> numerals(std::string_view text) {
  std::vector<uint16_t> out;
  for (const char c : text)
    out.push_back(static_cast<uint16_t>(c <= '9' ? c - '0' : c - 'a' + 10));
  return out;
}

bool both_ways(const std::string& key, uint32_t radix, const std::string& tweak,
               const std::vector<uint16_t>& plain,
               const std::vector<uint16_t>& secret) {
  std::vector<uint16_t> a = plain, b = secret;
  return ff1(Ff1::kEncrypt, key, radix, tweak, a) && a == secret &&
         ff1(Ff1::kDecrypt, key, radix, tweak, b) && b == plain;
}

// NIST, "Block Cipher Modes of Operation: FF1 samples", of SP 800-38G.
void ff1_samples() {
  const std::string key =
      unhex("2b7e151628aed2a6abf7158809cf4f3cef4359d8d580aa4f7f036d6f04fc6a94");
  const struct {
    size_t key_bytes;
    uint32_t radix;
    const char *tweak, *plain, *secret;
  } kSamples[] = {
      {16, 10, "", "0123456789", "2433477484"},
      {16, 10, "39383736353433323130", "0123456789", "6124200773"},
      {16, 36, "3737373770717273373737", "0123456789abcdefghi",
       "a9tv40mll9kdu509eum"},
      {24, 10, "", "0123456789", "2830668132"},
      {24, 10, "39383736353433323130", "0123456789", "2496655549"},
      {24, 36, "3737373770717273373737", "0123456789abcdefghi",
       "xbj3kv35jrawxv32ysr"},
      {32, 10, "", "0123456789", "6657667009"},
      {32, 10, "39383736353433323130", "0123456789", "1001623463"},
      {32, 36, "3737373770717273373737", "0123456789abcdefghi",
       "xs8a0azh2avyalyzuwd"},
  };
  Count count{"SP 800-38G, FF1 samples"};
  for (const auto& s : kSamples)
    count.check(both_ways(key.substr(0, s.key_bytes), s.radix, unhex(s.tweak),
                          numerals(s.plain), numerals(s.secret)));
}

void ff1_limits() {
  Count count{"FF1, what is refused"};
  const std::string key(32, 'k');
  const auto refused = [&](uint32_t radix, std::vector<uint16_t> x) {
    const std::vector<uint16_t> before = x;
    count.check(!ff1(Ff1::kEncrypt, key, radix, "", x) && x == before);
  };
  refused(10, {1, 2, 3, 4, 5});      // 10^5
  refused(10, {1, 2, 3, 4, 5, 10});  // no digit
  refused(1, std::vector<uint16_t>(30));
  refused(65537, {1, 2});
  refused(1000, {});
}

// What another implementation made of random input.
void ff1_cases(const char* path) {
  std::ifstream file(path);
  Count count{"FF1, another's"};
  for (std::string line; std::getline(file, line);) {
    auto json = parse_json(line);
    if (!json.ok()) {
      count.check(false);
      continue;
    }
    const auto list = [&](const char* name) {
      std::vector<uint16_t> out;
      if (const Json* found = json->find(name))
        for (const Json& item : found->items)
          out.push_back(static_cast<uint16_t>(item.number));
      return out;
    };
    count.check(both_ways(
        bytes(*json, "key"), static_cast<uint32_t>(number(*json, "radix")),
        bytes(*json, "tweak"), list("plain"), list("secret")));
  }
}

}  // namespace
}  // namespace blackbar

int main(int argc, char** argv) {
  using namespace blackbar;
  if (argc == 3 && std::string_view(argv[1]) == "ff1") {
    ff1_cases(argv[2]);
  } else if (argc == 2) {
    const std::string source = argv[1];
    if (!std::ifstream(source + "/crypto/hpke/test-vectors.json")) {
      std::printf("skipped: no test vectors in %s\n", argv[1]);
      return 77;  // CTest's SKIP_RETURN_CODE in tests/CMakeLists.txt
    }
    hpke(source);
    x25519(source);
    hashes(source);
    chacha(source);
    aead(source, "xchacha20_poly1305", Aead::kXChaCha);
    aead(source, "aes_gcm_siv", Aead::kGcmSiv);
    ff1_samples();
    ff1_limits();
  } else {
    std::puts("crypto_vectors <BoringSSL's folder> | ff1 <file>");
    return 2;
  }
  return failed == 0 ? 0 : 1;
}
