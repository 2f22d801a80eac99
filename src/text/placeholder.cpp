// Tested by tests/text/placeholder_test.cpp.
#include "text/placeholder.h"

#include "text/chars.h"

namespace blackbar {

namespace {

bool is_number(std::string_view digits) {
  return !digits.empty() && digits[0] != '0' &&
         digits.find_first_not_of("0123456789") == digits.npos;
}

bool is_tag(std::string_view signs) {
  return signs.size() == kTagSize &&
         kTagLetters.find(signs[0]) != kTagLetters.npos &&
         signs.find_first_not_of(kTagSigns) == signs.npos;
}

// What stands behind the last underscore, which is cut off with it; empty when
// there is none.
std::string_view cut_last(std::string_view& name) {
  const size_t underscore = name.rfind('_');
  if (underscore == name.npos) return {};
  const std::string_view last = name.substr(underscore + 1);
  name = name.substr(0, underscore);
  return last;
}

}  // namespace

std::string tag_of(std::string_view random) {
  std::string out;
  for (size_t i = 0; i < kTagSize; ++i) {
    const std::string_view signs = i == 0 ? kTagLetters : kTagSigns;
    out += signs[static_cast<unsigned char>(random[i]) % signs.size()];
  }
  return out;
}

std::string_view token_at(std::string_view text, size_t open) {
  size_t at = open + 1;
  for (; at < text.size() && at - open < kMaxToken; ++at) {
    const char c = text[at];
    if (!is_upper(c) && !is_digit(c) && c != '_') break;
  }
  if (at >= text.size() || text[at] != ')' || !is_upper(text[open + 1]))
    return {};
  std::string_view name = text.substr(open + 1, at - open - 1);
  std::string_view number = cut_last(name);
  if (is_tag(number)) number = cut_last(name);
  if (!is_number(number) || name.empty()) return {};
  return text.substr(open, at + 1 - open);
}

std::string_view sealed_at(std::string_view text, size_t open) {
  constexpr std::string_view kMark = "(bb1:";
  if (!text.substr(open).starts_with(kMark)) return {};
  // Three parts: the entity, the key's id, letters and digits.
  size_t at = open + kMark.size(), part = at;
  int parts = 0;
  for (; at < text.size() && text[at] != ')'; ++at) {
    const char c = text[at];
    if (c == ':') {
      if (at == part) return {};
      part = at + 1;
      ++parts;
    } else if (!is_word(c) && (parts != 1 || (c != '.' && c != '-'))) {
      return {};
    }
  }
  const bool whole = parts == 2 && at > part && at < text.size();
  return whole ? text.substr(open, at + 1 - open) : std::string_view();
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
    if (text[at] == '(' && size == 0) size = sealed_at(text, at).size();
    if (text[at] == '[') {
      size_t end = at + 1;
      while (end < text.size() && end - at < kMaxToken &&
             (is_upper(text[end]) || is_digit(text[end]) || text[end] == '_'))
        ++end;
      const bool named = end > at + 2 && is_upper(text[at + 1]);
      if (named && end < text.size() && text[end] == ':') {
        const size_t first = ++end;
        while (end < text.size() && end - first < kHashDigits &&
               is_hex(text[end]) && !is_upper(text[end]))
          ++end;
        if (end - first < kHashDigits) end = text.size();
      }
      const bool closed = end < text.size() && text[end] == ']';
      size = named && closed ? end + 1 - at : 0;
    }
    if (size > 0)
      out.push_back(
          {static_cast<uint32_t>(at), static_cast<uint32_t>(at + size)});
  }
  return out;
}

}  // namespace blackbar
