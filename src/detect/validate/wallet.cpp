// Tested by tests/detect/validate_test.cpp.
#include <algorithm>
#include <string>

#include "detect/tables.gen.h"
#include "detect/validate/families.h"
#include "detect/validate/filter.h"
#include "detect/validate/keccak.h"
#include "text/chars.h"

namespace blackbar {
namespace {

constexpr std::string_view kBase58 =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
// Of the XRP Ledger: the same letters in another order.
constexpr std::string_view kRipple =
    "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

// The bytes of a number in base 58; a leading first letter is a zero byte.
std::string decode_base58(std::string_view text, std::string_view alphabet) {
  std::string out;  // little endian while it grows
  for (char c : text) {
    const size_t digit = alphabet.find(c);
    if (digit == alphabet.npos) return "";
    auto carry = static_cast<uint32_t>(digit);
    for (char& byte : out) {
      carry += static_cast<uint8_t>(byte) * 58u;
      byte = static_cast<char>(carry & 0xFF);
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) out += static_cast<char>(carry & 0xFF);
  }
  for (size_t i = 0; i < text.size() && text[i] == alphabet[0]; ++i)
    out += '\0';
  std::reverse(out.begin(), out.end());
  return out;
}

// Base58Check: the last four bytes begin the double SHA-256 of the others.
// https://en.bitcoin.it/wiki/Base58Check_encoding
bool base58_holds(std::string_view text, std::string_view alphabet) {
  if (text.size() < 25 || text.size() > 120) return false;
  const std::string bytes = decode_base58(text, alphabet);
  if (bytes.size() < 21) return false;
  const std::string_view payload(bytes.data(), bytes.size() - 4);
  const Digest once = sha256(payload);
  const Digest twice =
      sha256({reinterpret_cast<const char*>(once.data()), once.size()});
  return std::equal(
      bytes.end() - 4, bytes.end(), twice.begin(),
      [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

}  // namespace

bool base58check(std::string_view match) {
  return base58_holds(match, kBase58) || base58_holds(match, kRipple);
}

// BIP 173 and BIP 350: a checksum over the readable part and the data, 1 for
// bech32 and 2BC830A3 for bech32m; all one case.
bool bech32(std::string_view match) {
  constexpr std::string_view kLetters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  constexpr uint32_t kGenerator[] = {0x3B6A57B2, 0x26508E6D, 0x1EA119FA,
                                     0x3D4233DD, 0x2A1462B3};
  const size_t one = match.rfind('1');
  if (one == match.npos || one == 0 || match.size() - one < 7) return false;
  const bool upper = std::any_of(match.begin(), match.end(), is_upper);
  uint32_t sum = 1;
  const auto add = [&](uint32_t value) {
    const uint32_t top = sum >> 25;
    sum = (sum & 0x1FFFFFF) << 5 ^ value;
    for (int i = 0; i < 5; ++i)
      if (top >> i & 1) sum ^= kGenerator[i];
  };
  const auto code = [&](char c) -> uint32_t {
    return static_cast<uint8_t>(lower(c));
  };
  for (char c : match.substr(0, one)) add(code(c) >> 5);
  add(0);
  for (char c : match.substr(0, one)) add(code(c) & 31);
  for (char c : match.substr(one + 1)) {
    if (upper && is_alpha(c) && !is_upper(c)) return false;
    const size_t value = kLetters.find(lower(c));
    if (value == kLetters.npos) return false;
    add(static_cast<uint32_t>(value));
  }
  return sum == 1 || sum == 0x2BC830A3;
}

// EIP-55: a letter is a capital where the hash of the small form has 8 or more.
// Addresses all in one case carry no check.
bool eip55(std::string_view match) {
  if (match.size() != 42) return false;
  const std::string_view digits = match.substr(2);
  std::string small;
  for (char c : digits) small += lower(c);
  const bool has_upper = std::any_of(digits.begin(), digits.end(), is_upper);
  const bool has_lower = std::any_of(digits.begin(), digits.end(), [](char c) {
    return c >= 'a' && c <= 'f';
  });
  if (!has_upper || !has_lower) return true;
  const Digest hash = keccak256(small);
  for (size_t i = 0; i < digits.size(); ++i) {
    const uint8_t nibble = hash[i / 2] >> (i % 2 ? 0 : 4) & 15;
    if (is_alpha(digits[i]) && is_upper(digits[i]) != (nibble >= 8))
      return false;
  }
  return true;
}

// BIP 39: 12, 15, 18, 21 or 24 words of its list. Words of a filter, so a
// sentence of twelve other words passes once in 10^19.
bool bip39(std::string_view match) {
  size_t count = 0;
  for (size_t at = 0; at < match.size();) {
    std::string word;
    for (; at < match.size() && is_alpha(match[at]); ++at)
      word += lower(match[at]);
    if (word.empty()) {
      ++at;
      continue;
    }
    if (!in_filter(kSeedWords, word)) return false;
    ++count;
  }
  return count >= 12 && count <= 24 && count % 3 == 0;
}

}  // namespace blackbar
