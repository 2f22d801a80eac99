// Tested by tests/anonymize/operators_test.cpp.
#include "anonymize/operators.h"

#include "text/chars.h"
#include "text/normalize.h"

namespace blackbar {
namespace {

std::string keep(const Request& r) { return std::string(r.value); }

// Square brackets, so that no label can be taken for a token.
std::string label(const Request& r) {
  return "[" + std::string(r.entity) + "]";
}

// Is this character a letter, a digit or a picture, and no space or sign?
bool counts(std::string_view character) {
  const Normalized plain = normalize(character);
  return !plain.text().empty() &&
         (is_alnum(plain.text()[0]) ||
          static_cast<unsigned char>(plain.text()[0]) >= 0x80);
}

// The character that begins at value[at].
std::string_view character_at(std::string_view value, size_t at) {
  size_t end = at + 1;
  while (end < value.size() && is_continuation(value[end])) ++end;
  return value.substr(at, end - at);
}

// A star for each letter and digit but the first and last few; signs and
// spaces stay, so that the shape can still be read.
std::string mask(const Request& r) {
  uint64_t total = 0;
  for (size_t at = 0; at < r.value.size();) {
    const std::string_view character = character_at(r.value, at);
    total += counts(character);
    at += character.size();
  }
  // Together they never show the whole value.
  uint64_t first = r.parameters.keep_first;
  uint64_t last = r.parameters.keep_last;
  if (first + last >= total) first = last = 0;

  std::string out;
  uint64_t seen = 0;
  for (size_t at = 0; at < r.value.size();) {
    const std::string_view character = character_at(r.value, at);
    at += character.size();
    const bool hidden =
        counts(character) && (++seen > first && seen <= total - last);
    out += hidden ? "*" : character;
  }
  return out;
}

std::string remove(const Request&) { return ""; }

std::string token(const Request& r) {
  return r.vault.token(r.token_word, r.entity, r.value);
}

constexpr Operator kOperators[] = {
    {"ask", false, keep, true}, {"keep", false, keep},
    {"label", false, label},    {"mask", true, mask},
    {"remove", false, remove},  {"token", false, token},
};

}  // namespace

std::span<const Operator> operators() { return kOperators; }

const Operator* find_operator(std::string_view name) {
  for (const Operator& op : kOperators)
    if (op.name == name) return &op;
  return nullptr;
}

}  // namespace blackbar
