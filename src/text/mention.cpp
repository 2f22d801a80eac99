// Tested by tests/text/mention_test.cpp.
#include "text/mention.h"

#include <algorithm>

#include "text/chars.h"
#include "text/placeholder.h"

namespace blackbar {
namespace {

constexpr size_t kMaxFiller = 12;  // bytes between two parts of a token
constexpr size_t kMaxDigits = 9;
constexpr size_t kMaxEnding = 3;  // letters that a language adds: "s", "en"

struct Pair {
  std::string_view open, close;
};

// Plain, escaped for markdown, HTML, URLs and JSON, and full-width. Longer ones
// that end with a shorter one come first.
constexpr Pair kBrackets[] = {
    {"\\(", "\\)"},       {"\\[", "\\]"},
    {"&#40;", "&#41;"},   {"&lpar;", "&rpar;"},
    {"&lt;", "&gt;"},     {"%28", "%29"},
    {"%5B", "%5D"},       {"\\u0028", "\\u0029"},
    {"(", ")"},           {"[", "]"},
    {"{", "}"},           {"<", ">"},
    {"\uFF08", "\uFF09"},                        // full-width
    {"\uFF3B", "\uFF3D"}, {"\u3010", "\u3011"},  // black lenticular
};

// What may stand in place of an underscore, as often as one likes: a sign that
// joins, marks of markdown, escapes, what is not seen.
constexpr std::string_view kFillers[] = {
    "_",      "-",      " ",      "\\",     "*",        "`",       "~",
    "&#95;",  "%5F",    "%5f",    "%20",    "\\u005f",  "\\u005F", "\u00A0",
    "\u00AD", "\u200B", "\u200C", "\u200D", "\u2010",   "\u2011",  "\u2012",
    "\u2013", "\u2014", "\uFEFF", "\uFF3F", "&lowbar;", "&nbsp;"};

// Escapes whose last letter is none of a word: "\nEMAIL_1".
constexpr std::string_view kEscapes[] = {"\\n", "\\r", "\\t"};

bool same(char a, char capital) {
  return a == capital || lower(a) == lower(capital);
}

// One try to read a mention from a place. Every step says false when it is
// none; if only because the text ends there, and it is not the last of it,
// open() says so.
class Reading {
 public:
  Reading(std::string_view text, size_t at, bool last)
      : text_(text), at_(at), last_(last) {}

  bool open() const { return open_; }
  size_t at() const { return at_; }

  // The words of `name`, parted by underscores there and by fillers here.
  bool name(std::string_view name) {
    for (size_t i = 0; i < name.size(); ++i) {
      if (name[i] == '_') {
        if (!fillers()) return false;
        continue;
      }
      if (at_ == text_.size()) return stop();
      if (!same(text_[at_], name[i])) return false;
      ++at_;
    }
    return true;
  }

  bool number(std::string& out) {
    const size_t first = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    if (at_ - first > kMaxDigits) return false;
    if (at_ == text_.size()) return stop();
    out.assign(text_.substr(first, at_ - first));
    return !out.empty() && out[0] != '0';
  }

  // Nothing is a filler too.
  bool fillers() {
    const size_t first = at_;
    while (at_ - first <= kMaxFiller) {
      const size_t size = filler();
      if (open_) return false;
      if (size == 0) return true;
      at_ += size;
    }
    return false;
  }

  // No digit follows, nor more than an ending.
  bool ends_here() {
    size_t end = at_;
    while (end < text_.size() && is_alpha(text_[end]) &&
           end - at_ <= kMaxEnding)
      ++end;
    if (end - at_ > kMaxEnding) return false;
    if (end == text_.size()) return last_ || stop();
    return !is_digit(text_[end]) &&
           !(text_[end] == '_' && end + 1 < text_.size() &&
             is_alnum(text_[end + 1]));
  }

  // The sign that closes, behind fillers or at once.
  bool close(std::string_view sign) {
    const Reading before = *this;
    fillers();
    if (!open_ && starts(sign)) return true;
    const bool open = open_;
    *this = before;
    if (starts(sign)) return true;
    open_ = open_ || open;
    return false;
  }

 private:
  bool stop() {
    open_ = open_ || !last_;
    return false;
  }

