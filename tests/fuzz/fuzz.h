// What both fuzzers need: a check that stops the run, and a mutator that knows
// what personal data looks like, since random bytes never grow a check digit.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

#include "rules/examples.gen.h"

#define CHECK(condition)                                                   \
  do {                                                                     \
    if (!(condition)) {                                                    \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                        \
    }                                                                      \
  } while (false)

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

// An example of src/rules without its marks; now and then only what stands in
// its braces.
inline std::string example_text(std::minstd_rand& random) {
  const Example& example = kExamples[random() % std::size(kExamples)];
  const bool value_only = random() % 2 && example.finds;
  std::string out;
  bool inside = false;
  for (const char* c = example.text; *c; ++c) {
    if (*c == '<' && c[1] == '>') {
      ++c;
    } else if (*c == '{' || *c == '}') {
      inside = *c == '{';
    } else if (inside || !value_only) {
      out += *c;
    }
  }
  return out;
}

// Every other time puts an example, a token or a sign somewhere; else leaves
// the work to libFuzzer.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned seed) {
  std::minstd_rand random(seed + 1);
  if (random() % 2) return LLVMFuzzerMutate(data, size, max_size);
  constexpr const char* kPieces[] = {
      "(EMAIL_1)",   "(CARD_1)", "(TEXT_1)", " ", "\n",           "@",
      "+",           "(",        ")",        ":", "://",          ".",
      "-",           "12",       "1 ",       "a", "\xE2\x80\x8B", "\xC2\xA0",
      "\xEF\xBC\x91"};
  std::string text(reinterpret_cast<char*>(data), size);
  const std::string piece = random() % 2
                                ? example_text(random)
                                : kPieces[random() % std::size(kPieces)];
  text.insert(random() % (text.size() + 1), piece);
  const size_t length = std::min(text.size(), max_size);
  text.copy(reinterpret_cast<char*>(data), length);
  return length;
}
