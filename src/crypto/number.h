// Numbers encrypted in their own shape, as crypto/envelope.h describes.
//
//   encrypt_number(binding, key, "+1 (212) 555-0134");   // "+8 (305) 117-9926"
//   encrypt_number(binding, key, "4111 1111 1111 1111"); // "4111 1187 2095 3369"
//
// Nothing where the free digits are fewer than six, all of which could be tried,
// or a CREDIT_CARD has a wrong check digit, which could not be told again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/envelope.h"

namespace blackbar {

std::optional<std::string> encrypt_number(const Binding& binding,
                                          std::string_view key,
                                          std::string_view value);
std::optional<std::string> decrypt_number(const Binding& binding,
                                          std::string_view key,
                                          std::string_view value);

}  // namespace blackbar
