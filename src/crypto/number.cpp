// Tested by tests/crypto/envelope_test.cpp.
#include "crypto/number.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "crypto/ff1.h"

namespace blackbar {
namespace {

constexpr size_t kIssuer = 6;  // digits of a card that say who issued it
constexpr size_t kLeastFree = 6;

bool is_decimal(char c) { return c >= '0' && c <= '9'; }

// The digit that makes all of them right: ISO/IEC 7812-1, annex B (Luhn). The
// last one is not looked at.
uint16_t check_digit(const std::vector<uint16_t>& digits) {
  unsigned sum = 0;
  bool twice = true;
  for (size_t i = digits.size() - 1; i-- > 0; twice = !twice) {
    const unsigned value = twice ? digits[i] * 2u : digits[i];
    sum += value / 10 + value % 10;
  }
  return static_cast<uint16_t>((10 - sum % 10) % 10);
}

std::optional<std::string> crypt(Ff1 way, const Binding& binding,
                                 std::string_view key, std::string_view value) {
  const bool card = binding.type == "CREDIT_CARD";
  std::vector<uint16_t> digits;
  for (const char c : value)
    if (is_decimal(c)) digits.push_back(static_cast<uint16_t>(c - '0'));
  const size_t kept = card ? kIssuer + 1 : 0;
  if (digits.size() < kept + kLeastFree) return std::nullopt;
  const uint16_t wrong = way == Ff1::kEncrypt ? 0 : 1;  // by how much it is
  if (card && digits.back() != (check_digit(digits) + wrong) % 10)
    return std::nullopt;

  const auto from = digits.begin() + (card ? kIssuer : 0);
  const auto to = digits.end() - (card ? 1 : 0);
  std::vector<uint16_t> free(from, to);
  if (!ff1(way, key, 10, info_of(binding), free)) return std::nullopt;
  std::copy(free.begin(), free.end(), from);
  if (card)
    digits.back() =
        static_cast<uint16_t>((check_digit(digits) + (1 - wrong)) % 10);

  std::string out(value);
  size_t next = 0;
  for (char& c : out)
    if (is_decimal(c)) c = static_cast<char>('0' + digits[next++]);
  return out;
}

}  // namespace

std::optional<std::string> encrypt_number(const Binding& binding,
                                          std::string_view key,
                                          std::string_view value) {
  return crypt(Ff1::kEncrypt, binding, key, value);
}

std::optional<std::string> decrypt_number(const Binding& binding,
                                          std::string_view key,
                                          std::string_view value) {
  return crypt(Ff1::kDecrypt, binding, key, value);
}

}  // namespace blackbar
