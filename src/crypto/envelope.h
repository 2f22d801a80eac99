// What a sealed value looks like, and what it is bound to. This is the manual
// for whoever opens one without this code.
//
// BESIDE THE TEXT. The text has a token, and with it travels one JSON object:
//
//   {"v":1,"kid":"k7","suite":1,"ctx":"conv-42","items":[
//     {"ref":"EMAIL_1_KX4T","type":"EMAIL_ADDRESS","sealed":"<base64url>"},
//     {"ref":"IBAN_1_KX4T","type":"IBAN_CODE","sealed":"...","kid":"b2"}]}
//
// `ref` is the token without its brackets, `type` the entity, `sealed` the bytes
// below but for the first, as base64url without padding. An item that is for
// another recipient than the first has a `kid` of its own. `ctx` is for finding
// one's way alone: to open, take what you know the conversation to be.
//
// IN THE TEXT. Where nothing can travel beside it:
//
//   (bb1:EMAIL_ADDRESS:k7:<base58>)     (bb1:<type>:<kid>:<sealed>)
//
// BYTES. The suite, then
//   1  HPKE, X25519/HKDF-SHA256/ChaCha20-Poly1305   enc (32), ciphertext
//   2  AES-256-GCM-SIV, a nonce of 12 zeros         ciphertext
//   3  XChaCha20-Poly1305                           nonce (24), ciphertext
//   4  HMAC-SHA-256: a pseudonym, never opened      the first 16 bytes
//   5  FF1, AES-256: has no envelope, a number in the value's own shape
//
// BINDING. `info` of HPKE (whose additional data stay empty), the additional
// data of 2 and 3, the first part of the message of 4 (the value follows), the
// tweak of 5:
//
//   "blackbar-seal" 01 suite len kid len type len ctx [len ref]
//
// each `len` one byte, all text UTF-8; `ref` beside the text alone. So what is
// moved to another conversation, entity, token or key does not open.
//
// PADDING. Of 1, 2 and 3, so that a length says little: the value, one byte 80,
// bytes 00 up to a multiple of 32 (ISO/IEC 7816-4). In Python:
// plain.rstrip(b"\0")[:-1].
//
// NUMBERS under FF1. The value's digits, radix 10; everything else stays. Of a
// CREDIT_CARD the first six stay, the last is the check digit: what lies between
// is encrypted, and the last becomes the right one (Luhn) plus 1, modulo 10, so
// that the number is nobody's. To undo it, decrypt what lies between and make
// the check digit right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace blackbar {

enum class Suite : uint8_t {
  kHpke = 1,
  kGcmSiv = 2,
  kXChaCha = 3,
  kHmac = 4,
  kFf1 = 5,
};

// What a value is bound to; each at most kMostBound bytes.
struct Binding {
  Suite suite = Suite::kHpke;
  std::string_view kid, type, context, ref;
};

inline constexpr size_t kMostBound = 255;
inline constexpr size_t kPadding = 32;

std::string info_of(const Binding& binding);

// Bytes of Randomness that sealing a value takes.
size_t random_bytes(Suite suite);

// The bytes, the suite among them. `key` is the public key, or the one that both
// sides have, 32 bytes. `random`: random_bytes() of a generator fit for keys.
// Empty if a key is none.
std::string seal_value(const Binding& binding, std::string_view key,
                       std::string_view value, std::string_view random);

// `key`: the private key, or the one that both sides have. Nothing where it does
// not open, and of a pseudonym.
std::optional<std::string> open_value(const Binding& binding,
                                      std::string_view key,
                                      std::string_view sealed);

// "(bb1:...)" of those bytes.
std::string inline_form(const Binding& binding, std::string_view sealed);

// The same taken apart; `type` and `kid` point into the text. Nothing if it is
// none.
struct Inline {
  std::string_view type, kid;
  std::string sealed;
};
std::optional<Inline> read_inline(std::string_view text);

}  // namespace blackbar
