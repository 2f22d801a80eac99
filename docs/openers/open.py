#!/usr/bin/env python3
"""Opens what blackbar sealed, with Python's `cryptography` alone.

    python3 open.py KEYRING CONVERSATION < envelope.json

KEYRING is a file with private keys as JWK: one, a list, or {"keys": [...]}.
CONVERSATION is what you know the conversation to be, never what the envelope says.
Prints `ref type value`, the value as JSON; for a key that is not there `no-key`.
Ends with 0 if all was opened; with 1 if not, and then with no value of an envelope
that was changed, moved, or has an item twice.

The format's manual is src/crypto/envelope.h. HPKE is RFC 9180, base mode, with
DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305.
"""
import base64
import hashlib
import hmac
import json
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

try:
    from cryptography.hazmat.primitives import hpke  # of 47 and later
except ImportError:
    hpke = None


def open_single(private, info, sealed):
    """RFC 9180, 6.1: enc (32 bytes) and ciphertext, without additional data."""
    if hpke:
        suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
        return suite.decrypt(sealed, private, info=info)
    enc, ciphertext = sealed[:32], sealed[32:]
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    # 4.1, DHKEM: Decap.
    kem = b"KEM\x00\x20"
    dh = private.exchange(X25519PublicKey.from_public_bytes(enc))
    shared = expand(kem, extract(kem, b"", b"eae_prk", dh), b"shared_secret", enc + public, 32)
    # 5.1: KeySchedule of mode_base, whose psk and psk_id are empty.
    suite = b"HPKE\x00\x20\x00\x01\x00\x03"
    context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    secret = extract(suite, shared, b"secret", b"")
    key = expand(suite, secret, b"key", context, 32)
    nonce = expand(suite, secret, b"base_nonce", context, 12)
    # 5.2: the first message's nonce is the base nonce.
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, b"")


def extract(suite, salt, label, ikm):
    """RFC 9180, 4: LabeledExtract."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def expand(suite, prk, label, info, size):
    """RFC 9180, 4: LabeledExpand, of one block of SHA-256 (RFC 5869, 2.3)."""
    assert size <= hashlib.sha256().digest_size
    message = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01"
    return hmac.digest(prk, message, "sha256")[:size]


def bound_to(*parts):
    """What the value is bound to: kid, type, conversation, ref, each with its length."""
    out = b"blackbar-seal\x01\x01"
    for part in parts:
        encoded = part.encode()
        out += bytes([len(encoded)]) + encoded
    return out


def unpadded(plain):
    """ISO/IEC 7816-4: one byte 80, then zeros."""
    plain = plain.rstrip(b"\0")
    if not plain.endswith(b"\x80"):
        raise ValueError("padding")
    return plain[:-1].decode()


def from_base64url(text):
    decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(decoded).rstrip(b"=").decode() != text:
        raise ValueError("another spelling of the same bytes")
    return decoded


def read_keys(source):
    keys = source if isinstance(source, list) else source.get("keys", [source])
    return {
        key["kid"]: X25519PrivateKey.from_private_bytes(from_base64url(key["d"]))
        for key in keys
        if key.get("crv") == "X25519"
    }


def open_envelope(envelope, keys, conversation):
    """[(ref, type, value)]; None for a value whose key is not there."""
    if envelope["v"] != 1 or envelope["suite"] != 1:
        raise ValueError("version or suite")
    opened = {}
    for item in envelope["items"]:
        ref, kind, kid = item["ref"], item["type"], item.get("kid", envelope["kid"])
        if not ref or ref in opened:
            raise ValueError("no ref, or one that is there twice")
        value = None
        if kid in keys:
            info = bound_to(kid, kind, conversation, ref)
            value = unpadded(open_single(keys[kid], info, from_base64url(item["sealed"])))
        opened[ref] = (ref, kind, value)
    return list(opened.values())


def main(keyring, conversation):
    with open(keyring, encoding="utf-8") as file:
        keys = read_keys(json.load(file))
    try:
        opened = open_envelope(json.load(sys.stdin), keys, conversation)
    except (InvalidTag, ValueError, KeyError, TypeError, AttributeError):
        sys.exit("not-opened")  # which of them it was is nobody's business
    for ref, kind, value in opened:
        print(ref, kind, "no-key" if value is None else json.dumps(value, ensure_ascii=False))
    return 1 if any(value is None for _, _, value in opened) else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("say: open.py KEYRING CONVERSATION < envelope.json")
    sys.exit(main(sys.argv[1], sys.argv[2]))
