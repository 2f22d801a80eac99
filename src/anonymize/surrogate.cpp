// Tested by tests/anonymize/surrogate_test.cpp.
#include "anonymize/surrogate.h"

#include <algorithm>
#include <iterator>

#include "anonymize/dates.h"
#include "anonymize/dice.h"
#include "text/chars.h"
#include "text/normalize.h"

namespace blackbar {
namespace {

// Tries until the value becomes a token instead: keeps many values linear.
constexpr uint32_t kMaxAttempts = 64;

constexpr std::string_view kFirst[] = {
    "Alex",  "Robin", "Mara", "Jonas", "Clara", "David",  "Elena", "Felix",
    "Greta", "Hugo",  "Iris", "Jakob", "Karin", "Leon",   "Marta", "Nico",
    "Olga",  "Paul",  "Rosa", "Simon", "Tina",  "Victor", "Wanda", "Yara",
};
constexpr std::string_view kLast[] = {
    "Archer",  "Baker",  "Carter", "Dyer",   "Fisher", "Fuller",
    "Gardner", "Hunter", "Keller", "Lang",   "Marsh",  "Miller",
    "Mason",   "Palmer", "Porter", "Sawyer", "Stone",  "Tanner",
    "Turner",  "Walker", "Weaver", "Winter", "Wood",   "Young",
};
constexpr std::string_view kDomains[] = {"example.com", "example.net",
                                         "example.org"};

bool has_lower(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

bool has_upper(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_upper);
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

// In the case of the original: all small, all capital, or as it is.
std::string cased(std::string text, std::string_view original) {
  const bool small = !has_upper(original);
  const bool capitals = !small && !has_lower(original);
  for (char& c : text) c = small ? lower(c) : capitals ? upper(c) : c;
  return text;
}

std::string digits_of(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_digit);
  return out;
}

// A letter, or something that is no ASCII: it must not be left standing.
bool speaks(char c) {
  return is_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
}

// The original with these in the places of its digits; nothing if it holds
// more than digits and signs.
std::string in_places(std::string_view original, std::string_view digits) {
  if (std::any_of(original.begin(), original.end(), speaks)) return "";
  std::string out(original);
  size_t next = 0;
  for (char& c : out)
    if (is_digit(c) && next < digits.size()) c = digits[next++];
  return out;
}

std::string number(Dice& dice, size_t digits) {
  std::string out;
  while (out.size() < digits) out += static_cast<char>('0' + dice.below(10));
  return out;
}

// Each takes a value and gives another, or nothing where it cannot.
using Make = std::string (*)(std::string_view, Dice&);

std::string person(std::string_view was, Dice& dice) {
  std::string out = dice.pick(kFirst);
  if (was.find(' ') != was.npos) out += " " + dice.pick(kLast);
  return cased(std::move(out), was);
}

std::string email(std::string_view was, Dice& dice) {
  const std::string_view local = was.substr(0, was.rfind('@'));
  const size_t sign = local.find_first_of("._-");
  std::string out = dice.pick(kFirst);
  if (sign != local.npos) out += local[sign] + dice.pick(kLast);
  out += number(dice, 3) + "@" + dice.pick(kDomains);
  return cased(std::move(out), has_lower(was) ? "a" : "A");
}

std::string url(std::string_view was, Dice& dice) {
  const size_t scheme = was.find("://");
  std::string out;
  if (scheme != was.npos && scheme <= 5)
    out = was.starts_with("http:") ? "http://" : "https://";
  std::string_view rest = scheme == was.npos ? was : was.substr(scheme + 3);
  if (rest.starts_with("www.")) out += "www.";
  return out + dice.pick(kDomains) + "/" + cased(dice.pick(kLast), "a") + "-" +
         number(dice, 4);
}

// Test numbers that Adyen, Braintree, PayPal and Stripe publish: they pass the
// check and reach no bank.
constexpr std::string_view kCards[] = {
    "4111111111111111", "4012888888881881", "4242424242424242",
    "4000056655665556", "5555555555554444", "5105105105105100",
    "2223003122003222", "5200828282828210", "6011111111111117",
    "6011000990139424", "3530111333300000", "3566002020360505",
    "378282246310005",  "371449635398431",  "30569309025904",
    "38520000023237",   "4222222222222",
};

std::string card(std::string_view was, Dice& dice) {
  const size_t size = digits_of(was).size();
  size_t there = 0;
  for (std::string_view c : kCards) there += c.size() == size;
  if (there == 0) return "";
  size_t nth = dice.below(static_cast<uint32_t>(there));
  for (std::string_view c : kCards)
    if (c.size() == size && nth-- == 0) return in_places(was, c);
  return "";
}

// ISO 7064, MOD 97-10 over the account, "ZZ" and two zeros: ISO 13616-1, 5.
int check_of(std::string_view account) {
  int rest = 0;
  const auto add = [&](char c) {
    rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97
                       : (rest * 100 + (upper(c) - 'A' + 10)) % 97;
  };
  for (char c : account) add(c);
  for (char c : std::string_view("ZZ00")) add(c);
  return 98 - rest;
}

std::string iban(std::string_view was, Dice& dice) {
  std::string out, account;
  for (char c : was) {
    if (speaks(c) && !is_alpha(c)) return "";
    if (!is_alnum(c)) continue;
    account += static_cast<char>(is_digit(c) ? '0' + dice.below(10)
                                             : 'A' + dice.below(26));
  }
  if (account.size() < 8) return "";
  account.erase(0, 4);
  const int check = check_of(account);
  const std::string signs =
      "ZZ" + std::to_string(check + 100).substr(1) + account;
  size_t next = 0;
  for (char c : was) out += is_alnum(c) ? signs[next++] : c;
  return has_upper(was) ? out : cased(std::move(out), "a");
}

constexpr std::string_view kNetworks[] = {"192.0.2.", "198.51.100.",
                                          "203.0.113."};

std::string ip(std::string_view was, Dice& dice) {
  if (was.find_first_of("/-%") != was.npos) return "";  // a range, or a scope
  if (was.find(':') == was.npos)
    return dice.pick(kNetworks) + std::to_string(1 + dice.below(254));
  std::string out = "2001:db8:";
  for (int group = 0; group < 2; ++group) {
    constexpr std::string_view kHex = "123456789abcdef";
    for (int i = 0; i < 4; ++i) out += kHex[dice.below(kHex.size())];
    out += group == 0 ? "::" : "";
  }
  return has_lower(was) || !has_upper(was) ? out : cased(out, "A");
}

std::string mac(std::string_view was, Dice& dice) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string signs = "00005e0053";
  signs += kHex[dice.below(16)];
  signs += kHex[dice.below(16)];
  std::string out(was);
  size_t next = 0;
  for (char& c : out) {
    if (!is_hex(c)) continue;
    if (next == signs.size()) return "";  // EUI-64
    c = signs[next++];
  }
  if (next < signs.size()) return "";
  return has_lower(was) ? out : cased(std::move(out), "A");
}

std::string ssn(std::string_view was, Dice& dice) {
  if (digits_of(was).size() != 9) return "";
  return in_places(was, "666" + std::to_string(10 + dice.below(90)) +
                            std::to_string(1000 + dice.below(9000)));
}

// Codes of large cities, all in use: the number behind them is what is nobody's.
constexpr std::string_view kAreas[] = {"202", "206", "212", "303",
                                       "312", "404", "415", "512",
                                       "617", "702", "713", "919"};

std::string phone(std::string_view was, Dice& dice) {
  const std::string digits = digits_of(was);
  const bool one = digits.size() == 11 && digits[0] == '1';
  std::string fake = dice.pick(kAreas) + "55501" + number(dice, 2);
  if (digits.size() == 10 && digits[0] >= '2' && !was.starts_with('+'))
    return in_places(was, fake);
  if (one) return in_places(was, "1" + fake);
  if (digits.size() == 7) return in_places(was, fake.substr(3));
  const bool british =
      digits.size() == 12 && was.starts_with('+') && digits.starts_with("44");
  if (british)
    return in_places(
        was, (digits[2] == '7' ? "447700900" : "442079460") + number(dice, 3));
  const size_t sign = was.find_first_of(" .-");
  const std::string gap(1, sign == was.npos ? '-' : was[sign]);
  return (was.starts_with('+') ? "+1" + gap : "") + fake.substr(0, 3) + gap +
         "555" + gap + fake.substr(6);
}

struct Row {
  std::string_view entity;
  Make make;
};

constexpr Row kRows[] = {
    {"CREDIT_CARD", card},   {"EMAIL_ADDRESS", email},
    {"IBAN_CODE", iban},     {"IP_ADDRESS", ip},
    {"MAC_ADDRESS", mac},    {"PERSON", person},
    {"PHONE_NUMBER", phone}, {"URL", url},
    {"US_SSN", ssn},
};

std::string token_for(const Request& r) {
  return r.vault.token(r.token_word, r.entity, r.value);
}

// One date has one other.
std::string date(const Request& r) {
  const int days = shift_of(r.vault);
  return days == 0 ? "" : shifted(r.value, days);
}

}  // namespace

std::string surrogate(const Request& r) {
  const auto* row =
      std::find_if(std::begin(kRows), std::end(kRows),
                   [&](const Row& each) { return each.entity == r.entity; });
  const bool dated = r.entity == "DATE_TIME" || r.entity == "DATE_OF_BIRTH";
  if (row == std::end(kRows) && !dated) return token_for(r);
  const Normalized plain = normalize(r.value);  // full-width digits are digits
  const uint64_t seed = seed_of(r);
  std::string out =
      r.vault.stand_in(r.entity, r.value, [&](uint32_t attempt) -> std::string {
        if (dated) return attempt == 0 ? date(r) : "";
        if (attempt >= kMaxAttempts) return "";
        Dice dice(seed + attempt);
        std::string made = row->make(plain.text(), dice);
        // Never the value itself, should somebody type an example.
        for (int again = 0; again < 8 && made == r.value; ++again)
          made = row->make(plain.text(), dice);
        return made == r.value ? "" : made;
      });
  return out.empty() ? token_for(r) : out;
}

}  // namespace blackbar
