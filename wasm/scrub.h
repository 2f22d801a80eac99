// Leaves nothing of what was freed: the engine frees its working memory without
// overwriting it, and Embind what it copied in and out.
//
// A page calls this where a person asks to be forgotten, and where a
// conversation is closed; not after each message, as it writes over all that is
// free: some milliseconds for some megabytes.
#pragma once

#include <malloc.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace blackbar {

// Takes every free block there is, the largest first, writes over it, and gives
// all of them back. Does not make the memory grow.
inline void scrub_heap() {
  struct Block {
    Block* next;
  };
  Block* taken = nullptr;
  for (size_t size = size_t{1} << 30; size >= 8; size /= 2) {
    for (;;) {
      // What is free, but for the head of each block; less is one to ask for.
      const auto free_bytes = static_cast<size_t>(mallinfo().fordblks);
      if (free_bytes < size) break;
      const auto before = static_cast<size_t>(mallinfo().arena);
      auto* block = static_cast<Block*>(std::malloc(size));
      if (block == nullptr) break;
      const size_t usable = malloc_usable_size(block);
      std::memset(static_cast<void*>(block), 0, usable);
      block->next = taken;
      taken = block;
      if (static_cast<size_t>(mallinfo().arena) > before) break;  // it grew
    }
  }
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
