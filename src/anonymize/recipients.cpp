// Tested by tests/anonymize/recipients_test.cpp.
#include "anonymize/recipients.h"

#include <algorithm>

#include "crypto/aead.h"
#include "crypto/bytes.h"
#include "crypto/coding.h"
#include "crypto/hpke.h"
#include "text/chars.h"

namespace blackbar {
namespace {

using Kind = Json::Kind;

constexpr size_t kMostKid = 64;
constexpr std::string_view kConversation = "conversation";

Error bad_key(std::string where, std::string why) {
  return {ErrorCode::kBadKey, std::move(where), std::move(why)};
}

bool is_kid(std::string_view kid) {
  return !kid.empty() && kid.size() <= kMostKid &&
         std::all_of(kid.begin(), kid.end(),
                     [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

// A member that is a string; empty if it is not there.
Fault text(const Json& json, const std::string& at, std::string_view name,
           std::string& out) {
  const Json* found = json.find(name);
  if (!found) return std::nullopt;
  if (found->kind != Kind::kString)
    return wrong_type(child(at, name), Kind::kString, *found);
  out = found->string;
  return std::nullopt;
}

Fault expired(const Recipient& r, std::string at, Now now) {
  if (!r.expires || (now && static_cast<double>(*now) < *r.expires))
    return std::nullopt;
  return Error{ErrorCode::kExpiredKey, std::move(at),
               now ? "this key has expired"
                   : "this key expires, and what time it is was not told"};
}

// The bytes of the key itself, `x` or `k`.
Fault material(const Json& json, const std::string& at, Recipient& out) {
  const bool secret = out.kind == KeyKind::kSecret;
  const std::string_view name = secret ? "k" : "x";
  std::string encoded;
  if (Fault f = text(json, at, name, encoded)) return f;
  auto key = unbase64url(encoded);
  const size_t size = secret ? kAeadKey : kHpkeKey;
  if (!key || key->size() != size)
    return bad_key(child(at, name), "should be 32 bytes as base64url");
  out.key = std::move(*key);
  wipe(encoded);
  if (!secret && !is_public_key(out.key))
    return bad_key(child(at, name),
                   "is a point of low order, which keeps nothing secret");
  if (secret && out.key.find_first_not_of(out.key[0]) == std::string::npos)
    return bad_key(child(at, name), "is no key, but one byte over and over");
  return std::nullopt;
}

// One JWK. `promise`: it may lack its key.
Fault jwk(const Json& json, const std::string& at, bool promise,
          Recipient& out) {
  if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
  std::string type, curve, use;
  if (Fault f = text(json, at, "kty", type)) return f;
  if (Fault f = text(json, at, "crv", curve)) return f;
  if (Fault f = text(json, at, "use", use)) return f;
  if (Fault f = text(json, at, "kid", out.kid)) return f;
  if (type != "OKP" && type != "oct")
    return bad_key(child(at, "kty"), "should be OKP or oct");
  out.kind = type == "OKP" ? KeyKind::kPublic : KeyKind::kSecret;
  if (out.kind == KeyKind::kPublic && curve != "X25519")
    return bad_key(child(at, "crv"), "should be X25519");
  if (json.find("d"))
    return Error{ErrorCode::kForbidden, child(at, "d"),
                 "is a private key, which no page may have"};
  if (out.kind == KeyKind::kSecret && use != kConversation)
    return Error{ErrorCode::kForbidden, child(at, "use"),
                 "whoever uses the page can read a secret key, so it has to be "
                 "one conversation's own: \"conversation\""};
  if (!use.empty() && use != "enc" && use != kConversation)
    return bad_key(child(at, "use"), "should be enc or conversation");
  const bool bare = !json.find("x") && !json.find("k");
  if (bare && promise && use == kConversation) return std::nullopt;
  if (!is_kid(out.kid))
    return bad_key(child(at, "kid"),
                   "should be letters, digits, '.', '_' and '-', 64 at most");
  if (const Json* exp = json.find("exp")) {
    if (exp->kind != Kind::kNumber)
      return wrong_type(child(at, "exp"), Kind::kNumber, *exp);
    out.expires = exp->number;
  }
  return material(json, at, out);
}

// A JWK, or a set of them.
Fault document(const Json& json, const std::string& at, Now now, bool promise,
               Recipient& out) {
  const Json* keys = json.find("keys");
  if (!keys) {
    if (Fault f = jwk(json, at, promise, out)) return f;
    return expired(out, child(at, "exp"), now);
  }
  const std::string below = child(at, "keys");
  if (keys->kind != Kind::kArray) return wrong_type(below, Kind::kArray, *keys);
  if (keys->items.empty()) return bad_key(below, "holds no key");
  Recipient first;
  Fault last;
  for (size_t i = 0; i < keys->items.size(); ++i) {
    Recipient one;
    const std::string place = child(below, i);
    if (Fault f = jwk(keys->items[i], place, false, one)) return f;
    last = expired(one, child(place, "exp"), now);
    if (!last && !first.ready()) first = std::move(one);
  }
  if (!first.ready()) return last;
  first.name = out.name;
  out = std::move(first);
  return std::nullopt;
}

}  // namespace

Recipient::~Recipient() { wipe(key); }

const Recipient* find_recipient(const std::vector<Recipient>& all,
                                std::string_view name) {
  for (const Recipient& one : all)
    if (one.name == name) return &one;
  return nullptr;
}

Fault read_recipients(const Json& json, const std::string& at, Now now,
                      std::vector<Recipient>& out) {
  if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
  // At once, so that no key is moved: what it leaves would not be wiped.
  out.reserve(json.members.size());
  for (const auto& [name, value] : json.members) {
    if (find_recipient(out, name))
      return Error{ErrorCode::kBadKey, child(at, name), "is named twice"};
    Recipient one;
    one.name = name;
    if (Fault f = document(value, child(at, name), now, true, one)) return f;
    out.push_back(std::move(one));
  }
  return std::nullopt;
}

Fault read_own_recipients(const Json& json, const std::string& at, Now now,
                          std::vector<Recipient>& out) {
  if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
  for (const auto& [name, value] : json.members) {
    const std::string place = child(at, name);
    const Recipient* known = find_recipient(out, name);
    if (!known)
      return Error{ErrorCode::kUnknownRecipient, place,
                   "the policy knows no such recipient"};
    Recipient own;
    own.name = name;
    if (Fault f = document(value, place, now, false, own)) return f;
    if (own.kind != known->kind)
      return bad_key(child(place, "kty"),
                     "is of another kind than the policy's");
    out[static_cast<size_t>(known - out.data())] = std::move(own);
  }
  for (const Recipient& one : out) {
    if (!one.ready())
      return Error{ErrorCode::kUnknownRecipient, child(at, one.name),
                   "the policy leaves this key to the conversation"};
    if (Fault f =
            expired(one, child(child("$.recipients", one.name), "exp"), now))
      return f;
  }
  return std::nullopt;
}

}  // namespace blackbar
