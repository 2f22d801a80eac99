// Tested by tests/anonymize/dates_test.cpp.
#include "anonymize/dates.h"

#include <algorithm>
#include <array>
#include <span>

#include "anonymize/calendar.h"
#include "crypto/sha256.h"
#include "text/chars.h"

namespace blackbar {
namespace {

// A piece of what was written: a part of the date, or what stands between.
struct Piece {
  enum Kind { kBetween, kNumber, kName, kOrdinal } kind = kBetween;
  std::string_view text;
};

// Cuts the next piece off: digits, letters, or a sign.
Piece next_piece(std::string_view& rest) {
  size_t end = 0;
  Piece out;
  if (is_digit(rest[0])) {
    while (end < rest.size() && is_digit(rest[end])) ++end;
    out.kind = Piece::kNumber;
  } else if (letter_at(rest, 0) > 0) {
    while (letter_at(rest, end) > 0) end += letter_at(rest, end);
    out.kind = Piece::kName;
  } else {
    end = 1;
  }
  out.text = rest.substr(0, end);
  rest.remove_prefix(end);
  return out;
}

constexpr std::string_view kOrdinals[] = {"st", "nd", "rd", "th"};
constexpr std::string_view kBetween[] = {"of", "de", "del"};

bool is_one_of(std::string_view word, std::span<const std::string_view> list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view item) {
    return same_word(item, word);
  });
}

std::string_view ordinal_of(int day) {
  const bool teens = day / 10 == 1;
  return kOrdinals[teens || day % 10 == 0 || day % 10 > 3 ? 3 : day % 10 - 1];
}

int value_of(std::string_view digits) {
  int out = 0;
  for (char c : digits) out = out * 10 + (c - '0');
  return out;
}

// Takes digits off the front, `least` to `most` of them.
bool take_digits(std::string_view& rest, size_t least, size_t most) {
  size_t count = 0;
  while (count < rest.size() && count < most && is_digit(rest[count])) ++count;
  if (count < least) return false;
  rest.remove_prefix(count);
  return true;
}

bool take(std::string_view& rest, std::string_view word) {
  if (!same_word(rest.substr(0, word.size()), word)) return false;
  rest.remove_prefix(word.size());
  return true;
}

// Is this nothing, or a time of day? " at 9:30 pm", "T09:30:00.5+01:00".
bool is_time(std::string_view rest) {
  if (rest.empty()) return true;
  if (!take(rest, "T") && !take(rest, ", at ") && !take(rest, " at ") &&
      !take(rest, ", ") && !take(rest, " "))
    return false;
  if (!take_digits(rest, 1, 2)) return false;
  const bool minutes = take(rest, ":");
  if (minutes && !take_digits(rest, 2, 2)) return false;
  if (minutes && take(rest, ":") && !take_digits(rest, 2, 2)) return false;
  if (minutes && (rest.starts_with('.') || rest.starts_with(','))) {
    rest.remove_prefix(1);
    if (!take_digits(rest, 1, 9)) return false;
  }
  std::string_view half = rest;
  take(half, " ");
  const bool halves = take(half, "am") || take(half, "pm") ||
                      take(half, "a.m.") || take(half, "p.m.");
  if (halves) rest = half;
  if (rest.empty()) return minutes || halves;
  take(rest, " ");
  if (take(rest, "Z") || take(rest, "UTC") || take(rest, "GMT"))
    return minutes && rest.empty();
  if (!take(rest, "+") && !take(rest, "-")) return false;
  return minutes && take_digits(rest, 2, 2) && (take(rest, ":"), true) &&
         take_digits(rest, 2, 2) && rest.empty();
}

// One written date: its pieces, and which of them say what.
class Written {
 public:
  bool read(std::string_view value);
  std::string with(Day day) const;
  Day day() const { return day_; }

 private:
  bool read_pieces(std::string_view& rest);
  bool assign();
  bool same_separators() const;
  std::string_view text(size_t part) const {
    return pieces_[parts_[part]].text;
  }
  std::string number(int value, size_t part) const;
  std::string name(int month) const;

  std::array<Piece, 16> pieces_;
  size_t count_ = 0;
  std::array<size_t, 3> parts_{};  // the pieces that are parts of the date
  size_t named_ = 3;               // which part is a name; 3: none
  MonthName name_;
  size_t year_ = 0, month_ = 0, day_part_ = 0;  // which part is which
  Day day_;
  std::string_view time_;
};

