// Tested by tests/detect/validate_test.cpp.
#include <algorithm>
#include <string>

#include "detect/tables.gen.h"
#include "detect/validate/families.h"
#include "detect/validate/filter.h"
#include "text/chars.h"

namespace blackbar {

// Sizes of RFC 5321, 4.5.3.1: 64 bytes before the '@', 255 behind it, 63 for a
// label.
bool email(std::string_view match) {
  const size_t at = match.rfind('@');
  if (at == match.npos || at > 64 || match.size() - at - 1 > 255) return false;
  size_t label = 0;
  for (char c : match.substr(at + 1)) {
    label = c == '.' ? 0 : label + 1;
    if (label > 63) return false;
  }
  return true;
}

// Each part 0..255, no leading zeros (RFC 6943, 3.1.1).
bool ipv4(std::string_view match) {
  uint32_t parts[4] = {};
  size_t count = 0;
  size_t length = 0;
  for (char c : match) {
    if (c == '.') {
      if (length == 0 || ++count > 3) return false;
      length = 0;
    } else {
      if (!is_digit(c) || (length > 0 && parts[count] == 0)) return false;
      parts[count] = parts[count] * 10 + static_cast<uint32_t>(c - '0');
      if (++length > 3 || parts[count] > 255) return false;
    }
  }
  return count == 3 && length > 0;
}

// RFC 4291, 2.2: eight groups of up to four hex digits, one "::" for a run of
// zeros, the last two groups may be an IPv4 address.
bool ipv6(std::string_view match) {
  std::string_view rest = match.substr(0, match.find_first_of("%/"));
  size_t groups = 0;
  size_t gaps = 0;
  while (!rest.empty()) {
    if (rest.starts_with("::")) {
      ++gaps;
      rest.remove_prefix(2);
      if (rest.empty()) break;
    } else if (rest.front() == ':') {
      if (groups == 0) return false;
      rest.remove_prefix(1);
    } else if (groups > 0) {
      return false;
    }
    const size_t end = std::min(rest.find(':'), rest.size());
    const std::string_view group = rest.substr(0, end);
    rest.remove_prefix(end);
    if (group.find('.') != group.npos) {
      if (!rest.empty() || !ipv4(group)) return false;
      groups += 2;
      break;
    }
    if (group.empty() || group.size() > 4) return false;
    if (!std::all_of(group.begin(), group.end(), is_hex)) return false;
    ++groups;
  }
  return gaps == 0 ? groups == 8 : gaps == 1 && groups < 8;
}

// Two decimal degrees, -90..90 and -180..180.
bool lat_long(std::string_view match) {
  double limit = 90;
  size_t at = 0;
  for (int i = 0; i < 2; ++i, limit = 180) {
    while (at < match.size() && !is_digit(match[at])) ++at;
    double number = 0;
    double place = 0;
    for (; at < match.size() && (is_digit(match[at]) || match[at] == '.');
         ++at) {
      if (match[at] == '.') {
        if (place > 0) return false;
        place = 1;
        continue;
      }
      number = number * 10 + (match[at] - '0');
      place *= 10;
    }
    if (place == 0) place = 1;
    if (number / place > limit) return false;
  }
  return true;
}

// Does the last label stand in IANA's list?
bool tld(std::string_view match) {
  if (const size_t scheme = match.find("://"); scheme != match.npos)
    match.remove_prefix(scheme + 3);
  const size_t path = match.find_first_of("/:?#");
  std::string_view host = match.substr(0, path);
  const size_t dot = host.rfind('.');
  if (dot == host.npos || dot + 1 == host.size()) return false;
  std::string last;
  for (char c : host.substr(dot + 1)) last += lower(c);
  return last.starts_with("xn--") || in_filter(kTopLevelDomains, last);
}

}  // namespace blackbar
