// Tested by tests/anonymize/operators_test.cpp.
#include "anonymize/operators.h"

#include "text/chars.h"

namespace blackbar {
namespace {

std::string keep(const Request& r) { return std::string(r.value); }

// Square brackets, so that no label can be taken for a token.
std::string label(const Request& r) {
  return "[" + std::string(r.entity) + "]";
}

// A star for each letter and digit but the first and last few; signs and
// spaces stay, so that the shape can still be read.
std::string mask(const Request& r) {
  const auto counts = [](char c) {
    return is_alnum(c) ||
           static_cast<unsigned char>(c) >= 0xC0;  // or a lead byte
  };
  uint32_t total = 0;
  for (char c : r.value) total += counts(c);
  // Together they never show the whole value.
  const bool shows_all =
      uint64_t{r.parameters.keep_first} + r.parameters.keep_last >= total;
  const uint32_t first = shows_all ? 0 : r.parameters.keep_first;
  const uint32_t last = shows_all ? 0 : r.parameters.keep_last;

  std::string out;
  uint32_t seen = 0;
  for (char c : r.value) {
    if (is_continuation(c)) {
      if (out.empty() || out.back() != '*') out += c;  // of a character kept
      continue;
    }
    const bool hidden = counts(c) && (++seen > first && seen <= total - last);
    out += hidden ? '*' : c;
  }
  return out;
}

std::string remove(const Request&) { return ""; }

std::string token(const Request& r) {
  return r.vault.token(r.token_word, r.entity, r.value);
}

constexpr Operator kOperators[] = {
    {"keep", false, keep},     {"label", false, label}, {"mask", true, mask},
    {"remove", false, remove}, {"token", false, token},
};

}  // namespace

std::span<const Operator> operators() { return kOperators; }

const Operator* find_operator(std::string_view name) {
  for (const Operator& op : kOperators)
    if (op.name == name) return &op;
  return nullptr;
}

}  // namespace blackbar
