// Tests src/crypto/sha256.cpp with the vectors of those who wrote the hashes.
#include "crypto/sha256.h"

#include <gtest/gtest.h>

#include <string>

namespace blackbar {
namespace {

std::string hex(const Digest& digest) {
  std::string out;
  for (uint8_t byte : digest) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

// FIPS 180-4's examples (csrc.nist.gov), and the empty text.
TEST(Sha256, HashesWhatItsAuthorsHashed) {
  EXPECT_EQ(hex(sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(
      hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

struct Keyed {
  std::string key, message;
  const char* digest;
};

// RFC 4231, section 4, test cases 1, 2, 3 and 6.
TEST(HmacSha256, SignsWhatItsAuthorsSigned) {
  const Keyed cases[] = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {std::string(131, '\xaa'),
       "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
  };
  for (const Keyed& c : cases)
    EXPECT_EQ(hex(hmac_sha256(c.key, c.message)), c.digest);
}

}  // namespace
}  // namespace blackbar
