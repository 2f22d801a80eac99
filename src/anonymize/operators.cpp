// Tested by tests/anonymize/operators_test.cpp.
#include "anonymize/operators.h"

#include "anonymize/dates.h"
#include "anonymize/generalize.h"
#include "anonymize/seal.h"
#include "anonymize/surrogate.h"
#include "crypto/sha256.h"
#include "text/chars.h"
#include "text/normalize.h"

namespace blackbar {
namespace {

std::string keep(const Request& r) { return std::string(r.value); }

// "[EMAIL:3f9a1c0b2d4e5f60]": 64 bits of a hash that nobody can repeat without
// the conversation's secret. A hash that anybody can repeat shows its value to
// whoever tries all e-mail addresses or telephone numbers, so that without a
// secret this is the label.
std::string hash(const Request& r) {
  if (r.vault.secret().empty()) return label(r);
  std::string message = "hash\n";
  message += r.entity;
  message += '\n';
  message += r.value;
  const Digest digest = hmac_sha256(r.vault.secret(), message);
  std::string out = "[" + std::string(r.token_word) + ":";
  for (size_t i = 0; i < 8; ++i) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += kHex[digest[i] >> 4];
    out += kHex[digest[i] & 15];
  }
  return out + "]";
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

// What hides a letter or digit.
std::string_view stand_for(std::string_view character, bool shape) {
  if (!shape) return "*";
  const Normalized plain = normalize(character);
  const char c = plain.text()[0];
  return is_digit(c) ? "#" : is_upper(c) ? "X" : "x";
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
    out += hidden ? stand_for(character, r.parameters.shape) : character;
  }
  return out;
}

std::string remove(const Request&) { return ""; }

std::string token(const Request& r) {
  return r.vault.token(r.token_word, r.entity, r.value);
}

// A row of those that need keys.
constexpr Operator with_key(std::string_view name, Operate run, KeyKind key) {
  return {name, Strength::kReversible, run, false, true, Action::kPass, key};
}

constexpr Operator kOperators[] = {
    {"ask", Strength::kAsked, keep, false, false, Action::kAsk},
    {"block", Strength::kStopped, label, false, false, Action::kBlock},
    with_key("encrypt", encrypt, KeyKind::kSecret),
    with_key("encrypt_deterministic", encrypt_deterministic, KeyKind::kSecret),
    with_key("fpe", fpe, KeyKind::kSecret),
    {"generalize", Strength::kPartly, generalize, false, true},
    {"hash", Strength::kLinkable, hash, false, true},
    {"keep", Strength::kShown, keep},
    {"label", Strength::kGone, label},
    {"mask", Strength::kGone, mask, true, true},
    with_key("pseudonym", pseudonym, KeyKind::kSecret),
    {"remove", Strength::kGone, remove},
    with_key("seal", seal, KeyKind::kPublic),
    {"shift_date", Strength::kPartly, shift_date, false, true},
    {"surrogate", Strength::kReversible, surrogate, false, true},
    {"token", Strength::kReversible, token},
};

}  // namespace

std::span<const Operator> operators() { return kOperators; }

const Operator* find_operator(std::string_view name) {
  for (const Operator& op : kOperators)
    if (op.name == name) return &op;
  return nullptr;
}

Strength strength_of(const Operator& op, const OperatorParameters& parameters) {
  const bool shows = parameters.keep_first > 0 || parameters.keep_last > 0;
  return op.masks && shows ? Strength::kPartly : op.strength;
}

}  // namespace blackbar
