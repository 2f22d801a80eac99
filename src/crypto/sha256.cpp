// Tested by tests/crypto/sha256_test.cpp.
#include "crypto/sha256.h"

#include <bit>
#include <string>

namespace blackbar {
namespace {

constexpr bool is_prime(uint32_t n) {
  for (uint32_t d = 2; d * d <= n; ++d)
    if (n % d == 0) return false;
  return true;
}

// The first 32 bits behind the point of the n-th root of p, n = 2 or 3, found
// by bisection over whole numbers: the constants of FIPS 180-4, 4.2.2 and 5.3.3.
constexpr uint32_t root_bits(uint32_t p, int n) {
  __extension__ using Wide = unsigned __int128;
  uint64_t low = 0;  // low^n <= p * 2^(32n) < high^n
  uint64_t high = uint64_t{20} << 32;
  const Wide wanted = n == 2 ? Wide{p} << 64 : Wide{p} << 96;
  while (high - low > 1) {
    const uint64_t middle = low + (high - low) / 2;
    const Wide square = Wide{middle} * middle;
    // A cube of 37-bit numbers fits into 128 bits.
    const Wide power = n == 2 ? square : square * middle;
    (power <= wanted ? low : high) = middle;
  }
  return static_cast<uint32_t>(low);
}

struct Sha256Constants {
  uint32_t start[8] = {};
  uint32_t round[64] = {};
};

constexpr Sha256Constants sha256_constants() {
  Sha256Constants out;
  uint32_t p = 2;
  for (int i = 0; i < 64; ++p) {
    if (!is_prime(p)) continue;
    if (i < 8) out.start[i] = root_bits(p, 2);
    out.round[i++] = root_bits(p, 3);
  }
  return out;
}

constexpr Sha256Constants kSha256 = sha256_constants();

void sha256_block(uint32_t (&state)[8], const char* block) {
  uint32_t w[64];
  for (int i = 0; i < 16; ++i) {
    w[i] = 0;
    for (int b = 0; b < 4; ++b)
      w[i] = w[i] << 8 | static_cast<uint8_t>(block[i * 4 + b]);
  }
  for (int i = 16; i < 64; ++i) {
    const uint32_t a = w[i - 15];
    const uint32_t b = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] +
           (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3) +
           (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10);
  }
  uint32_t s[8];
  for (int i = 0; i < 8; ++i) s[i] = state[i];
  for (int i = 0; i < 64; ++i) {
    const uint32_t t1 =
        s[7] +
        (std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25)) +
        ((s[4] & s[5]) ^ (~s[4] & s[6])) + kSha256.round[i] + w[i];
    const uint32_t t2 =
        (std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22)) +
        ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    for (int k = 7; k > 0; --k) s[k] = s[k - 1];
    s[4] += t1;
    s[0] = t1 + t2;
  }
  for (int i = 0; i < 8; ++i) state[i] += s[i];
}

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Digest sha256(std::string_view bytes) {
  std::string padded(bytes);
  padded += '\x80';
  padded.resize((padded.size() + 8 + 63) / 64 * 64);
  for (size_t i = 0, bits = bytes.size() * 8; i < 8; ++i, bits >>= 8)
    padded[padded.size() - 1 - i] = static_cast<char>(bits & 0xFF);
  uint32_t state[8];
  for (int i = 0; i < 8; ++i) state[i] = kSha256.start[i];
  for (size_t at = 0; at < padded.size(); at += 64)
    sha256_block(state, padded.data() + at);
  Digest out;
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<uint8_t>(state[i / 4] >> (24 - i % 4 * 8));
  return out;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
  constexpr size_t kBlock = 64;  // bytes that SHA-256 takes at a time
  const Digest short_key = key.size() > kBlock ? sha256(key) : Digest{};
  if (key.size() > kBlock) key = bytes_of(short_key);
  std::string inner(kBlock, '\x36');
  std::string outer(kBlock, '\x5c');
  for (size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  inner += message;
  outer += bytes_of(sha256(inner));
  return sha256(outer);
}

}  // namespace blackbar
