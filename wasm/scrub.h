// Leaves nothing of what was freed: the engine frees its working memory without
// overwriting it, and Embind what it copied in and out.
//
// A page calls this where a person asks to be forgotten, and where a
// conversation is closed; not after each message, as it writes over all that is
// free: some milliseconds for some megabytes.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>

// dlmalloc 2.8.6 (wasm/CMakeLists.txt links it), whose header has them too.
extern "C" {
size_t malloc_footprint(void);
size_t malloc_set_footprint_limit(size_t bytes);
size_t malloc_usable_size(void* block);
}

namespace blackbar {

// Takes every free block there is, the largest first, writes over it, and gives
// all of them back. The memory does not grow: there malloc() fails instead.
inline void scrub_heap() {
  struct Block {
    Block* next;
  };
  constexpr size_t kLargest = size_t{1} << 24, kSmallest = sizeof(Block);
  constexpr size_t kNoLimit = SIZE_MAX;
  Block* taken = nullptr;
  malloc_set_footprint_limit(malloc_footprint());
  for (size_t size = kLargest; size >= kSmallest; size /= 2)
    while (auto* block = static_cast<Block*>(std::malloc(size))) {
      std::memset(static_cast<void*>(block), 0, malloc_usable_size(block));
      block->next = taken;
      taken = block;
    }
  malloc_set_footprint_limit(kNoLimit);
  while (taken != nullptr) {
    Block* next = taken->next;
    taken->next = nullptr;
    std::free(taken);
    taken = next;
  }
}

// Short strings live on the stack. Writes over what lies below this call.
__attribute__((noinline)) inline void scrub_stack() {
  constexpr size_t kDeepest = 192 * 1024;  // of the 256 KB that there are
  volatile char area[kDeepest];
  for (size_t i = 0; i < kDeepest; ++i) area[i] = 0;
}

inline void scrub() {
  scrub_heap();
  scrub_stack();
}

}  // namespace blackbar
