// Bytes as text, in two alphabets.
//
//   base64url("\xfb\xff")   // "-_8": RFC 4648, section 5, without padding
//   base58("\x01\x00")      // "5R": letters and digits alone, no 0, O, I and l;
//                           // Bitcoin's alphabet and its zeros
//
// base58 goes unharmed through whatever renders or cleans a text. It costs
// O(bytes ^ 2): for a value, not for a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace blackbar {

std::string base64url(std::string_view bytes);
// Padding may stand at the end. Nothing for another sign, or for bits that no
// byte holds.
std::optional<std::string> unbase64url(std::string_view text);

std::string base58(std::string_view bytes);
std::optional<std::string> unbase58(std::string_view text);

bool is_base58(char c);

}  // namespace blackbar
