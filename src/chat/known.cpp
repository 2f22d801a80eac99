// Tested by tests/chat/known_test.cpp.
#include "chat/known.h"

#include "text/chars.h"
#include "text/normalize.h"
#include "text/plain.h"

namespace blackbar {
namespace {

constexpr uint32_t kMaxJoints = 3;  // signs between two words of a value

// Where the value ends that stands at text[at], or 0.
uint32_t stands_at(std::string_view text, size_t at, std::string_view plain) {
  while (!plain.empty()) {
    if (plain[0] == ' ') {
      uint32_t joints = 0;
      while (at < text.size() && plain_letter(text, at).size == 0) {
        if (++joints > kMaxJoints) return 0;
        ++at;
      }
      plain.remove_prefix(1);
      if (joints == 0) continue;  // "anagarcia"
    }
    if (at >= text.size()) return 0;
    const PlainLetter letter = plain_letter(text, at);
    if (letter.size == 0 || !plain.starts_with(letter.view())) return 0;
    plain.remove_prefix(letter.size);
    at += letter.length;
  }
  const bool goes_on = at < text.size() && plain_letter(text, at).size > 0;
  return goes_on ? 0 : static_cast<uint32_t>(at);
}

}  // namespace

bool KnownValues::add(std::string_view entity, std::string_view token_word,
                      std::string_view value) {
  if (value.size() > kLongest) return false;
  const Normalized normal = normalize(value);
  const std::string_view text = normal.text();
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const PlainLetter letter = plain_letter(text, at);
    at += letter.length;
    if (letter.size > 0)
      plain += letter.view();
    else if (!plain.empty() && plain.back() != ' ')
      plain += ' ';
  }
  if (!plain.empty() && plain.back() == ' ') plain.pop_back();
  if (plain.empty()) return false;
  values_.push_back({std::move(plain), entity, token_word});
  return true;
}

std::vector<KnownValues::Hit> KnownValues::find(std::string_view text) const {
  std::vector<Hit> hits;
  for (size_t at = 0; at < text.size();) {
    const PlainLetter letter = plain_letter(text, at);
    if (letter.size == 0) {
      ++at;
      continue;
    }
    const auto begin = static_cast<uint32_t>(at);
    for (const Value& value : values_)
      if (value.plain.starts_with(letter.view()))
        if (const uint32_t end = stands_at(text, begin, value.plain))
          hits.push_back({{begin, end}, value.entity, value.token_word});
    while (at < text.size()) {  // to the end of the word
      const PlainLetter next = plain_letter(text, at);
      if (next.size == 0) break;
      at += next.length;
    }
  }
  return hits;
}

}  // namespace blackbar
