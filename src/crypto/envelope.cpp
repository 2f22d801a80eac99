// Tested by tests/crypto/envelope_test.cpp.
#include "crypto/envelope.h"

#include <algorithm>

#include "crypto/aead.h"
#include "crypto/bytes.h"
#include "crypto/coding.h"
#include "crypto/hpke.h"
#include "crypto/sha256.h"

namespace blackbar {
namespace {

constexpr std::string_view kMark = "(bb1:";
constexpr size_t kPseudonym = 16;  // bytes of the HMAC

std::string padded(std::string_view value) {
  std::string out;
  out.reserve((value.size() / kPadding + 1) * kPadding);  // one area, to wipe
  out += value;
  out += '\x80';
  out.resize((out.size() + kPadding - 1) / kPadding * kPadding);
  return out;
}

std::optional<std::string> unpadded(std::string padded_value) {
  const size_t end = padded_value.find_last_not_of('\0');
  if (end == std::string::npos || padded_value[end] != '\x80')
    return std::nullopt;
  padded_value.resize(end);
  return padded_value;
}

void add(std::string_view part, std::string& out) {
  out += static_cast<char>(part.size());
  out += part;
}

constexpr char kZeros[kGcmSivNonce] = {};
constexpr std::string_view kZeroNonce(kZeros, sizeof kZeros);

}  // namespace

std::string info_of(const Binding& binding) {
  std::string out = "blackbar-seal\x01";
  out += static_cast<char>(binding.suite);
  add(binding.kid, out);
  add(binding.type, out);
  add(binding.context, out);
  if (!binding.ref.empty()) add(binding.ref, out);
  return out;
}

size_t random_bytes(Suite suite) {
  return suite == Suite::kHpke      ? kHpkeKey
         : suite == Suite::kXChaCha ? kXChaChaNonce
                                    : 0;
}

std::string seal_value(const Binding& binding, std::string_view key,
                       std::string_view value, std::string_view random) {
  if (random.size() != random_bytes(binding.suite)) return {};
  const std::string info = info_of(binding);
  std::string plain = padded(value);
  std::string out;
  switch (binding.suite) {
    case Suite::kHpke:
      out = hpke_seal(key, info, plain, random);
      break;
    case Suite::kGcmSiv:
      out = aead_seal(Aead::kGcmSiv, key, kZeroNonce, info, plain);
      break;
    case Suite::kXChaCha:
      out = aead_seal(Aead::kXChaCha, key, random, info, plain);
      if (!out.empty()) out.insert(0, random);
      break;
    case Suite::kHmac: {
      std::string message = info;
      message += value;
      const Digest digest = hmac_sha256(key, message);
      out.assign(digest.begin(), digest.begin() + kPseudonym);
      wipe(message);
      break;
    }
    case Suite::kFf1:
      break;
  }
  wipe(plain);
  if (!out.empty()) out.insert(out.begin(), static_cast<char>(binding.suite));
  return out;
}

std::optional<std::string> open_value(const Binding& binding,
                                      std::string_view key,
                                      std::string_view sealed) {
  if (sealed.empty() || sealed[0] != static_cast<char>(binding.suite))
    return std::nullopt;
  sealed.remove_prefix(1);
  const std::string info = info_of(binding);
  std::optional<std::string> out;
  switch (binding.suite) {
    case Suite::kHpke:
      out = hpke_open(key, info, sealed);
      break;
    case Suite::kGcmSiv:
      out = aead_open(Aead::kGcmSiv, key, kZeroNonce, info, sealed);
      break;
    case Suite::kXChaCha:
      if (sealed.size() < kXChaChaNonce) return std::nullopt;
      out = aead_open(Aead::kXChaCha, key, sealed.substr(0, kXChaChaNonce),
                      info, sealed.substr(kXChaChaNonce));
      break;
    case Suite::kHmac:
    case Suite::kFf1:
      break;
  }
  return out ? unpadded(std::move(*out)) : std::nullopt;
}

std::string inline_form(const Binding& binding, std::string_view sealed) {
  std::string out(kMark);
  out += binding.type;
  out += ':';
  out += binding.kid;
  out += ':';
  return out + base58(sealed) + ")";
}

std::optional<Inline> read_inline(std::string_view text) {
  if (!text.starts_with(kMark) || !text.ends_with(')')) return std::nullopt;
  text = text.substr(kMark.size(), text.size() - kMark.size() - 1);
  const size_t first = text.find(':'), last = text.rfind(':');
  if (first == text.npos || first == last) return std::nullopt;
  auto sealed = unbase58(text.substr(last + 1));
  if (!sealed) return std::nullopt;
  return Inline{text.substr(0, first), text.substr(first + 1, last - first - 1),
                std::move(*sealed)};
}

}  // namespace blackbar
