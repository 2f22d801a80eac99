// Tested by tests/crypto/vectors.cpp and tests/js/crypto.test.mjs.
#include "crypto/ff1.h"

#include <openssl/aes.h>
#include <openssl/mem.h>

#include <algorithm>
#include <string>
#include <utility>

#include "crypto/bytes.h"

namespace blackbar {
namespace {

using Numerals = std::vector<uint16_t>;
using Bytes = std::vector<uint8_t>;  // a number, the highest byte first

constexpr size_t kBlock = AES_BLOCK_SIZE;
constexpr size_t kMostNumerals = 4096;  // keeps the squares below a second
constexpr size_t kMostTweak = 1024;     // bytes
constexpr int kRounds = 10;

void multiply_add(Bytes& number, uint32_t factor, uint32_t summand) {
  uint32_t carry = summand;
  for (size_t i = number.size(); i-- > 0; carry >>= 8) {
    carry += number[i] * factor;
    number[i] = static_cast<uint8_t>(carry);
  }
}

// Divides in place and gives the remainder.
uint32_t divide(Bytes& number, uint32_t divisor) {
  uint64_t rest = 0;
  for (uint8_t& byte : number) {
    rest = rest << 8 | byte;
    byte = static_cast<uint8_t>(rest / divisor);
    rest %= divisor;
  }
  return static_cast<uint32_t>(rest);
}

// How many bytes radix ^ numerals - 1 takes: step 3's b.
size_t bytes_for(uint32_t radix, size_t numerals) {
  Bytes most(2 * numerals, 0);
  for (size_t i = 0; i < numerals; ++i) multiply_add(most, radix, radix - 1);
  const auto first =
      std::find_if(most.begin(), most.end(), [](uint8_t b) { return b != 0; });
  return static_cast<size_t>(most.end() - first);
}

struct Aes {
  AES_KEY key;

  ~Aes() { OPENSSL_cleanse(&key, sizeof key); }
  // CBC-MAC of whole blocks, algorithm 6: PRF.
  void chain(const Bytes& blocks, uint8_t (&state)[kBlock]) const {
    for (size_t at = 0; at < blocks.size(); at += kBlock) {
      for (size_t i = 0; i < kBlock; ++i) state[i] ^= blocks[at + i];
      AES_encrypt(state, state, &key);
    }
  }
};

}  // namespace

bool ff1(Ff1 way, std::string_view key, uint32_t radix, std::string_view tweak,
         Numerals& numerals) {
  const size_t n = numerals.size();
  if (radix < 2 || radix > 65536 || n < 2 || n > kMostNumerals ||
      tweak.size() > kMostTweak)
    return false;
  uint64_t domain = 1;
  for (size_t i = 0; i < n && domain < kLeastDomain; ++i) domain *= radix;
  if (domain < kLeastDomain) return false;
  for (const uint16_t numeral : numerals)
    if (numeral >= radix) return false;
  const StackWiper wiper;
  Aes aes;
  if (AES_set_encrypt_key(data_of(key), static_cast<unsigned>(key.size() * 8),
                          &aes.key) != 0)
    return false;

  const size_t u = n / 2, v = n - u;
  const size_t b = bytes_for(radix, v);
  const size_t d = 4 * ((b + 3) / 4) + 4;
  const auto byte = [](size_t number, int place) {
    return static_cast<uint8_t>(number >> 8 * place);
  };
  const size_t t = tweak.size();
  const Bytes p = {1,
                   2,
                   1,
                   byte(radix, 2),
                   byte(radix, 1),
                   byte(radix, 0),
                   10,
                   byte(u, 0),
                   byte(n, 3),
                   byte(n, 2),
                   byte(n, 1),
                   byte(n, 0),
                   byte(t, 3),
                   byte(t, 2),
                   byte(t, 1),
                   byte(t, 0)};
  uint8_t begun[kBlock] = {};
  aes.chain(p, begun);
  const size_t zeros = (kBlock - (t + b + 1) % kBlock) % kBlock;
  Bytes q(t + zeros + 1 + b, 0);
  std::copy(tweak.begin(), tweak.end(), q.begin());

  const auto middle = numerals.begin() + static_cast<std::ptrdiff_t>(u);
  Numerals a(numerals.begin(), middle), other(middle, numerals.end());
  // Decrypting goes the same way backwards, with the halves' parts exchanged.
  if (way == Ff1::kDecrypt) std::swap(a, other);
  for (int round = 0; round < kRounds; ++round) {
    const int i = way == Ff1::kEncrypt ? round : kRounds - 1 - round;
    Bytes number(b, 0);
    for (const uint16_t numeral : other) multiply_add(number, radix, numeral);
    q[t + zeros] = static_cast<uint8_t>(i);
    std::copy(number.begin(), number.end(), q.end() - static_cast<int>(b));
    uint8_t state[kBlock];
    std::copy(std::begin(begun), std::end(begun), state);
    aes.chain(q, state);
    Bytes s(state, state + kBlock);
    for (size_t j = 1; s.size() < d; ++j) {
      uint8_t next[kBlock];
      std::copy(std::begin(state), std::end(state), next);
      for (int place = 0; place < 4; ++place)
        next[kBlock - 1 - place] ^= byte(j, place);
      AES_encrypt(next, next, &aes.key);
      s.insert(s.end(), next, next + kBlock);
    }
    s.resize(d);
    // a + s or a - s, modulo radix ^ a.size(): numeral by numeral.
    uint32_t carry = 0;
    for (size_t j = a.size(); j-- > 0;) {
      const uint32_t digit = divide(s, radix) + carry;
      const uint32_t sum =
          way == Ff1::kEncrypt ? a[j] + digit : a[j] + radix - digit;
      carry = way == Ff1::kEncrypt ? sum >= radix : sum < radix;
      a[j] = static_cast<uint16_t>(sum >= radix ? sum - radix : sum);
    }
    std::swap(a, other);
  }
  if (way == Ff1::kDecrypt) std::swap(a, other);
  numerals = std::move(a);
  numerals.insert(numerals.end(), other.begin(), other.end());
  return true;
}

}  // namespace blackbar
