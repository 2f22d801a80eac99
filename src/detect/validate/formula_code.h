// What formula_read.cpp makes of a formula's text and formula.cpp runs: numbers,
// one behind the other.
//
//   formula      for each alternative: where the next one begins, its steps
//   step         its Step, what stands behind that
//   slice        begin, end; kEnd: the value's
//   word         where it begins in the text, its size
//   list of X    how many, each
#pragma once

#include <cstddef>
#include <cstdint>

namespace blackbar {

enum Step : int64_t {
  kAlgorithm,  // its number, slice
  kCompute,    // terms, target
  kDate,       // position; for each part its letter ('Y': four digits), list of
               // moduli; 0
  kIn,         // slice, list of (low, high)
  kLength,     // list of lengths
  kNot,        // list of words
  kVaried,
  kStrip,  // word
  kPad,    // size
  kDigits,
  kMap,  // slice, word, word of the same size
};

// A term: its Term bits; position, carry, list of weights, or a slice; list of
// moduli, one at least.
enum Term : int64_t {
  kNothing = 0,
  kSum = 1,  // of weighted digits; else the slice as a number
  kNegative = 2,
  kSplit = 4,
  kSkip = 8,
  kElse = 16,  // one more term follows, which counts if this one gives 10
};

enum Target : int64_t {
  kConstant,   // number
  kNumber,     // slice
  kCharacter,  // slice, word
};

constexpr int64_t kEnd = INT64_MAX;  // of a slice: the value's

// Digits of one number: it fits 64 bits, and so does the sum of kMaxValue
// products of 35 with a number half as long.
constexpr size_t kMaxNumber = 18;

}  // namespace blackbar
