// Tested by tests/detect/validate_test.cpp.
#include "detect/validate/keccak.h"

#include <bit>
#include <string>

namespace blackbar {
namespace {

// Keccak-f[1600] of FIPS 202, 3.2, on 25 lanes.
void keccak_f(uint64_t (&a)[25]) {
  uint8_t lfsr = 1;
  const auto round_bit = [&] {  // rc(t), algorithm 5
    const bool bit = lfsr & 1;
    lfsr = static_cast<uint8_t>(lfsr & 0x80 ? lfsr << 1 ^ 0x71 : lfsr << 1);
    return bit;
  };
  for (int round = 0; round < 24; ++round) {
    uint64_t c[5];  // theta
    for (int x = 0; x < 5; ++x)
      c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int i = 0; i < 25; ++i)
      a[i] ^= c[(i + 4) % 5] ^ std::rotl(c[(i + 1) % 5], 1);
    uint64_t moving = a[1];  // rho and pi
    for (int t = 0, x = 1, y = 0; t < 24; ++t) {
      const int next = (2 * x + 3 * y) % 5;
      x = y;
      y = next;
      const uint64_t there = a[x + 5 * y];
      a[x + 5 * y] = std::rotl(moving, (t + 1) * (t + 2) / 2 % 64);
      moving = there;
    }
    for (int y = 0; y < 25; y += 5) {  // chi
      uint64_t row[5];
      for (int x = 0; x < 5; ++x) row[x] = a[y + x];
      for (int x = 0; x < 5; ++x)
        a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    for (int j = 0; j < 7; ++j)  // iota
      if (round_bit()) a[0] ^= uint64_t{1} << ((1 << j) - 1);
  }
}

}  // namespace

Digest keccak256(std::string_view bytes) {
  constexpr size_t kRate = 136;  // bytes: 1600 bits less twice 256
  std::string padded(bytes);
  padded += '\x01';
  padded.resize((padded.size() + kRate - 1) / kRate * kRate);
  padded.back() = static_cast<char>(padded.back() | 0x80);
  uint64_t lanes[25] = {};
  for (size_t at = 0; at < padded.size(); at += kRate) {
    for (size_t i = 0; i < kRate; ++i)
      lanes[i / 8] ^= uint64_t{static_cast<uint8_t>(padded[at + i])}
                      << i % 8 * 8;
    keccak_f(lanes);
  }
  Digest out;
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<uint8_t>(lanes[i / 8] >> i % 8 * 8);
  return out;
}

}  // namespace blackbar
