// Tested by tests/detect/phone_test.cpp.
#include <algorithm>
#include <vector>

#include "detect/tables.gen.h"
#include "detect/validate/calendar.h"
#include "detect/validate/digits.h"
#include "detect/validate/families.h"
#include "text/chars.h"

namespace blackbar {
namespace {

// --- Numbering plans -----------------------------------------------------------

// Sets of places in a number of at most 31 digits, a bit for each.
using Places = uint32_t;

// Matches digits with the part of regular expressions that libphonenumber's
// metadata uses: digits, [1-357], \d, (?:a|b), {2}, {2,4}, ?. Every alternative
// is followed at once, so the time is the pattern times the number.
class Plan {
 public:
  Plan(std::string_view pattern, std::string_view digits)
      : pattern_(pattern), digits_(digits) {}

  bool matches() { return alternatives(1) >> digits_.size() & 1; }

 private:
  Places alternatives(Places from) {
    Places out = sequence(from);
    while (peek() == '|') {
      ++at_;
      out |= sequence(from);
    }
    return out;
  }

  Places sequence(Places from) {
    while (at_ < pattern_.size() && peek() != '|' && peek() != ')') {
      const size_t atom = at_;
      Places once = one(from);
      int least = 1;
      int most = 1;
      if (peek() == '?') {
        ++at_;
        least = 0;
      } else if (peek() == '{') {
        ++at_;
        least = most = number();
        if (peek() == ',') {
          ++at_;
          most = number();
        }
        ++at_;
      }
      const size_t next = at_;
      Places out = least == 0 ? from : 0;
      Places now = from;
      for (int i = 1; i <= most && now; ++i) {
        at_ = atom;
        now = i == 1 ? once : one(now);
        if (i >= least) out |= now;
      }
      at_ = next;
      from = out;
    }
    return from;
  }

  Places one(Places from) {
    if (pattern_.substr(at_).starts_with("(?:")) {
      at_ += 3;
      const Places out = alternatives(from);
      ++at_;
      return out;
    }
    uint32_t set = 0;  // of digits
    if (peek() == '[') {
      for (++at_; peek() != ']'; ++at_) {
        const int low = peek() - '0';
        if (at_ + 1 < pattern_.size() && pattern_[at_ + 1] == '-') at_ += 2;
        for (int d = low; d <= peek() - '0'; ++d) set |= 1u << d;
      }
      ++at_;
    } else if (peek() == '\\') {
      set = 1023;
      at_ += 2;
    } else {
      set = 1u << (pattern_[at_++] - '0');
    }
    Places out = 0;
    for (size_t i = 0; i < digits_.size(); ++i)
      if ((from >> i & 1) && (set >> (digits_[i] - '0') & 1)) out |= 2u << i;
    return out;
  }

  char peek() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }
  int number() {
    int n = 0;
    while (is_digit(peek())) n = n * 10 + (pattern_[at_++] - '0');
    return n;
  }

  std::string_view pattern_, digits_;
  size_t at_ = 0;
};

// A row of kPhonePlans, "GB 44 0 680 [1-357-9]\d{9}|...": country, calling code,
// national prefix or "-", lengths as a hex mask, pattern.
struct Region {
  std::string_view country, code, prefix, pattern;
  uint32_t lengths = 0;

  explicit Region(std::string_view row) {
    const auto cut = [&] {
      const size_t end = std::min(row.find(' '), row.size());
      const std::string_view word = row.substr(0, end);
      row.remove_prefix(std::min(end + 1, row.size()));
      return word;
    };
    country = cut();
    code = cut();
    prefix = cut();
    if (prefix == "-") prefix = {};
    for (char c : cut())
      lengths = lengths * 16 +
                static_cast<uint32_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
    pattern = row;
  }
};

const std::vector<Region>& regions() {
  static const std::vector<Region> all(std::begin(kPhonePlans),
                                       std::end(kPhonePlans));
  return all;
}

enum class Wanted { kPossible, kValid };

// A number as it is dialled inside the region, its prefix left out.
bool is_national(const Region& region, std::string_view digits, Wanted wanted) {
  return digits.size() < 20 && (region.lengths >> digits.size() & 1) &&
         (wanted == Wanted::kPossible ||
          Plan(region.pattern, digits).matches());
}

// --- What was typed ------------------------------------------------------------

// The runs of digits in a number, and what stands between them.
struct Groups {
  size_t sizes[8];
  size_t count = 0;
  size_t total = 0;
  bool bracket = false;
  bool open = false;
  bool late_bracket = false;  // another's: "(415) 555-0132 (415", "20) 3346"
  bool dots = true;  // nothing but dots, or nothing but spaces, parts them
  bool spaces = true;
  bool trunk = false;     // begins with 0
  bool too_many = false;  // then the others say nothing
  bool inside = false;    // of a run of digits