bool Written::read_pieces(std::string_view& rest) {
  size_t found = 0;
  while (!rest.empty() && count_ < pieces_.size()) {
    if (found == 3 && letter_at(rest, 0) == 0) return true;
    Piece piece = next_piece(rest);
    const bool after_number =
        count_ > 0 && pieces_[count_ - 1].kind == Piece::kNumber;
    if (piece.kind == Piece::kName) {
      if (after_number && is_one_of(piece.text, kOrdinals)) {
        piece.kind = Piece::kOrdinal;
      } else if (is_one_of(piece.text, kBetween)) {
        piece.kind = Piece::kBetween;
      } else if (found == 3) {
        rest = {piece.text.data(), piece.text.size() + rest.size()};
        return true;  // the "T" of a time
      } else {
        const bool dotted = count_ > 1 && pieces_[1].text == ".";
        name_ = month_named(piece.text, dotted ? kGerman : kEnglish);
        if (name_.month == 0 || named_ < 3) return false;
        named_ = found;
      }
    } else if (piece.kind == Piece::kBetween &&
               std::string_view(" ,.-/'").find(piece.text[0]) ==
                   std::string_view::npos) {
      return false;
    }
    if (piece.kind == Piece::kNumber && piece.text.size() > 4) return false;
    if (piece.kind == Piece::kNumber || piece.kind == Piece::kName) {
      if (count_ == 0 || pieces_[count_ - 1].kind == Piece::kBetween)
        parts_[found++] = count_;
      else
        return false;
    }
    pieces_[count_++] = piece;
  }
  return found == 3;
}

// "12/3/85", but not "12/3-85".
bool Written::same_separators() const {
  const auto between = [&](size_t from, size_t to) {
    const char* begin = pieces_[from].text.end();
    return std::string_view(begin, pieces_[to].text.data() - begin);
  };
  return between(parts_[0], parts_[1]) == between(parts_[1], parts_[2]);
}

bool Written::assign() {
  if (named_ < 3) {
    if (named_ == 2) return false;
    const bool year_first = named_ == 1 && text(0).size() == 4;
    month_ = named_;
    year_ = year_first ? 0 : 2;
    day_part_ = year_first ? 2 : 1 - named_;
  } else {
    if (!same_separators()) return false;
    const bool dots = pieces_[parts_[0] + 1].text == ".";
    const bool year_first = text(0).size() == 4;
    const bool month_first = year_first || (!dots && value_of(text(0)) <= 12);
    year_ = year_first ? 0 : 2;
    month_ = year_first ? 1 : month_first ? 0 : 1;
    day_part_ = year_first ? 2 : month_first ? 1 : 0;
  }
  const size_t digits = text(year_).size();
  if (text(day_part_).size() > 2 || (digits != 4 && digits != 2)) return false;
  if (named_ == 3 && text(month_).size() > 2) return false;
  day_.year = value_of(text(year_));
  if (digits == 2) day_.year += day_.year < 69 ? 2000 : 1900;
  day_.month = named_ < 3 ? name_.month : value_of(text(month_));
  day_.day = value_of(text(day_part_));
  return exists(day_);
}

bool Written::read(std::string_view value) {
  if (value.size() > 64 || !read_pieces(value) || !assign()) return false;
  time_ = value;
  return is_time(time_);
}

// As wide as it was: a zero in front stays where one stood, and between other
// numbers where both had two digits.
std::string Written::number(int value, size_t part) const {
  std::string out = std::to_string(value);
  const bool wide =
      text(part)[0] == '0' ||
      (named_ == 3 && text(day_part_).size() == 2 && text(month_).size() == 2);
  return wide && out.size() == 1 ? "0" + out : out;
}

std::string Written::name(int month) const {
  const std::string_view was = text(named_);
  std::string out(month_name(name_.language, month));
  if (name_.abbreviated) out.resize(3);
  const bool capitals = is_upper(was[0]) && is_upper(was[1]);
  for (size_t i = 0; i < out.size(); ++i)
    if ((capitals || (i == 0 && is_upper(was[0]))) && is_alpha(out[i]))
      out[i] = static_cast<char>(out[i] - ('a' - 'A'));
  return out;
}

std::string Written::with(Day day) const {
  std::string out;
  for (size_t i = 0; i < count_; ++i) {
    const Piece& piece = pieces_[i];
    if (piece.kind == Piece::kOrdinal)
      out += ordinal_of(day.day);
    else if (piece.kind == Piece::kBetween)
      out += piece.text;
    else if (i == parts_[year_])
      out += std::to_string(day.year).substr(4 - piece.text.size());
    else if (i == parts_[month_])
      out += named_ < 3 ? name(day.month) : number(day.month, month_);
    else
      out += number(day.day, day_part_);
  }
  return out += time_;
}

}  // namespace

std::string shifted(std::string_view value, int days) {
  Written written;
  if (value.empty() || !written.read(value)) return "";
  return written.with(day_of(number_of(written.day()) + days));
}

int shift_of(const Vault& vault) {
  if (vault.secret().empty()) return 0;
  const Digest digest = hmac_sha256(vault.secret(), "shift_date");
  const uint32_t number = digest[0] | digest[1] << 8 | digest[2] << 16;
  const int days = static_cast<int>(number % 730) - 365;
  return days < 0 ? days : days + 1;
}

std::string shift_date(const Request& r) {
  const int days = shift_of(r.vault);
  std::string out = days == 0 ? "" : shifted(r.value, days);
  return out.empty() ? label(r) : out;
}

}  // namespace blackbar
