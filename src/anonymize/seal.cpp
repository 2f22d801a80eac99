// Tested by tests/anonymize/seal_test.cpp.
#include "anonymize/seal.h"

#include <algorithm>
#include <functional>

#include "crypto/coding.h"
#include "crypto/envelope.h"
#include "crypto/number.h"
#include "text/json.h"
#include "text/placeholder.h"

namespace blackbar {
namespace {

// The recipient of that place, if its key is there and of that kind.
const Recipient* recipient(const Request& r, int place, KeyKind kind) {
  if (!r.sealing || place < 0) return nullptr;
  const Recipient& one = r.sealing->recipients[static_cast<size_t>(place)];
  return one.ready() && one.kind == kind ? &one : nullptr;
}

Binding bound(const Request& r, Suite suite, const Recipient& to) {
  return {suite, to.kid, r.entity, r.sealing->context, {}};
}

// What stands for the value, made once; its label where nothing could be made.
std::string stand_in(const Request& r,
                     const std::function<std::string()>& make) {
  std::string out = r.vault.stand_in(r.entity, r.value, [&](uint32_t attempt) {
    return attempt == 0 ? make() : std::string();
  });
  return out.empty() ? label(r) : out;
}

// "(bb1:...)" of the value.
std::string in_text(const Request& r, Suite suite, const Recipient& to) {
  return stand_in(r, [&] {
    const Binding binding = bound(r, suite, to);
    const std::string sealed = seal_value(
        binding, to.key, r.value, r.sealing->random.take(random_bytes(suite)));
    return sealed.empty() ? std::string() : inline_form(binding, sealed);
  });
}

std::string with_secret(const Request& r, Suite suite) {
  const Recipient* to = recipient(r, r.parameters.recipient, KeyKind::kSecret);
  return to ? in_text(r, suite, *to) : label(r);
}

std::string seal_for(const Request& r, int place) {
  const Recipient* to = recipient(r, place, KeyKind::kPublic);
  if (!to) return label(r);
  return r.sealing->beside ? r.vault.token(r.token_word, r.entity, r.value)
                           : in_text(r, Suite::kHpke, *to);
}

}  // namespace

std::string seal(const Request& r) {
  return seal_for(r, r.parameters.recipient);
}

std::string encrypt(const Request& r) {
  return with_secret(r, Suite::kXChaCha);
}

std::string encrypt_deterministic(const Request& r) {
  return with_secret(r, Suite::kGcmSiv);
}

std::string pseudonym(const Request& r) { return with_secret(r, Suite::kHmac); }

std::string fpe(const Request& r) {
  const Recipient* to = recipient(r, r.parameters.recipient, KeyKind::kSecret);
  if (!to) return label(r);
  const auto number =
      encrypt_number(bound(r, Suite::kFf1, *to), to->key, r.value);
  if (!number) return seal_for(r, r.parameters.fallback);
  return stand_in(r, [&] { return *number; });
}

void Envelope::add(std::string_view input, const AppliedFinding& finding,
                   const Recipient& to) {
  const std::string_view token = finding.replacement;
  if (token.empty() || token_at(token, 0) != token ||
      std::find(tokens_.begin(), tokens_.end(), token) != tokens_.end())
    return;
  tokens_.push_back(token);
  const std::string_view ref = token.substr(1, token.size() - 2);
  const Binding binding{Suite::kHpke, to.kid, finding.entity, sealing_.context,
                        ref};
  const std::string sealed = seal_value(
      binding, to.key, input.substr(finding.span.begin, finding.span.size()),
      sealing_.random.take(random_bytes(Suite::kHpke)));
  if (sealed.empty()) return;
  if (kid_.empty()) kid_ = to.kid;
  items_ += items_.empty() ? "{\"ref\":" : ",{\"ref\":";
  append_json(ref, items_);
  items_ += ",\"type\":";
  append_json(finding.entity, items_);
  if (to.kid != kid_) {
    items_ += ",\"kid\":";
    append_json(to.kid, items_);
  }
  items_ += ",\"sealed\":\"";
  items_ += base64url(std::string_view(sealed).substr(1));
  items_ += "\"}";
}

std::string Envelope::json() const {
  if (items_.empty()) return {};
  std::string out = "{\"v\":1,\"kid\":";
  append_json(kid_, out);
  out += ",\"suite\":1,\"ctx\":";
  append_json(sealing_.context, out);
  return out + ",\"items\":[" + items_ + "]}";
}

}  // namespace blackbar