  // What stands behind what was added before.
  void add(char c) {
    if (is_digit(c)) {
      if (total == 0) trunk = c == '0';
      if (!inside && count == std::size(sizes)) too_many = true;
      if (too_many) return;
      if (!inside) sizes[count++] = 0;
      ++sizes[count - 1];
      ++total;
    } else {
      bracket = bracket || c == '(' || c == ')';
      late_bracket = late_bracket || (c == '(' ? total > 6 : c == ')' && !open);
      open = open || c == '(';
      dots = dots && (c == '.' || total == 0);
      spaces = spaces && (c == ' ' || total == 0);
    }
    inside = is_digit(c);
  }

  bool begin(size_t a, size_t b, size_t c) const {
    return count >= 3 && sizes[0] == a && sizes[1] == b && sizes[2] == c;
  }
  // 2024-03-15 08, 15.3.2024, 12-15 (2009); but 0470 12 34 56
  bool are_date() const {
    const bool day_first = count == 3 && sizes[0] <= 2 && sizes[1] <= 2 &&
                           (sizes[2] == 2 || sizes[2] == 4);
    return day_first || (count >= 3 && sizes[0] == 4 && sizes[1] <= 2 &&
                         sizes[2] <= 2 && !trunk);
  }
};

struct Typed {
  char digits[32];
  size_t size = 0;
  bool plus = false;
  bool trunk = false;  // a "(0)" that is not dialled
  bool too_long = false;
  std::string_view main;  // without its extension
  Groups groups;          // of that

