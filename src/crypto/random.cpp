// Tested by tests/crypto/random_test.cpp.
#include "crypto/random.h"

#include "crypto/bytes.h"

#ifndef __EMSCRIPTEN__
#include <cerrno>
#if defined(__linux__)
#include <sys/random.h>
#endif
#endif

namespace blackbar {

#ifndef __EMSCRIPTEN__
bool host_random(uint8_t* out, size_t bytes) {
#if defined(__linux__)
  while (bytes > 0) {
    const ssize_t got = getrandom(out, bytes, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    out += got;
    bytes -= static_cast<size_t>(got);
  }
#else
  arc4random_buf(out, bytes);  // the BSDs and macOS; cannot fail
#endif
  return true;
}
#endif

Randomness::~Randomness() { wipe(bytes_); }

bool Randomness::prepare(size_t bytes) {
  if (failed_ || bytes_.size() - taken_ >= bytes) return !failed_;
  // A new area each time, so that nothing is moved and left behind.
  wipe(bytes_);
  bytes_.assign(bytes, '\0');
  taken_ = 0;
  // 16 zeros in a row: once in 2^128 messages, or a source that is none.
  constexpr size_t kSurely = 16;
  failed_ =
      !host_random(data_of(bytes_), bytes) ||
      (bytes >= kSurely && bytes_.find_first_not_of('\0') == std::string::npos);
  return !failed_;
}

std::string_view Randomness::take(size_t bytes) {
  if (!prepare(bytes)) return {};
  const std::string_view out = std::string_view(bytes_).substr(taken_, bytes);
  taken_ += bytes;
  return out;
}

}  // namespace blackbar
