// Tested by tests/rules/rules_test.cpp.
#include "rules/pack.h"

#include "text/chars.h"

namespace blackbar {
namespace {

// Cuts off and returns what stands before the next `sign`.
std::string_view cut(std::string_view& rest, char sign) {
  const size_t end = std::min(rest.find(sign), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

uint64_t number(std::string_view digits, uint32_t base) {
  uint64_t n = 0;
  for (char c : digits) n = n * base + (is_digit(c) ? c - '0' : c - 'a' + 10);
  return n;
}

float percent(std::string_view digits) {
  return static_cast<float>(number(digits, 10)) / 100;
}

Trigger trigger(char letter) {
  switch (letter) {
    case 'n':
      return Trigger::kNumber;
    case '@':
      return Trigger::kAt;
    case 's':
      return Trigger::kScheme;
    case ':':
      return Trigger::kColon;
    case 'l':
      return Trigger::kLetters;
    case 'p':
      return Trigger::kPrefix;
    case 'w':
      return Trigger::kWord;
    case 'z':
      return Trigger::kSuffix;
  }
  return Trigger::kText;
}

class Reader {
 public:
  explicit Reader(Pack& pack) : pack_(pack) {}

  void line(std::string_view rest) {
    if (rest.empty()) return;
    const char kind = rest[0];
    rest.remove_prefix(1);
    switch (kind) {
      case 'G':
        groups_.push_back(words(rest));
        if (groups_.size() == 1) first_ = lists("0");
        break;
      case 'E':
        entity(rest);
        break;
      case 'C':
        shared_.context = lists(rest);
        break;
      case 'R':
        rule(rest);
        break;
    }
  }

 private:
  WordList words(std::string_view rest) {
    if (rest.empty()) return {};
    auto& list = pack_.lists.emplace_back();
    while (!rest.empty()) list.push_back(cut(rest, '|'));
    return list;
  }

  // `all`, the words that stand here as one list, the groups that are named.
  std::span<const WordList> lists(std::string_view rest,
                                  std::vector<WordList> all = {}) {
    std::vector<std::string_view> own;
    while (!rest.empty()) {
      const std::string_view word = cut(rest, '|');
      if (is_digit(word[0]))
        all.push_back(groups_[number(word, 10)]);
      else
        own.push_back(word);
    }
    if (!own.empty()) all.push_back(pack_.lists.emplace_back(std::move(own)));
    if (all.empty()) return {};
    return pack_.contexts.emplace_back(std::move(all));
  }

  // What denies a rule: of a number, the first group too.
  std::span<const WordList> denials(std::string_view words, bool of_number) {
    if (!of_number || groups_.empty()) return lists(words);
    if (words.empty()) return first_;
    return lists(words, {groups_[0]});
  }

  void entity(std::string_view rest) {
    shared_ = {};
    shared_.entity = cut(rest, '\t');
    const std::string_view token = cut(rest, '\t');
    const std::string_view name = shared_.entity;
    shared_.token = token.empty()  ? name
                    : token == "=" ? name.substr(name.find('_') + 1)
                                   : token;
    const std::string_view risk = cut(rest, '\t');
    shared_.risk = static_cast<Risk>(risk[0] - '0');
    shared_.nobody = risk.ends_with('n');
    shared_.soft = risk.ends_with('s');
    shared_.countries = countries(rest);
  }

  WordList countries(std::string_view where) {
    if (where != "=") return words(where);
    const std::string_view own = shared_.entity.substr(0, 2);
    return words(own == "UK" ? "GB" : own);
  }

  void rule(std::string_view rest) {
    Rule r = shared_;
    std::string& id = pack_.ids.emplace_back();
    for (char c : r.entity) id += lower(c);
    id += '.';
    id += cut(rest, '\t');
    r.id = id;
    std::string_view denies;
    while (!rest.empty()) {
      std::string_view field = cut(rest, '\t');
      const char key = field[0];
      field.remove_prefix(1);
      switch (key) {
        case 'p':
          r.pattern = field;
          break;
        case 'v':
          r.check = field;
          break;
        case 's':
          r.score = percent(field);
          break;
        case 'V':
          r.valid_score = percent(field);
          break;
        case 't':
          r.trigger = trigger(field[0]);
          break;
        case 'f':
          r.ends = field.find('e') != field.npos;
          r.apart = field.find('a') != field.npos;
          r.behind = field.find('b') != field.npos;
          r.needs_words = field.find('n') != field.npos;
          r.lead_needed = field.find('l') != field.npos;
          r.extend = field.find('x') != field.npos;
          break;
        case 'g':
          r.group = static_cast<uint8_t>(number(field, 10));
          break;
        case 'b':
          r.back = static_cast<uint8_t>(number(field, 10));
          break;
        case '+':
          r.lead = field;
          break;
        case 'd':
          r.digits = number(field, 16);
          break;
        case 'o':
          r.openings = number(field, 16);
          break;
        case 'h':
          r.reach = static_cast<uint8_t>(number(field, 16));
          break;
        case 'l':
          r.letters = number(field, 16);
          break;
        case 'w':
          r.words = words(field);
          break;
        case 'r':
          r.near = lists(field);
          break;
        case 'x':
          denies = field;
          break;
        case 'c':
          r.countries = countries(field);
          break;
      }
    }
    r.contradicts = denials(denies, r.trigger == Trigger::kNumber && !r.nobody);
    pack_.rules.push_back(r);
  }

  Pack& pack_;
  Rule shared_;  // what the rules that follow have in common
  std::vector<WordList> groups_;
  std::span<const WordList> first_;  // the first group alone
};

}  // namespace

Pack read_pack(std::string_view text) {
  Pack pack;
  Reader reader(pack);
  while (!text.empty()) reader.line(cut(text, '\n'));
  return pack;
}

const Pack& builtin_pack() {
  static const Pack pack = read_pack(builtin_pack_text());
  return pack;
}

}  // namespace blackbar
