// What is made when it is first needed.
#pragma once

#include <atomic>
#include <memory>

namespace blackbar {

// May be shared by threads: two may both make it; one result is kept. Is moved
// while one thread alone has it.
template <typename T>
class Once {
 public:
  Once() = default;
  Once(Once&& other) noexcept : made_(other.made_.exchange(nullptr)) {}
  ~Once() { delete made_.load(); }

  template <typename Make>
  const T& get(Make make) const {
    if (const T* ready = made_.load(std::memory_order_acquire)) return *ready;
    std::unique_ptr<T> made = make();
    const T* none = nullptr;
    if (made_.compare_exchange_strong(none, made.get(),
                                      std::memory_order_acq_rel))
      return *made.release();
    return *none;
  }

 private:
  mutable std::atomic<const T*> made_ = nullptr;
};

}  // namespace blackbar
