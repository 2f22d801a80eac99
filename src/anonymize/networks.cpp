// Tested by tests/anonymize/operators_test.cpp.
#include "anonymize/networks.h"

#include <algorithm>
#include <array>

#include "text/chars.h"

namespace blackbar {
namespace {

// To the /24: of a range ("192.0.2.0/28") too.
std::string network_v4(std::string_view text) {
  size_t dots = 0, digits = 0, third = 0;
  for (size_t at = 0; at < text.size() && dots < 3; ++at) {
    if (is_digit(text[at])) {
      ++digits;
    } else if (text[at] == '.' && digits > 0) {
      ++dots;
      digits = 0;
      third = at;
    } else {
      return "";
    }
    if (digits > 3) return "";
  }
  return dots < 3 ? "" : std::string(text.substr(0, third)) + ".0/24";
}

// The groups of "2001:db8:1", from the left or the right; false if they are none
// or too many.
bool read_groups(std::string_view text, bool from_left,
                 std::array<std::string_view, 8>& out, size_t& count) {
  while (!text.empty()) {
    if (count == out.size()) return false;
    const size_t colon = from_left ? text.find(':') : text.rfind(':');
    const bool last = colon == text.npos;
    const std::string_view group = last        ? text
                                   : from_left ? text.substr(0, colon)
                                               : text.substr(colon + 1);
    if (group.empty() || group.size() > 4 ||
        !std::all_of(group.begin(), group.end(), is_hex))
      return false;
    out[from_left ? count : out.size() - 1 - count] = group;
    ++count;
    if (last) break;
    text = from_left ? text.substr(colon + 1) : text.substr(0, colon);
  }
  return true;
}

// To the /48, which is what a site is assigned (RFC 6177, section 2). "::" stands
// for groups of zeros (RFC 4291, 2.2); "::ffff:192.0.2.1" is version 4.
std::string network_v6(std::string_view text) {
  text = text.substr(0, text.find_first_of("%/"));
  if (text.find('.') != text.npos)
    return network_v4(text.substr(text.rfind(':') + 1));
  std::array<std::string_view, 8> groups;
  groups.fill("0");
  const size_t gap = text.find("::");
  size_t count = 0;
  if (!read_groups(text.substr(0, gap), true, groups, count)) return "";
  size_t behind = 0;
  if (gap != text.npos &&
      !read_groups(text.substr(gap + 2), false, groups, behind))
    return "";
  if (gap == text.npos ? count != 8 : count + behind > 7) return "";
  size_t shown = 3;
  while (shown > 0 && groups[shown - 1] == "0") --shown;
  std::string out;
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) out += ':';
    out += groups[i];
  }
  return out + "::/48";
}

}  // namespace

std::string network(std::string_view text) {
  return text.find(':') == text.npos ? network_v4(text) : network_v6(text);
}

}  // namespace blackbar