  bool starts(std::string_view sign) {
    const std::string_view rest = text_.substr(at_);
    if (rest.size() < sign.size() && sign.starts_with(rest)) return stop();
    if (!rest.starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  size_t filler() {
    const std::string_view rest = text_.substr(at_);
    size_t longest = 0;
    for (const std::string_view sign : kFillers) {
      if (rest.starts_with(sign))
        longest = std::max(longest, sign.size());
      else if (rest.size() < sign.size() && sign.starts_with(rest))
        stop();
    }
    return longest;
  }

  std::string_view text_;
  size_t at_;
  bool last_;
  bool open_ = false;
};

class Finder {
 public:
  Finder(std::string_view text, const TokenForm& form, bool last)
      : text_(text), form_(form), last_(last) {}

  Mentions run(size_t at) {
    Mentions out;
    size_t undecided = text_.size();
    while (at < text_.size()) {
      Mention mention;
      const Outcome outcome = mention_at(at, mention);
      if (outcome == Outcome::kFound) {
        at = mention.span.end;
        out.found.push_back(std::move(mention));
        continue;
      }
      // The first place that may still become one; those found behind it are
      // read again with it.
      if (outcome == Outcome::kOpen && undecided == text_.size())
        undecided = at;
      ++at;
    }
    const size_t least =
        text_.size() > kMaxMention ? text_.size() - kMaxMention : 0;
    out.settled = static_cast<uint32_t>(std::max(undecided, least));
    std::erase_if(out.found, [&](const Mention& mention) {
      return mention.span.end > out.settled;
    });
    return out;
  }

  // Every core, whatever stands around it.
  std::vector<Mention> likenesses() {
    anywhere_ = true;
    std::vector<Mention> out;
    for (size_t at = 0; at < text_.size(); ++at) {
      Mention mention;
      if (core_at(at, {}, mention) != Outcome::kFound) continue;
      at = mention.span.end - 1;
      out.push_back(std::move(mention));
    }
    return out;
  }

  // Every number that fillers alone part from the tag.
  std::vector<std::string> numbers() const {
    std::vector<std::string> out;
    for (size_t at = 0; at < text_.size(); ++at) {
      if (!is_digit(text_[at]) || (at > 0 && is_digit(text_[at - 1]))) continue;
      Reading reading(text_, at, true);
      std::string number;
      if (reading.number(number) && reading.fillers() &&
          reading.name(form_.tag))
        out.push_back(std::move(number));
    }
    return out;
  }

 private:
  enum class Outcome { kNone, kOpen, kFound };

  Outcome mention_at(size_t at, Mention& out) {
    bool open = false;
    const std::string_view rest = text_.substr(at);
    if (is_alnum(rest[0]) || is_space(rest[0]))
      return begins_word(at) ? core_at(at, {}, out) : Outcome::kNone;
    for (const Pair& pair : kBrackets) {
      if (rest.size() < pair.open.size() && pair.open.starts_with(rest))
        open = !last_;
      if (!rest.starts_with(pair.open)) continue;
      Reading inside(text_, at + pair.open.size(), last_);
      if (inside.fillers()) {
        const size_t core = inside.at();
        if (core == text_.size())
          return last_ ? Outcome::kNone : Outcome::kOpen;
        const Outcome found = core_at(core, pair.close, out);
        if (found == Outcome::kOpen) return found;
        // Without its other half a bracket is the text's.
        if (found == Outcome::kFound && closed_) {
          out.span.begin = static_cast<uint32_t>(at);
          return found;
        }
      }
      open = open || inside.open();
      break;
    }
    return open ? Outcome::kOpen : Outcome::kNone;
  }

  bool begins_word(size_t at) const {
    if (!is_alpha(text_[at])) return false;
    if (at == 0 || !is_alnum(text_[at - 1])) return true;
    const std::string_view before = text_.substr(0, at);
    const auto stands = [&](std::string_view sign) {
      return before.ends_with(sign);
    };
    return std::any_of(std::begin(kEscapes), std::end(kEscapes), stands) ||
           std::any_of(std::begin(kBrackets), std::end(kBrackets),
                       [&](const Pair& pair) { return stands(pair.open); });
  }

  Outcome core_at(size_t at, std::string_view close, Mention& out) {
    bool open = false;
    for (const std::string& word : form_.words) {
      Reading reading(text_, at, last_);
      std::string number;
      const bool read = reading.name(word) && reading.fillers() &&
                        reading.number(number) && reading.fillers() &&
                        reading.name(form_.tag) &&
                        (anywhere_ || reading.ends_here());
      if (read) {
        const size_t end = reading.at();
        closed_ = !close.empty() && reading.close(close);
        if (reading.open()) return Outcome::kOpen;
        out.span = {static_cast<uint32_t>(at),
                    static_cast<uint32_t>(closed_ ? reading.at() : end)};
        out.token = "(" + word + "_" + number + "_" + form_.tag + ")";
        return Outcome::kFound;
      }
      open = open || reading.open();
    }
    return open ? Outcome::kOpen : Outcome::kNone;
  }

  std::string_view text_;
  const TokenForm& form_;
  const bool last_;
  bool anywhere_ = false;
  bool closed_ = false;  // by core_at(): the other bracket stands there
};

// Does the tag stand in the text at all? Mostly it does not, and then there is
// nothing to look for.
bool has_tag(std::string_view text, const std::string& tag) {
  const char first = tag[0], small = lower(first);
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); end - at >= 4; ++at) {
    if (*at != first && *at != small) continue;
    if (same(at[1], tag[1]) && same(at[2], tag[2]) && same(at[3], tag[3]))
      return true;
  }
  return false;
}
static_assert(kTagSize == 4);

// Where a "(" may open a token of which the end is missing.
uint32_t plain_settled(std::string_view text) {
  for (size_t at = text.size(); at > 0 && text.size() - at < kMaxToken; --at) {
    const char c = text[at - 1];
    if (c == '(') return static_cast<uint32_t>(at - 1);
    if (!is_upper(c) && !is_digit(c) && c != '_') break;
  }
  return static_cast<uint32_t>(text.size());
}

}  // namespace

std::vector<Mention> likenesses_in(std::string_view text,
                                   const TokenForm& form) {
  if (form.tag.empty()) return mentions_in(text, form).found;
  if (!has_tag(text, form.tag)) return {};
  return Finder(text, form, true).likenesses();
}

std::vector<std::string> numbers_in(std::string_view text,
                                    const TokenForm& form) {
  if (form.tag.empty() || !has_tag(text, form.tag)) return {};
  return Finder(text, form, true).numbers();
}

Mentions mentions_in(std::string_view text, const TokenForm& form,
                     uint32_t from, bool last) {
  if (!form.tag.empty()) {
    if (last && !has_tag(text, form.tag))
      return {{}, static_cast<uint32_t>(text.size())};
    return Finder(text, form, last).run(from);
  }
  Mentions out;
  for (const Span span : tokens_in(text.substr(from)))
    out.found.push_back(
        {{span.begin + from, span.end + from},
         std::string(text.substr(span.begin + from, span.size()))});
  out.settled = last ? static_cast<uint32_t>(text.size())
                     : std::max(from, plain_settled(text));
  return out;
}

}  // namespace blackbar