  explicit Typed(std::string_view match) {
    // An extension follows the first letter or sign that a number has not; "xx"
    // near the begin stands for a carrier, as in "0xx11 5555 0100".
    constexpr size_t kShortest = 5;  // digits of a number before an extension
    size_t end = 0;
    for (; end < match.size(); ++end) {
      const char c = match[end];
      if (is_digit(c)) {
        if (size == sizeof digits)
          too_long = true;
        else
          digits[size++] = c;
      } else if (size >= kShortest && (is_alpha(c) || c == '#' || c == ';' ||
                                       c == ',' || c == '~')) {
        break;
      } else {
        plus = plus || c == '+';
        trunk = trunk || (c == '(' && match.substr(end).starts_with("(0)"));
      }
      groups.add(c);
    }
    main = match.substr(0, end);
  }
  std::string_view all() const { return {digits, size}; }
};

// Calls `found` with every region and national number it may be.
template <typename Found>
bool any_international(std::string_view digits, bool trunk, Found found) {
  for (const Region& region : regions()) {
    if (!digits.starts_with(region.code)) continue;
    std::string_view rest = digits.substr(region.code.size());
    if (found(region, rest)) return true;
    // Mexico's mobile prefix of before 2019, which many still type.
    if (region.country == "MX" && rest.starts_with('1') &&
        found(region, rest.substr(1)))
      return true;
    if (trunk && rest.starts_with('0') && found(region, rest.substr(1)))
      return true;
  }
  return false;
}

template <typename Found>
bool any_national(std::string_view digits, Countries countries, Found found) {
  for (const Region& region : regions()) {
    if (!countries.has(region.country)) continue;
    if (found(region, digits)) return true;
    if (!region.prefix.empty() && digits.starts_with(region.prefix) &&
        found(region, digits.substr(region.prefix.size())))
      return true;
  }
  return false;
}

// What is dialled before a calling code: ITU-T E.164's 00, and where it differs.
// Each begins with 0.
constexpr std::string_view kInternational[] = {"00",  "011", "0011",
                                               "010", "019", "001"};

// 0123456789: everybody's example.
bool is_counted(std::string_view digits) {
  for (size_t i = 1; i < digits.size(); ++i)
    if ((digits[i - 1] - '0' + 1) % 10 != digits[i] - '0') return false;
  return true;
}

bool is_phone(std::string_view match, Countries countries, Wanted wanted) {
  const Typed typed(match);
  if (typed.too_long || typed.size < 5 || is_counted(typed.all())) return false;
  const auto fits = [&](const Region& region, std::string_view digits) {
    return is_national(region, digits, wanted);
  };
  if (typed.plus) return any_international(typed.all(), typed.trunk, fits);
  if (any_national(typed.all(), countries, fits)) return true;
  for (std::string_view prefix : kInternational)
    if (typed.all().starts_with(prefix) &&
        any_international(typed.all().substr(prefix.size()), typed.trunk, fits))
      return true;
  // "44 20 7946 0018", the plus left out.
  return typed.size > 9 && any_international(typed.all(), typed.trunk, fits);
}

// --- Shapes --------------------------------------------------------------------

// Is it grouped as telephone numbers are, and as neither dates nor sums are?
bool are_phone_groups(const Groups& g) {
  if (g.too_many || g.count < 2 || g.total < 8 || g.total > 14) return false;
  if (g.are_date() || g.sizes[g.count - 1] < 2) return false;
  if (g.begin(4, 4, 4)) return false;  // a piece of a card's number
  size_t pairs = g.sizes[0] == 2;
  for (size_t i = 1; i < g.count; ++i) {
    if (g.sizes[i] < 2 && !g.bracket) return false;
    pairs += g.sizes[i] == 2;
  }
  if (g.count == 2)
    return g.trunk ? g.sizes[0] > 1 && g.sizes[1] > 4
                   : (g.bracket && g.total > 8) ||
                         (g.sizes[0] == 3 && g.sizes[1] == 7);
  if (g.late_bracket) return false;
  if (g.bracket || (g.trunk && g.total > 8)) return true;
  // 65 02 53 00 00; 123.456.789, 1 234 567 890: thousands.
  if (g.total < 9 || pairs == g.count) return false;
  return !((g.dots || g.spaces) && g.sizes[0] < 4 &&
           std::all_of(g.sizes + 1, g.sizes + g.count,
                       [](size_t n) { return n == 3; }));
}

// "(11) 5555-0100": two digits in brackets without a 0 are an area in Latin
// America; elsewhere the 0 stands there.
bool is_short_area(std::string_view main) {
  const size_t open = main.find('(');
  return open != main.npos && main.find(')', open) == open + 3 &&
         main[open + 1] != '0' && main.find('+') == main.npos &&
         open == main.find_first_not_of(' ');
}

}  // namespace

bool phone(std::string_view match, Countries countries) {
  return is_phone(match, countries, Wanted::kValid);
}

bool phone_possible(std::string_view match, Countries countries) {
  const Typed typed(match);
  const Groups& groups = typed.groups;
  if (groups.too_many) return false;
  if (!typed.plus && groups.are_date()) return false;
  // "+494949-4-94"; one digit may be an area, as in "+64 3 496 0123".
  for (size_t i = 1; typed.plus && i + 1 < groups.count; ++i)
    if (groups.sizes[i] < 2 && (i > 1 || groups.sizes[0] > 3)) return false;
  return is_phone(match, countries, Wanted::kPossible);
}

bool phone_grouped(std::string_view match, Countries countries) {
  const Typed typed(match);
  const Groups& groups = typed.groups;
  if (groups.too_many || typed.too_long || groups.count < 2) return false;
  const bool prefixed = typed.digits[0] == '0' && !groups.are_date();
  for (std::string_view prefix : kInternational)
    if (prefixed && typed.all().starts_with(prefix) &&
        any_international(typed.all().substr(prefix.size()), typed.trunk,
                          [](const Region& region, std::string_view digits) {
                            return is_national(region, digits, Wanted::kValid);
                          }))
      return true;
  if (!are_phone_groups(groups)) return false;
  if (!is_short_area(typed.main)) return phone(match, countries);
  if (typed.digits[1] == '0') return false;  // none of theirs is like "(20)"
  for (const Region& region : regions()) {
    const bool short_area = region.country == "BR" || region.country == "MX";
    if (short_area && countries.has(region.country) &&
        is_national(region, typed.all(), Wanted::kValid))
      return true;
  }
  return false;
}

}  // namespace blackbar
