// A JSON document as values (RFC 8259). For policies: small, read once. No
// well-kept C++ reader builds without exceptions under every compiler that the
// package is built with, hence this one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"

namespace blackbar {

struct Json {
  enum class Kind : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

  struct Member;  // name and value

  Kind kind = Kind::kNull;
  bool boolean = false;
  double number = 0;
  std::string string;           // UTF-8
  std::vector<Json> items;      // kArray
  std::vector<Member> members;  // kObject, as written

  // The member of that name, the last one if there are several; null if none.
  const Json* find(std::string_view name) const;
};

struct Json::Member {
  std::string name;
  Json value;
};

// "an object", "a string", for messages.
std::string_view name_of(Json::Kind kind);

// Errors: kInvalidJson, with the byte where reading stopped. At most 64 levels
// deep. O(text).
Result<Json> parse_json(std::string_view text);

// Appends a value as JSON: a string with its quotes.
void append_json(std::string_view string, std::string& out);

}  // namespace blackbar
