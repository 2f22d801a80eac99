// Values that the site knows to be a person's, found as people type them: in any
// case, with accents dropped, with other spaces and dashes between the words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"

namespace blackbar {

class KnownValues {
 public:
  static constexpr size_t kLongest = 256;  // bytes of a value

  struct Hit {
    Span span;
    std::string_view entity, token_word;
  };

  // The views must outlive this. False: nothing to find is left of the value.
  bool add(std::string_view entity, std::string_view token_word,
           std::string_view value);
  bool empty() const { return values_.empty(); }

  // Where the values stand in a normalised text as words of their own, in
  // order. O(text + words * values).
  std::vector<Hit> find(std::string_view text) const;

 private:
  struct Value {
    std::string plain;  // as plain_letters() leaves it
    std::string_view entity, token_word;
  };
  std::vector<Value> values_;
};

}  // namespace blackbar
