// Tested by tests/text/placeholder_test.cpp.
#include "text/placeholder.h"

#include "text/chars.h"

namespace blackbar {

std::string_view token_at(std::string_view text, size_t open) {
  size_t at = open + 1;
  size_t underscore = 0;
  for (; at < text.size() && at - open < kMaxToken; ++at) {
    const char c = text[at];
    if (c == '_') underscore = at;
    if (!is_upper(c) && !is_digit(c) && c != '_') break;
  }
  if (at >= text.size() || text[at] != ')' || !is_upper(text[open + 1]))
    return {};
  const std::string_view number =
      text.substr(underscore + 1, at - underscore - 1);
  if (underscore == 0 || number.empty() || number[0] == '0' ||
      number.find_first_not_of("0123456789") != number.npos)
    return {};
  return text.substr(open, at + 1 - open);
}

std::vector<Span> tokens_in(std::string_view text) {
  std::vector<Span> out;
  for (size_t at = text.find('('); at != text.npos;
       at = text.find('(', at + 1)) {
    const std::string_view token = token_at(text, at);
    if (!token.empty())
      out.push_back({static_cast<uint32_t>(at),
                     static_cast<uint32_t>(at + token.size())});
  }
  return out;
}

std::vector<Span> placeholders_in(std::string_view text) {
  std::vector<Span> out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '(' && text[at] != '[') continue;
    size_t size = token_at(text, at).size();
    if (text[at] == '[') {
      size_t end = at + 1;
      while (end < text.size() && end - at < kMaxToken &&
             (is_upper(text[end]) || is_digit(text[end]) || text[end] == '_'))
        ++end;
      const bool closed = end < text.size() && text[end] == ']';
      size =
          closed && end > at + 2 && is_upper(text[at + 1]) ? end + 1 - at : 0;
    }
    if (size > 0)
      out.push_back(
          {static_cast<uint32_t>(at), static_cast<uint32_t>(at + size)});
  }
  return out;
}

}  // namespace blackbar
