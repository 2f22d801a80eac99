// Where what a sign stands in begins: an address before its '@', a URL before
// its "://", an IPv6 address around its first ':'.
#pragma once

#include <string_view>

#include "blackbar.h"

namespace blackbar {

constexpr uint32_t kMaxLocalPart = 64;  // characters, RFC 5321, 4.5.3.1.1
constexpr uint32_t kMaxScheme = 16;     // characters before "://"
constexpr uint32_t kMaxColonRun = 45;   // characters: IPv6 with IPv4 inside

// The first character of the local part before the '@' at text[at]: a dot-atom
// of RFC 5322 without what chats and URLs put around an address (quotes,
// slashes, braces, "=", "&"), with letters of every script (RFC 6531), that opens with a letter,
// a digit or an underscore; or a quoted string. `at` when there is none.
size_t local_part_begin(std::string_view text, size_t at);

// The first letter of the scheme before the "://" at text[at], or `at`.
size_t scheme_begin(std::string_view text, size_t at);

// The run of hex digits, ':' and '.' around the ':' at text[at]; at most
// kMaxColonRun bytes of it before `at`.
Span colon_run(std::string_view text, size_t at);

}  // namespace blackbar
