// Reads the fields of a policy, each with its place, so that every mistake can
// be pointed at. A reader returns the first mistake, or nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "blackbar.h"
#include "text/json.h"

namespace blackbar {

using Fault = std::optional<Error>;

// JSONPath (RFC 9535) of a member or an item: "$.rules", "$.rules[0]". Names
// that are no plain words stand in brackets: "$['a b']".
std::string child(std::string_view path, std::string_view name);
std::string child(std::string_view path, size_t index);

// "a, b, c", for messages that say what there is.
std::string listed(std::span<const std::string_view> names);

Error wrong_type(std::string where, Json::Kind wanted, const Json& found);

// kUnknownKey if the object has a member of another name.
Fault check_keys(const Json& object, std::string_view at,
                 std::span<const std::string_view> allowed);

// kWrongType, or kOutOfRange outside [least, most].
Fault read_number(const Json& json, std::string_view at, double least,
                  double most, double& out);

// kWrongType, or kOutOfRange if an item is the empty string.
Fault read_strings(const Json& json, std::string_view at,
                   std::vector<std::string>& out);

}  // namespace blackbar
