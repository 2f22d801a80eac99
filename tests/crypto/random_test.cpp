// Tests src/crypto/random.cpp. What a host without random bytes does is tested
// where one can be made: tests/js/crypto.test.mjs.
#include "crypto/random.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace blackbar {
namespace {

TEST(Randomness, GivesEachByteOnce) {
  Randomness random;
  EXPECT_TRUE(random.prepare(64 * 32));
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {  // 36 more than were asked for at first
    const std::string bytes(random.take(32));
    EXPECT_EQ(bytes.size(), 32u);
    seen.insert(bytes);
  }
  EXPECT_EQ(seen.size(), 100u);
  EXPECT_FALSE(random.failed());
}

TEST(Randomness, NothingIsNothing) {
  Randomness random;
  EXPECT_TRUE(random.prepare(0));
  EXPECT_EQ(random.take(0), "");
}

}  // namespace
}  // namespace blackbar
