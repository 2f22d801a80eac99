// The network that an address belongs to, as far as it says no person's house.
#pragma once

#include <string>
#include <string_view>

namespace blackbar {

// "192.0.2.17" -> "192.0.2.0/24", "2001:db8:1::7" -> "2001:db8:1::/48"; of a range
// the network of its first address. Empty for what is no address.
std::string network(std::string_view text);

}  // namespace blackbar
