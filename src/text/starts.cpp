// Tested by tests/detect/trigger_test.cpp and tests/fuzz/fuzz_triggers.cpp.
#include "text/starts.h"

#include "text/chars.h"

namespace blackbar {
namespace {

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

bool in_local_part(char c) {
  constexpr std::string_view kSigns = "._%+-'!~^";
  return is_alnum(c) || is_high(c) || kSigns.find(c) != kSigns.npos;
}

bool in_colon_run(char c) { return is_hex(c) || c == ':' || c == '.'; }

}  // namespace

size_t local_part_begin(std::string_view text, size_t at) {
  // "ana b"@example.com
  if (at > 2 && text[at - 1] == '"') {
    const size_t low = at > kMaxLocalPart + 2 ? at - kMaxLocalPart - 2 : 0;
    for (size_t open = at - 2; open > low || (open == 0 && low == 0); --open) {
      if (text[open] == '"') return open;
      if (open == 0) break;
    }
    return at;
  }
  size_t begin = at;
  size_t characters = 0;
  while (begin > 0 && in_local_part(text[begin - 1])) {
    const char c = text[begin - 1];
    // No dot at the end, nor two in a row.
    if (c == '.' && (begin == at || text[begin] == '.')) break;
    if (!is_continuation(c) && ++characters > kMaxLocalPart) break;
    --begin;
  }
  const auto opens = [](char c) {
    return is_word(c) || (is_high(c) && !is_continuation(c));
  };
  while (begin < at && !opens(text[begin])) ++begin;
  return begin;
}

size_t scheme_begin(std::string_view text, size_t at) {
  size_t begin = at;
  while (begin > 0 && at - begin < kMaxScheme &&
         (is_alnum(text[begin - 1]) || text[begin - 1] == '+'))
    --begin;
  while (begin < at && !is_alpha(text[begin])) ++begin;
  return begin;
}

Span colon_run(std::string_view text, size_t at) {
  size_t begin = at;
  size_t end = at;
  while (begin > 0 && at - begin < kMaxColonRun &&
         in_colon_run(text[begin - 1]))
    --begin;
  while (end < text.size() && in_colon_run(text[end])) ++end;
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

}  // namespace blackbar
