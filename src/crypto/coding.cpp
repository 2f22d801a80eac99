// Tested by tests/crypto/envelope_test.cpp.
#include "crypto/coding.h"

#include <algorithm>
#include <cstdint>

namespace blackbar {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase58 =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// A number in digits of `from` as one in digits of `to`, the highest first;
// leading zeros of the one as leading zeros of the other.
std::string rebased(std::string_view digits, uint32_t from, uint32_t to) {
  const size_t zeros = std::min(digits.find_first_not_of('\0'), digits.size());
  std::string out;  // the lowest first
  for (const char digit : digits.substr(zeros)) {
    uint32_t carry = static_cast<uint8_t>(digit);
    for (char& place : out) {
      carry += static_cast<uint8_t>(place) * from;
      place = static_cast<char>(carry % to);
      carry /= to;
    }
    for (; carry > 0; carry /= to) out += static_cast<char>(carry % to);
  }
  out.append(zeros, '\0');
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<uint8_t>(byte);
    for (held += 8; held >= 6; held -= 6)
      out += kBase64[bits >> (held - 6) & 63];
  }
  if (held > 0) out += kBase64[bits << (6 - held) & 63];
  return out;
}

std::optional<std::string> unbase64url(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const char sign : text) {
    const size_t value = kBase64.find(sign);
    if (value == kBase64.npos) return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 255);
  }
  const bool rest = held >= 6 || (bits & ((1u << held) - 1)) != 0;
  return rest ? std::nullopt : std::optional(std::move(out));
}

std::string base58(std::string_view bytes) {
  std::string out = rebased(bytes, 256, 58);
  for (char& digit : out) digit = kBase58[static_cast<uint8_t>(digit)];
  return out;
}

std::optional<std::string> unbase58(std::string_view text) {
  std::string digits;
  for (const char sign : text) {
    if (!is_base58(sign)) return std::nullopt;
    digits += static_cast<char>(kBase58.find(sign));
  }
  return rebased(digits, 58, 256);
}

bool is_base58(char c) { return kBase58.find(c) != kBase58.npos; }

}  // namespace blackbar
