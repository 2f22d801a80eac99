// Tested by tests/anonymize/recipients_test.cpp.
#include "anonymize/recipients.h"

#include <algorithm>
#include <limits>
#include <utility>

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

// What is wrong with a member of a key; nothing for the empty name.
struct Wrong {
  std::string_view member, why;
  ErrorCode code = ErrorCode::kBadKey;

  Fault at(const std::string& place) const {
    if (member.empty()) return std::nullopt;
    return Error{code, child(place, member), std::string(why)};
  }
};

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
  return Error{
      ErrorCode::kExpiredKey, std::move(at),
      now ? "this key has expired" : "this key expires, and no time was given"};
}

// The bytes of the key itself, `x` or `k`.
Wrong material(std::string& encoded, Recipient& out) {
  const bool secret = out.kind == KeyKind::kSecret;
  const std::string_view name = secret ? "k" : "x";
  auto key = unbase64url(encoded);
  wipe(encoded);
  if (!key || key->size() != (secret ? kAeadKey : kHpkeKey))
    return {name, "should be 32 bytes as base64url"};
  out.key = std::move(*key);
  if (!secret && !is_public_key(out.key))
    return {name, "is a point of low order"};
  if (secret && out.key.find_first_not_of(out.key[0]) == std::string::npos)
    return {name, "is one byte over and over"};
  return {};
}

// One JWK. `promise`: it may lack its key.
Fault jwk(const Json& json, const std::string& at, bool promise,
          Recipient& out) {
  if (json.kind != Kind::kObject) return wrong_type(at, Kind::kObject, json);
  std::string type, curve, use, x, k;
  const std::pair<std::string_view, std::string*> texts[] = {
      {"crv", &curve}, {"k", &k},     {"kid", &out.kid},
      {"kty", &type},  {"use", &use}, {"x", &x}};
  for (const auto& [name, target] : texts)
    if (Fault f = text(json, at, name, *target)) return f;
  const Json* exp = json.find("exp");
  if (exp && exp->kind != Kind::kNumber)
    return wrong_type(child(at, "exp"), Kind::kNumber, *exp);
  if (exp) out.expires = exp->number;
  out.kind = type == "oct" ? KeyKind::kSecret : KeyKind::kPublic;
  const bool secret = out.kind == KeyKind::kSecret;
  const bool own = use == kConversation;
  const bool promised = promise && own && x.empty() && k.empty();

  const Wrong wrong = [&]() -> Wrong {
    if (type != "OKP" && type != "oct") return {"kty", "should be OKP or oct"};
    if (!secret && curve != "X25519") return {"crv", "should be X25519"};
    if (json.find("d"))
      return {"d", "is a private key, which no page may have",
              ErrorCode::kForbidden};
    if (secret && !own)
      return {"use", "should be conversation: a page keeps no secret of others",
              ErrorCode::kForbidden};
    if (!own && !use.empty() && use != "enc")
      return {"use", "should be enc or conversation"};
    if (promised) return {};
    if (!is_kid(out.kid))
      return {"kid", "should be letters, digits, '.', '_' and '-', 64 at most"};
    return material(secret ? k : x, out);
  }();
  return wrong.at(at);
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

double first_expiry(const std::vector<Recipient>& all) {
  double first = std::numeric_limits<double>::infinity();
  for (const Recipient& one : all)
    if (one.expires) first = std::min(first, *one.expires);
  return first;
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
