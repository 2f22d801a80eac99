// Bytes as BoringSSL takes them, and their end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace blackbar {

inline const uint8_t* data_of(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}
inline uint8_t* data_of(std::string& bytes) {
  return reinterpret_cast<uint8_t*>(bytes.data());
}

// Overwrites what is about to be freed; no compiler leaves it out.
void wipe(std::string& bytes);

// Overwrites what calls have left on the stack below this one, 32 KiB of it:
// more than any function of BoringSSL that we call goes down.
void wipe_stack();

// Calls it when a scope is left.
struct StackWiper {
  StackWiper() = default;
  ~StackWiper() { wipe_stack(); }
  StackWiper(const StackWiper&) = delete;
  StackWiper& operator=(const StackWiper&) = delete;
};

}  // namespace blackbar
