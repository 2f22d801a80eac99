// Tested by tests/anonymize/spelling_test.cpp.
#include "anonymize/spelling.h"

#include <algorithm>

#include "text/chars.h"
#include "text/plain.h"

namespace blackbar {
namespace {

// Every sign counts: what opens something, what a machine reads, what somebody
// typed that looks like a token.
constexpr std::string_view kExact[] = {"API_KEY",         "AUTH_TOKEN",
                                       "CRYPTO",          "ENCRYPTION_KEY",
                                       "HTTP_COOKIE",     "JSON_WEB_TOKEN",
                                       "ONE_TIME_CODE",   "OTP_AUTH_URL",
                                       "PASSWORD",        "PIN",
                                       "PLACEHOLDER",     "RECOVERY_CODE",
                                       "SECURITY_ANSWER", "URL",
                                       "URL_CREDENTIALS"};

// Every sign but case. RFC 5321, 2.4, lets a mailbox tell case apart; no
// provider does.
constexpr std::string_view kCaseless[] = {"EMAIL_ADDRESS", "IP_ADDRESS",
                                          "SOCIAL_HANDLE", "USERNAME"};

// Where one number ends and the next begins counts.
constexpr std::string_view kParted[] = {
    "AGE",           "CREDIT_CARD_EXPIRATION_DATE",
    "DATE_OF_BIRTH", "DATE_TIME",
    "LOCATION",      "LOCATION_COORDINATES",
    "MONEY_AMOUNT",  "STREET_ADDRESS"};

constexpr int kFewDigits = 6;  // with fewer, separators count

template <size_t N>
bool is_in(const std::string_view (&list)[N], std::string_view entity) {
  return std::find(std::begin(list), std::end(list), entity) != std::end(list);
}

// Letters and digits, plain; what stands between them as `joint`.
std::string plain(std::string_view value, std::string_view joint) {
  std::string out;
  bool parted = false;
  for (size_t at = 0; at < value.size();) {
    const PlainLetter letter = plain_letter(value, at);
    at += letter.length;
    if (letter.size == 0) {
      parted = !out.empty();
      continue;
    }
    if (parted) out += joint;
    parted = false;
    out += letter.view();
  }
  return out;
}

// Without what only says from where one calls: "+", "00" (ITU-T E.123), and the
// 1 of the North American plan before its ten digits.
std::string telephone(std::string_view value) {
  std::string out = plain(value, "");
  if (out.starts_with("00")) out.erase(0, 2);
  if (out.size() == 11 && out[0] == '1') out.erase(0, 1);
  return out;
}

struct Title {
  std::string_view word;
  Name::Address address;
};

constexpr auto kMale = Name::Address::kMale;
constexpr auto kFemale = Name::Address::kFemale;
constexpr auto kEither = Name::Address::kNone;

constexpr Title kTitles[] = {
    {"mr", kMale},        {"mister", kMale},   {"sir", kMale},
    {"mrs", kFemale},     {"ms", kFemale},     {"miss", kFemale},
    {"madam", kFemale},   {"mx", kEither},     {"dr", kEither},
    {"prof", kEither},    {"herr", kMale},     {"herrn", kMale},
    {"frau", kFemale},    {"m", kMale},        {"monsieur", kMale},
    {"mme", kFemale},     {"madame", kFemale}, {"mlle", kFemale},
    {"senor", kMale},     {"senora", kFemale}, {"senorita", kFemale},
    {"sr", kMale},        {"sra", kFemale},    {"srta", kFemale},
    {"don", kMale},       {"dona", kFemale},   {"signor", kMale},
    {"signora", kFemale}, {"sig", kMale},      {"senhor", kMale},
    {"senhora", kFemale}, {"meneer", kMale},   {"mevrouw", kFemale},
    {"dhr", kMale},       {"mevr", kFemale},   {"mw", kFemale},
    {"pan", kMale},       {"pani", kFemale},   {"fru", kFemale}};

}  // namespace

std::string spelling_key(std::string_view entity, std::string_view value) {
  if (is_in(kExact, entity)) return std::string(value);
  if (is_in(kCaseless, entity)) {
    std::string out(value);
    for (char& c : out) c = lower(c);
    return out;
  }
  if (entity == "PHONE_NUMBER") return telephone(value);
  const auto digits = std::count_if(value.begin(), value.end(), is_digit);
  const bool runs = digits >= kFewDigits && !is_in(kParted, entity);
  std::string out = plain(value, runs ? "" : " ");
  return out.empty() ? std::string(value) : out;
}

Name read_name(std::string_view value) {
  Name out;
  const size_t comma = value.find(',');
  std::string words = comma == value.npos
                          ? plain(value, " ")
                          : plain(value.substr(comma + 1), " ") + " " +
                                plain(value.substr(0, comma), " ");
  for (size_t at = 0; at < words.size();) {
    const size_t end = std::min(words.find(' ', at), words.size());
    const std::string word = words.substr(at, end - at);
    at = end + 1;
    const auto title =
        std::find_if(std::begin(kTitles), std::end(kTitles),
                     [&](const Title& t) { return t.word == word; });
    const bool is_title =
        title != std::end(kTitles) && out.words.empty() && at < words.size();
    if (!is_title) {
      if (!word.empty()) out.words.push_back(word);
      continue;
    }
    out.titled = true;
    if (title->address != kEither) out.address = title->address;
  }
  return out;
}

}  // namespace blackbar
