// Tested by tests/anonymize/policy_test.cpp.
#include "anonymize/fields.h"

#include <algorithm>

#include "text/chars.h"

namespace blackbar {

std::string child(std::string_view path, std::string_view name) {
  const bool plain = !name.empty() && !is_digit(name[0]) &&
                     std::all_of(name.begin(), name.end(), is_word);
  std::string out(path);
  if (plain) return out + "." + std::string(name);
  out += "['";
  for (char c : name) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "']";
}

std::string child(std::string_view path, size_t index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

std::string listed(std::span<const std::string_view> names) {
  std::string out;
  for (std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

Error wrong_type(std::string where, Json::Kind wanted, const Json& found) {
  return {ErrorCode::kWrongType, std::move(where),
          "should be " + std::string(name_of(wanted)) + ", not " +
              std::string(name_of(found.kind))};
}

Fault check_keys(const Json& object, std::string_view at,
                 std::span<const std::string_view> allowed) {
  for (const auto& [name, value] : object.members)
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      return Error{ErrorCode::kUnknownKey, child(at, name),
                   "no such key; there are " + listed(allowed)};
  return std::nullopt;
}

Fault read_number(const Json& json, std::string_view at, double least,
                  double most, double& out) {
  if (json.kind != Json::Kind::kNumber)
    return wrong_type(std::string(at), Json::Kind::kNumber, json);
  if (json.number < least || json.number > most)
    return Error{ErrorCode::kOutOfRange, std::string(at),
                 "should be from " + std::to_string(static_cast<int>(least)) +
                     " to " + std::to_string(static_cast<int>(most))};
  out = json.number;
  return std::nullopt;
}

Fault read_strings(const Json& json, std::string_view at,
                   std::vector<std::string>& out) {
  if (json.kind != Json::Kind::kArray)
    return wrong_type(std::string(at), Json::Kind::kArray, json);
  for (size_t i = 0; i < json.items.size(); ++i) {
    const Json& item = json.items[i];
    if (item.kind != Json::Kind::kString)
      return wrong_type(child(at, i), Json::Kind::kString, item);
    if (item.string.empty())
      return Error{ErrorCode::kOutOfRange, child(at, i), "should not be empty"};
    out.push_back(item.string);
  }
  return std::nullopt;
}

}  // namespace blackbar
