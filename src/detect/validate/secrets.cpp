// Tested by tests/detect/validate_test.cpp.
#include <cstdint>
#include <string>

#include "detect/validate/families.h"
#include "text/chars.h"

namespace blackbar {
namespace {

// CRC-32 of IEEE 802.3, 3.2.9, low bit first, as zlib has it.
uint32_t crc32(std::string_view text) {
  uint32_t crc = ~0u;
  for (char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

// The value of a digit of base 62: digits, capitals, small letters.
uint32_t base62(char c) {
  return is_digit(c)   ? static_cast<uint32_t>(c - '0')
         : is_upper(c) ? static_cast<uint32_t>(c - 'A') + 10
                       : static_cast<uint32_t>(c - 'a') + 36;
}

// The value of a digit of base64url (RFC 4648, section 5), 64 for none.
uint32_t base64url(char c) {
  return is_upper(c)   ? static_cast<uint32_t>(c - 'A')
         : is_alpha(c) ? static_cast<uint32_t>(c - 'a') + 26
         : is_digit(c) ? static_cast<uint32_t>(c - '0') + 52
         : c == '-'    ? 62
         : c == '_'    ? 63
                       : 64;
}

}  // namespace

// "ghp_", thirty characters and their CRC-32 in six digits of base 62.
// https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
bool github_crc(std::string_view match) {
  constexpr size_t kRandom = 30, kDigits = 6;
  const std::string_view token = match.substr(match.find('_') + 1);
  if (token.size() != kRandom + kDigits) return false;
  uint64_t sum = 0;
  for (char c : token.substr(kRandom)) sum = sum * 62 + base62(c);
  return sum == crc32(token.substr(0, kRandom));
}

// The header says by which algorithm it is signed (RFC 7515, 4.1.1).
bool jose_header(std::string_view match) {
  constexpr size_t kLongest = 1024;  // characters of a header that are read
  std::string header;
  uint32_t bits = 0, count = 0;
  for (char c : match.substr(0, std::min(match.find('.'), kLongest))) {
    const uint32_t value = base64url(c);
    if (value == 64) return false;
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    header += static_cast<char>(bits >> count & 0xFF);
  }
  return header.starts_with('{') && header.find("\"alg\"") != header.npos;
}

}  // namespace blackbar
