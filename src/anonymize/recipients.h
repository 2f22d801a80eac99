// For whom values are sealed: the keys that a policy and a conversation name.
//
//   "recipients": {
//     "billing": {"kty": "OKP", "crv": "X25519", "kid": "k7", "x": "...",
//                 "use": "enc", "exp": 1798761600},
//     "claims":  {"keys": [ ... ]},
//     "session": {"kty": "oct", "use": "conversation"}
//   }
//
// A key is a JWK (RFC 7517; X25519 by RFC 8037) with a `kid` of letters, digits,
// ".", "_" and "-", 64 at most, since it stands in texts. `exp` is in seconds
// since 1970, as in RFC 7519. Of several keys the first counts that has not
// expired. Members that are not named here are ignored, but a private key is
// refused.
//
// SECRET KEYS (kty "oct", `k` of 32 bytes) can be read by whoever uses the page
// and by any script in it, so that what one page has is no secret of all. Only
// those that their maker marked as one conversation's or one person's own,
// "use": "conversation", are taken. A key so marked may be left out of the policy,
// as that of "session" above, and come with each conversation.
//
// ERRORS. Each with its place: kBadKey, kExpiredKey, kForbidden, kWrongType,
// kUnknownRecipient. No message holds a key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anonymize/fields.h"
#include "text/json.h"

namespace blackbar {

// What an operator needs.
enum class KeyKind : uint8_t { kNone, kPublic, kSecret };

struct Recipient {
  std::string name;
  KeyKind kind = KeyKind::kPublic;
  // Empty: the conversation brings it.
  std::string kid, key;
  std::optional<double> expires;  // seconds since 1970

  Recipient() = default;
  Recipient(const Recipient&) = default;
  Recipient(Recipient&&) = default;
  Recipient& operator=(const Recipient&) = default;
  Recipient& operator=(Recipient&&) = default;
  ~Recipient();  // wipes the key

  bool ready() const { return !key.empty(); }
};

// The time, in seconds since 1970; none: a key that expires is refused.
using Now = std::optional<int64_t>;

// Null when there is none of that name.
const Recipient* find_recipient(const std::vector<Recipient>& all,
                                std::string_view name);

// When the first of them expires; infinity if none does.
double first_expiry(const std::vector<Recipient>& all);

// Reads the policy's "recipients".
Fault read_recipients(const Json& json, const std::string& at, Now now,
                      std::vector<Recipient>& out);

// The policy's recipients for one conversation: `json` are its own keys,
// which take the place of those of the same name. Whoever is named must be
// there, and whoever is there must have a key now.
Fault read_own_recipients(const Json& json, const std::string& at, Now now,
                          std::vector<Recipient>& out);

}  // namespace blackbar
