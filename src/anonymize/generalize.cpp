// Tested by tests/anonymize/operators_test.cpp.
#include "anonymize/generalize.h"

#include <algorithm>

#include "anonymize/networks.h"
#include "text/chars.h"
#include "text/normalize.h"

namespace blackbar {
namespace {

// Each takes a value and gives what stands for it, or nothing.
using Generalize = std::string (*)(std::string_view);

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80;
  });
}

size_t count_digits(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

// The text with stars for the letters and digits but the first few; nothing if
// it holds other letters.
std::string starred(std::string_view text, size_t keep) {
  if (!is_ascii(text)) return "";
  std::string out(text);
  for (char& c : out) {
    if (!is_alnum(c)) continue;
    if (keep > 0)
      --keep;
    else
      c = '*';
  }
  return out;
}

// 45 CFR 164.514(b)(2)(i)(C): ages over 89 are one category.
std::string age(std::string_view text) {
  if (text.empty() || text.size() > 3 || count_digits(text) != text.size())
    return "";
  int years = 0;
  for (char c : text) years = years * 10 + (c - '0');
  if (years >= 90) return "90+";
  const int band = years / 10 * 10;
  return std::to_string(band) + "-" + std::to_string(band + 9);
}

// The first four digits by themselves that can be a year: 1500 to 2199.
std::string year(std::string_view text) {
  for (size_t at = 0; at + 4 <= text.size(); ++at) {
    if (!is_digit(text[at])) continue;
    size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view digits = text.substr(at, end - at);
    if (digits.size() == 4 && digits >= "1500" && digits < "2200")
      return std::string(digits);
    at = end;
  }
  return "";
}

// A year that makes somebody 90 or older says so, and the rule above holds for
// it too. The engine has no clock. Who was born in 1950 turns 90 in 2040: until
// then this is on the safe side.
constexpr std::string_view kOldest = "1950";

std::string year_of_birth(std::string_view text) {
  std::string out = year(text);
  return out.empty() || out >= kOldest ? out : "before " + std::string(kOldest);
}

std::string domain(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == text.npos || at == 0 ||
      text.find_first_of(" \r\n\t", at) != text.npos)
    return "";
  return "***" + std::string(text.substr(at));
}

// Every number with one decimal, cut and not rounded: some eleven kilometres
// of latitude. Degrees with minutes are not understood.
std::string coordinates(std::string_view text) {
  std::string out;
  bool decimals = false;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '.' && at > 0 && is_digit(text[at - 1])) {
      size_t end = at + 1;
      while (end < text.size() && is_digit(text[end])) ++end;
      if (end == at + 1) return "";
      out += text.substr(at, 2);
      decimals = true;
      at = end;
    } else if (is_digit(c)) {
      size_t end = at;
      while (end < text.size() && is_digit(text[end])) ++end;
      if (end - at > 3) return "";
      out += text.substr(at, end - at);
      at = end;
    } else if (std::string_view(" +-,;/:=\r\n").find(c) !=
               std::string_view::npos) {
      out += c;
      ++at;
    } else if (text.substr(at).starts_with("\u00b0")) {
      out += "\u00b0";
      at += 2;
    } else {
      size_t end = at;
      while (end < text.size() && is_alpha(text[end])) ++end;
      const std::string word(text.substr(at, end - at));
      constexpr std::string_view kWords = " N S E W n s e w lat lng lon long ";
      if (kWords.find(" " + word + " ") == kWords.npos || word.empty())
        return "";
      out += word;
      at = end;
    }
  }
  return decimals ? out : "";
}

// The range of all amounts with as many digits: "10,000-99,999". A point or
// comma with one or two digits behind it, at the end, parts the cents.
constexpr size_t kCurrency = 8;  // bytes before and behind: " dollars"

