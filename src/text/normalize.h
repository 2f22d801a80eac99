// Folds what looks the same, so that rules can be written in plain ASCII:
// spaces, dashes and quotes of every kind, full-width forms; drops characters
// nobody sees. What folds to what is the table in normalize.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"

namespace blackbar {

// A text and where each byte of it came from. Clean ASCII is not copied: then
// `text` is the input itself and the map is empty. Borrows the input.
class Normalized {
 public:
  std::string_view text() const {
    return folded_ ? std::string_view(copy_) : input_;
  }

  // The bytes of the input that this range of text() came from. A character
  // dropped inside the range belongs to it, one dropped beside it does not.
  Span original(Span span) const;

 private:
  friend Normalized normalize(std::string_view input);

  std::string_view input_;
  bool folded_ = false;
  std::string copy_;
  std::vector<uint32_t> origin_;  // per byte of copy_: its place in the input
};

// Malformed bytes become U+001A SUBSTITUTE, so that every stage after this one
// sees well-formed UTF-8. Never longer than the input. O(input).
Normalized normalize(std::string_view input);

}  // namespace blackbar
