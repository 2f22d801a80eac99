// What RE2 takes from Abseil, for a module of one thread that prints nothing:
// the names of Abseil over the standard library. In the wasm build every header
// "absl/..." that RE2 includes is this one (src/re2.cmake); natively RE2 is
// built with Abseil itself.
//
// Why: Abseil's locks, clocks, logging and tables are 12 KB (brotli) of a
// module whose rules are its purpose, and most of the time it takes to build.
// Locks lock nothing here, messages for a log are not made, and where RE2 says
// that it found itself at fault (DFATAL, CHECK) the module stops.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace absl {

using std::string_view;

// --- types/span.h, container/fixed_array.h, container/inlined_vector.h --------

template <typename T>
class Span {
 public:
  Span(T* data, size_t size) : data_(data), size_(size) {}
  T* begin() const { return data_; }
  T* end() const { return data_ + size_; }
  friend bool operator==(Span a, Span b) {
    if (a.size_ != b.size_) return false;
    for (size_t i = 0; i < a.size_; ++i)
      if (a.data_[i] != b.data_[i]) return false;
    return true;
  }

 private:
  T* data_;
  size_t size_;
};

template <typename T, size_t kInline = 0>
using FixedArray = std::vector<T>;
template <typename T, size_t kInline>
using InlinedVector = std::vector<T>;

// --- hash/hash.h, container/flat_hash_map.h, container/flat_hash_set.h --------

// As AbslHashValue() sees it: combine() folds integers and spans of them in,
// by the multiply and xor of FNV-1a, a word at a time.
class HashState {
 public:
  template <typename... Parts>
  static HashState combine(HashState state, const Parts&... parts) {
    (state.fold(parts), ...);
    return state;
  }
  size_t value() const { return value_ ^ (value_ >> 15); }

 private:
  template <typename T>
  void fold(const T& part) {
    if constexpr (std::is_integral_v<T>)
      value_ = (value_ ^ static_cast<uint32_t>(part)) * 16777619u;
    else
      for (const auto& each : part) fold(each);
  }
  uint32_t value_ = 2166136261u;
};

template <typename T>
struct Hash {
  size_t operator()(const T& value) const {
    return AbslHashValue(HashState(), value).value();
  }
};

template <typename Key, typename Value>
using flat_hash_map = std::unordered_map<Key, Value>;
template <typename Key, typename Hasher, typename Equal>
using flat_hash_set = std::unordered_set<Key, Hasher, Equal>;

// --- synchronization/mutex.h, base/call_once.h --------------------------------

class Mutex {
 public:
  void Lock() {}
  void Unlock() {}
  void ReaderLock() {}
  void ReaderUnlock() {}
  void WriterLock() {}
  void WriterUnlock() {}
  void lock() {}
  void unlock() {}
};

struct MutexLock {
  explicit MutexLock(Mutex*) {}
  explicit MutexLock(Mutex&) {}
};

struct once_flag {
  bool called = false;
};

template <typename Call, typename... Arguments>
void call_once(once_flag& flag, Call&& call, Arguments&&... arguments) {
  if (flag.called) return;
  flag.called = true;
  std::forward<Call>(call)(std::forward<Arguments>(arguments)...);
}

// --- strings/ascii.h, strings/str_format.h -------------------------------------

inline bool ascii_isdigit(unsigned char c) { return c >= '0' && c <= '9'; }
inline bool ascii_isspace(unsigned char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
inline bool ascii_isalnum(unsigned char c) {
  return ascii_isdigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// RE2 formats numbers for dumps of itself alone, which nobody here asks for.
template <typename... Arguments>
std::string StrFormat(string_view format, const Arguments&...) {
  return std::string(format);
}
template <typename... Arguments>
void FPrintF(FILE*, string_view, const Arguments&...) {}

// --- log/absl_log.h, log/absl_check.h ------------------------------------------

// A message is compiled and never made; where it would have been fatal, the
// module stops before it.
struct Unlogged {
  template <typename T>
  const Unlogged& operator<<(const T&) const {
    return *this;
  }
  void operator&&(const Unlogged&) const {}  // binds weaker than <<
};
struct Severity {
  static void INFO() {}
  static void WARNING() {}
  static void ERROR() {}
  static void DFATAL() { abort(); }
  static void FATAL() { abort(); }
};

}  // namespace absl

#define ABSL_UNLOGGED absl::Unlogged() && absl::Unlogged()
#define ABSL_LOG(severity) \
  (absl::Severity::severity(), true) ? (void)0 : ABSL_UNLOGGED
#define ABSL_CHECK(condition) \
  ((condition) || (abort(), true)) ? (void)0 : ABSL_UNLOGGED
#define ABSL_CHECK_OP(a, op, b) ABSL_CHECK((a)op(b))
#define ABSL_CHECK_EQ(a, b) ABSL_CHECK_OP(a, ==, b)
#define ABSL_CHECK_NE(a, b) ABSL_CHECK_OP(a, !=, b)
#define ABSL_CHECK_LT(a, b) ABSL_CHECK_OP(a, <, b)
#define ABSL_CHECK_LE(a, b) ABSL_CHECK_OP(a, <=, b)
#define ABSL_CHECK_GT(a, b) ABSL_CHECK_OP(a, >, b)
#define ABSL_CHECK_GE(a, b) ABSL_CHECK_OP(a, >=, b)
// Debug checks are compiled, never run.
#define ABSL_DCHECK(condition) \
  while (false) ABSL_CHECK(condition)
#define ABSL_DCHECK_OP(a, op, b) ABSL_DCHECK((a)op(b))
#define ABSL_DCHECK_EQ(a, b) ABSL_DCHECK_OP(a, ==, b)
#define ABSL_DCHECK_NE(a, b) ABSL_DCHECK_OP(a, !=, b)
#define ABSL_DCHECK_LT(a, b) ABSL_DCHECK_OP(a, <, b)
#define ABSL_DCHECK_LE(a, b) ABSL_DCHECK_OP(a, <=, b)
#define ABSL_DCHECK_GT(a, b) ABSL_DCHECK_OP(a, >, b)
#define ABSL_DCHECK_GE(a, b) ABSL_DCHECK_OP(a, >=, b)

#define ABSL_ARRAYSIZE(array) (sizeof(array) / sizeof((array)[0]))
#define ABSL_NO_THREAD_SAFETY_ANALYSIS
#define ABSL_FALLTHROUGH_INTENDED [[fallthrough]]