std::string magnitude(std::string_view text) {
  const auto digit = std::find_if(text.begin(), text.end(), is_digit);
  size_t begin = static_cast<size_t>(digit - text.begin());
  size_t end = begin;
  for (size_t at = begin; at < text.size(); ++at) {
    if (is_digit(text[at]))
      end = at + 1;
    else if (text[at] != '.' && text[at] != ',' && text[at] != ' ' &&
             text[at] != '\'')
      break;
  }
  std::string_view whole = text.substr(begin, end - begin);
  const size_t point = whole.find_last_of(".,");
  const bool cents = point != whole.npos && whole.size() - point <= 3;
  if (cents) whole = whole.substr(0, point);
  const std::string_view behind = text.substr(end);
  const bool only_amount = begin <= kCurrency && behind.size() <= kCurrency;
  if (whole.empty() || count_digits(behind) > 0 || !only_amount) return "";
  std::string least, most;
  for (char c : whole) {
    least += is_digit(c) ? (least.empty() && whole.size() > 1 ? '1' : '0') : c;
    most += is_digit(c) ? '9' : c;
  }
  return std::string(text.substr(0, begin)) + least + "-" + most +
         std::string(behind);
}

// Digits of the country code that opens these: ITU-T E.164, list of assigned
// codes (Annex to Operational Bulletin 1114).
size_t country_code(std::string_view digits) {
  if (digits.empty()) return 0;
  if (digits[0] == '1' || digits[0] == '7') return 1;
  constexpr std::string_view kTwo =
      " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 "
      "56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
  const std::string two = " " + std::string(digits.substr(0, 2)) + " ";
  return kTwo.find(two) == kTwo.npos ? 3 : 2;
}

// The country code; in North America the area too, which is as large as a
// country elsewhere.
std::string phone(std::string_view text) {
  std::string digits;
  for (char c : text)
    if (is_digit(c)) digits += c;
  const bool prefixed = text.starts_with('+');
  const bool one = digits[0] == '1' && digits.size() == 11;
  const std::string_view national = std::string_view(digits).substr(one);
  // NANP: NXX-NXX-XXXX, N being 2 to 9 (nanpa.com, "About the NANP").
  const bool america = (one || !prefixed) && national.size() == 10 &&
                       national[0] >= '2' && national[3] >= '2';
  if (america) return starred(text, one ? 4 : 3);
  if (!prefixed || digits.size() < 7) return "";
  return starred(text, country_code(digits));
}

// The three-digit areas that fewer than 20,000 people live in, by the census of
// 2000: HHS, "Guidance Regarding Methods for De-identification of Protected
// Health Information", November 26, 2012, on 45 CFR 164.514(b)(2)(i)(B).
constexpr std::string_view kFewPeople =
    " 036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893 ";

// Five digits are read as a ZIP code: of others they show one digit more, and
// lose more where the three are in the list.
std::string postal_code(std::string_view text) {
  const size_t digits = count_digits(text);
  const bool zip = digits == text.size() && digits == 5;
  const bool zip4 =
      text.size() == 10 && digits == 9 && (text[5] == '-' || text[5] == ' ');
  if (!zip && !zip4) return starred(text, 2);
  std::string area(text.substr(0, 3));
  if (kFewPeople.find(" " + area + " ") != kFewPeople.npos) area = "000";
  return area + "**";
}

std::string two_digits(std::string_view text) { return starred(text, 2); }

// The outward code: all but the last three letters and digits (BS 7666).
std::string outward_code(std::string_view text) {
  size_t left = 3;
  while (!text.empty() && left > 0) {
    if (is_alnum(text.back())) --left;
    text.remove_suffix(1);
  }
  while (!text.empty() && !is_alnum(text.back())) text.remove_suffix(1);
  const bool right = text.size() >= 2 && text.size() <= 4 &&
                     std::all_of(text.begin(), text.end(), is_alnum);
  return right ? std::string(text) : "";
}

struct Row {
  std::string_view entity;
  Generalize run;
};

constexpr Row kRows[] = {
    {"AGE", age},
    {"DATE_OF_BIRTH", year_of_birth},
    {"DATE_TIME", year},
    {"DE_PLZ", two_digits},
    {"EMAIL_ADDRESS", domain},
    {"IP_ADDRESS", network},
    {"LOCATION_COORDINATES", coordinates},
    {"MONEY_AMOUNT", magnitude},
    {"PHONE_NUMBER", phone},
    {"POSTAL_CODE", postal_code},
    {"UK_POSTCODE", outward_code},
};

}  // namespace

std::string generalize(const Request& r) {
  const Normalized plain = normalize(r.value);  // full-width digits are digits
  for (const Row& row : kRows)
    if (row.entity == r.entity)
      if (std::string out = row.run(plain.text()); !out.empty()) return out;
  return label(r);
}

}  // namespace blackbar
