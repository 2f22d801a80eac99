// Random bytes fit for keys, from the host: natively getrandom(2), in wasm what
// wasm/binding.cpp imports, crypto.getRandomValues.
//
//   Randomness random;
//   if (!random.prepare(32 * values)) ...   // one call of the host
//   random.take(32);
//
// ERRORS. A host that has none, or gives nothing but zeros, is known by
// failed() from then on; what was made with its bytes must not leave.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace blackbar {

// False: there are none.
bool host_random(uint8_t* out, size_t bytes);

class Randomness {
 public:
  Randomness() = default;
  ~Randomness();
  Randomness(const Randomness&) = delete;
  Randomness& operator=(const Randomness&) = delete;

  // At least so many bytes are ready after it: none are asked for that are there.
  // Ends what take() gave before. False once failed.
  bool prepare(size_t bytes);

  // The next bytes, each given once; prepares them if they are not. Empty once
  // failed.
  std::string_view take(size_t bytes);

  bool failed() const { return failed_; }

 private:
  std::string bytes_;
  size_t taken_ = 0;
  bool failed_ = false;
};

}  // namespace blackbar
