// Tested by tests/text/json_test.cpp.
#include "text/json.h"

#include <algorithm>
#include <cstdlib>

#include "text/chars.h"

namespace blackbar {
namespace {

constexpr int kMaxDepth = 64;

// digits * 10^exponent. The double next to it where there are 15 digits at most
// and the exponent lies within 22 (Clinger 1990, "How to read floating point
// numbers accurately", section 3); elsewhere it may be a few units off in the
// last place. strtod() would bring 5 KB (brotli) of long double arithmetic.
struct Decimal {
  static constexpr uint64_t kMost = 100'000'000'000'000'000;  // for one more
  uint64_t digits = 0;
  int exponent = 0;

  double value() const {
    if (digits == 0) return 0;
    const auto out = static_cast<double>(digits);
    double scale = 1;
    for (int n = std::min(std::abs(exponent), 400); n > 0; --n) scale *= 10;
    return exponent < 0 ? out / scale : out * scale;
  }
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool document(Json& out) {
    return value(out, 0) && (skip_space(), at_ == text_.size());
  }
  size_t at() const { return at_; }

 private:
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  void skip_space() {
    while (!done() && is_space(text_[at_])) ++at_;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool value(Json& out, int depth) {
    skip_space();
    if (depth > kMaxDepth) return false;
    switch (peek()) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"':
        out.kind = Json::Kind::kString;
        return string(out.string);
      case 't':
      case 'f':
        out.kind = Json::Kind::kBool;
        out.boolean = peek() == 't';
        return take(out.boolean ? "true" : "false");
      case 'n':
        return take("null");
      default:
        return number(out);
    }
  }

  bool object(Json& out, int depth) {
    out.kind = Json::Kind::kObject;
    ++at_;
    skip_space();
    if (take("}")) return true;
    do {
      skip_space();
      auto& member = out.members.emplace_back();
      if (peek() != '"' || !string(member.name)) return false;
      skip_space();
      if (!take(":") || !value(member.value, depth + 1)) return false;
      skip_space();
    } while (take(","));
    return take("}");
  }

  bool array(Json& out, int depth) {
    out.kind = Json::Kind::kArray;
    ++at_;
    skip_space();
    if (take("]")) return true;
    do {
      if (!value(out.items.emplace_back(), depth + 1)) return false;
      skip_space();
    } while (take(","));
    return take("]");
  }

  bool number(Json& out) {
    Decimal decimal;
    const bool negative = take("-");
    if (!take("0") && !digits(decimal, 0)) return false;
    if (take(".") && !digits(decimal, -1)) return false;
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      const bool down = peek() == '-';
      if (peek() == '+' || down) ++at_;
      Decimal power;
      if (!digits(power, 0)) return false;
      constexpr uint64_t kFar = 1000;  // beyond every double
      const int by = static_cast<int>(std::min(power.digits, kFar));
      decimal.exponent += down ? -by : by;
    }
    out.kind = Json::Kind::kNumber;
    out.number = negative ? -decimal.value() : decimal.value();
    return true;
  }

  // Reads digits, one at least; each moves the exponent by `step`.
  bool digits(Decimal& out, int step) {
    const size_t first = at_;
    for (; is_digit(peek()); ++at_) {
      if (out.digits < Decimal::kMost)
        out.digits = 10 * out.digits + static_cast<uint64_t>(peek() - '0');
      else
        ++out.exponent;  // too many to matter
      out.exponent += step;
    }
    return at_ > first;
  }

  bool string(std::string& out) {
    for (++at_; !done(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        out += c;
      } else if (!escape(out)) {
        return false;
      }
    }
    return false;
  }

  // On the backslash; leaves at_ on the last character of the escape.
  bool escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt",
                               kMeant = "\"\\/\b\f\n\r\t";
    if (++at_ >= text_.size()) return false;
    if (text_[at_] != 'u') {
      const size_t i = kNames.find(text_[at_]);
      if (i == kNames.npos) return false;
      out += kMeant[i];
      return true;
    }
    uint32_t point = 0;
    if (!hex4(point)) return false;
    if (point >= 0xD800 && point <= 0xDBFF &&
        text_.substr(at_ + 1).starts_with("\\u")) {
      const size_t high = at_;
      uint32_t low = 0;
      at_ += 2;
      if (!hex4(low)) return false;
      if (low >= 0xDC00 && low <= 0xDFFF)
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
      else
        at_ = high;  // no pair: the second escape stands by itself
    }
    if (point >= 0xD800 && point <= 0xDFFF) point = 0xFFFD;
    append_utf8(point, out);
    return true;
  }

  bool hex4(uint32_t& point) {
    if (at_ + 4 >= text_.size()) return false;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[++at_];
      if (!is_hex(c)) return false;
      point = point * 16 + static_cast<uint32_t>(
                               is_digit(c) ? c - '0' : lower(c) - 'a' + 10);
    }
    return true;
  }

  static void append_utf8(uint32_t point, std::string& out) {
    const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) {
      put(point);
    } else if (point < 0x800) {
      put(0xC0 | point >> 6);
      put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      put(0xE0 | point >> 12);
      put(0x80 | (point >> 6 & 0x3F));
      put(0x80 | (point & 0x3F));
    } else {
      put(0xF0 | point >> 18);
      put(0x80 | (point >> 12 & 0x3F));
      put(0x80 | (point >> 6 & 0x3F));
      put(0x80 | (point & 0x3F));
    }
  }

  const std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

const Json* Json::find(std::string_view name) const {
  for (auto it = members.rbegin(); it != members.rend(); ++it)
    if (it->name == name) return &it->value;
  return nullptr;
}

std::string_view name_of(Json::Kind kind) {
  constexpr std::string_view kNames[] = {
      "null", "true or false", "a number", "a string", "an array", "an object"};
  return kNames[static_cast<size_t>(kind)];
}

Result<Json> parse_json(std::string_view text) {
  Reader reader(text);
  Json out;
  if (reader.document(out)) return out;
  return Error{ErrorCode::kInvalidJson, "$",
               "not JSON from byte " + std::to_string(reader.at()) + " on"};
}

void append_json(std::string_view string, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (char c : string) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[c >> 4 & 15];
      out += kHex[c & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace blackbar
