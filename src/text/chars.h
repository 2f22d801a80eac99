// What a byte of normalised text can be. ASCII by table, the rest by its lead
// byte: letters of two- and three-byte scripts count as letters, symbols and
// emoji do not.
#pragma once

#include <cstdint>
#include <string_view>

namespace blackbar {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_alpha(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }

// What RE2's \b calls a word character.
constexpr bool is_word(char c) { return is_alnum(c) || c == '_'; }

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr char lower(char c) {
  return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}

// 10xxxxxx: inside a character of more than one byte.
constexpr bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Bytes in the UTF-8 sequence that a lead byte opens (RFC 3629, section 3); 1
// for ASCII and for bytes that open nothing.
constexpr uint32_t sequence_length(char lead) {
  const auto c = static_cast<unsigned char>(lead);
  return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
}

// Does this lead byte open a letter? C2 opens Latin-1 punctuation, E2 symbols
// and arrows, F0 emoji: none of them is part of a word.
constexpr bool opens_letter(char lead) {
  const auto c = static_cast<unsigned char>(lead);
  return is_alpha(lead) || (c >= 0xC3 && c < 0xF0 && c != 0xE2);
}

// Bytes of the letter at `at`, 0 when there is none.
constexpr uint32_t letter_at(std::string_view text, size_t at) {
  if (at >= text.size() || !opens_letter(text[at])) return 0;
  const uint32_t length = sequence_length(text[at]);
  return at + length <= text.size() ? length : 0;
}

}  // namespace blackbar
