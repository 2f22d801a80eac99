// Tested by tests/anonymize/vault_test.cpp and tests/anonymize/restore_test.cpp.
#include "anonymize/vault.h"

#include <algorithm>

#include "text/chars.h"
#include "text/placeholder.h"

namespace blackbar {
namespace {

constexpr size_t kMaxRespelled = 64;  // produced texts kept for their spellings
constexpr std::string_view kPerson = "PERSON";

uint64_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text)*31 + text.size();
}

// Overwrites what is about to be freed.
void wipe(std::string& text) {
  std::fill(text.begin(), text.end(), '\0');
  asm volatile("" : : "r"(text.data()) : "memory");
}

std::string key_of(std::string_view entity, std::string_view value) {
  return std::string(entity) + "\n" + spelling_key(entity, value);
}

// Does the place before `at` or at it stand between words?
bool is_edge(std::string_view text, size_t at) {
  return at == 0 || at == text.size() || !is_alnum(text[at - 1]) ||
         !is_alnum(text[at]);
}

}  // namespace

Vault::Vault(std::string_view random) {
  if (random.size() == kTagSize + kSecretBytes)
    form_.tag = tag_of(random);
  else if (random.size() != kSecretBytes)
    return;
  secret_ = random.substr(random.size() - kSecretBytes);
}

const Vault::Made* Vault::find(std::string_view token) const {
  const auto place = by_token_.find(token);
  return place == by_token_.end() ? nullptr
                                  : &made_.find(place->second)->second;
}

std::string Vault::next_token(std::string_view word) {
  uint32_t& number = last_[std::string(word)];
  std::vector<std::string>& words = form_.words;
  if (std::find(words.begin(), words.end(), word) == words.end())
    words.emplace_back(word);
  std::string token;
  do {
    token = "(" + std::string(word) + "_" + std::to_string(++number);
    token += form_.tag.empty() ? ")" : "_" + form_.tag + ")";
  } while (reserved_.count(token) || reserved_.count(std::to_string(number)));
  return token;
}

// Who is called so. One word is the given or the family name of the only person
// who has it; with a title, the family name. `loose`: of several, so of none.
uint32_t Vault::person(const Name& name, bool& loose) const {
  if (name.words.empty()) return 0;
  const bool alone = name.words.size() == 1;
  const auto fits = [&](const Made& made, const Name& known) {
    if (known == name) return true;
    const Name& one = alone ? name : known;
    const Name& full = alone ? known : name;
    if (one.words.size() > 1 || full.words.size() == 1) return false;
    // A name that was short may grow once: "Maria" was Maria Lopez.
    if (!alone && made.names.size() > 1) return false;
    return full.words.back() == one.words[0] ||
           (!one.titled && full.words[0] == one.words[0]);
  };
  uint32_t only = 0;
  size_t fitting = 0;
  for (const auto& [number, made] : made_) {
    const bool other =
        made.entity != kPerson ||
        !std::all_of(made.names.begin(), made.names.end(),
                     [&](const Name& known) {
                       return may_agree(known.address, name.address);
                     });
    if (other) continue;
    for (const Name& known : made.names) {
      if (!fits(made, known)) continue;
      const bool whole = known == name && (made.loose || !alone);
      if (whole) return number;
      if (made.loose) continue;
      ++fitting;
      only = number;
      break;
    }
  }
  loose = fitting > 1 && alone;
  return fitting == 1 ? only : 0;
}

// Another way in which this value was written, or its first.
void Vault::add_spelling(uint32_t number, std::string_view value) {
  Made& made = made_.find(number)->second;
  Name name;
  if (made.entity == kPerson) name = read_name(value);
  if (name.words.empty())
    by_key_[key_of(made.entity, value)] = number;
  else if (std::find(made.names.begin(), made.names.end(), name) ==
           made.names.end())
    made.names.push_back(std::move(name));
  std::vector<std::string>& spellings = made.spellings;
  if (std::find(spellings.begin(), spellings.end(), value) == spellings.end())
    spellings.emplace_back(value);
}

// What is remembered of this value, or room for it: then it has no token yet.
uint32_t Vault::number_of(std::string_view entity, std::string_view value) {
  uint32_t number = 0;
  bool loose = false;
  const auto at = by_key_.find(key_of(entity, value));
  if (at != by_key_.end()) {
    number = at->second;
  } else if (entity == kPerson) {
    number = person(read_name(value), loose);
  }
  if (number == 0) {
    number = ++count_;
    made_[number].entity = entity;
    made_[number].loose = loose;
  }
  add_spelling(number, value);
  return number;
}

std::string Vault::token(std::string_view word, std::string_view entity,
                         std::string_view value) {
  const uint32_t number = number_of(entity, value);
  Made& made = made_.find(number)->second;
  if (made.token.empty()) {
    made.token = next_token(word);
    by_token_[made.token] = number;
  }
  return made.token;
}

std::string Vault::stand_in(std::string_view entity, std::string_view value,
                            const std::function<std::string(uint32_t)>& make) {
  const uint32_t number = number_of(entity, value);
  Made& made = made_.find(number)->second;
  if (!made.token.empty()) return made.token;
  constexpr uint32_t kMaxAttempts = 1000;
  for (uint32_t attempt = 0; attempt < kMaxAttempts; ++attempt) {
    std::string candidate = make(attempt);
    if (candidate.empty()) break;
    if (by_token_.count(candidate) || reserved_.count(candidate) ||
        by_key_.count(key_of(entity, candidate)))
      continue;
    made.token = std::move(candidate);
    made.stands_in = stands_in_ = true;
    by_token_[made.token] = number;
    return made.token;
  }
  drop(number);  // whoever asks gives the value a token instead
  return {};
}

Mentions Vault::mentions(std::string_view text, uint32_t from,
                         bool last) const {
  Mentions out = mentions_in(text, form_, from, last);
  std::erase_if(out.found, [&](const Mention& m) { return !find(m.token); });
  if (!stands_in_) return out;
  for (const auto& [number, made] : made_) {
    if (!made.stands_in) continue;
    const std::string& value = made.token;
    for (size_t at = text.find(value, from); at != text.npos;
         at = text.find(value, at + 1)) {
      const size_t end = at + value.size();
      if (!is_edge(text, at) || !is_edge(text, end)) continue;
      if (!last && end == text.size()) break;
      out.found.push_back(
          {{static_cast<uint32_t>(at), static_cast<uint32_t>(end)}, value});
    }
    // The text's end may be its beginning.
    for (size_t size = last ? 0 : std::min(value.size(), text.size() - from);
         size > 0; --size)
      if (text.ends_with(std::string_view(value).substr(0, size))) {
        out.settled =
            std::min(out.settled, static_cast<uint32_t>(text.size() - size));
        break;
      }
  }
  std::sort(out.found.begin(), out.found.end(),
            [](const Mention& a, const Mention& b) {
              return a.span.begin != b.span.begin ? a.span.begin < b.span.begin
                                                  : a.span.end > b.span.end;
            });
  uint32_t end = 0;
  std::erase_if(out.found, [&](const Mention& m) {
    if (m.span.begin < end || m.span.end > out.settled) return true;
    end = m.span.end;
    return false;
  });
  return out;
}

void Vault::keep_clear_of(std::string_view text) {
  for (const Span span : tokens_in(text)) {
    const std::string_view token = text.substr(span.begin, span.size());
    if (!find(token)) reserved_.emplace(token);
  }
  if (form_.tag.empty()) return;
  size_t ours = 0;
  for (const Mention& m : likenesses_in(text, form_)) {
    if (find(m.token))
      ++ours;
    else
      reserved_.emplace(m.token);
  }
  // "PHONE 1 KX4T" before there is any PHONE: no word gets that number.
  std::vector<std::string> numbers = numbers_in(text, form_);
  if (numbers.size() == ours) return;
  for (std::string& number : numbers) reserved_.insert(std::move(number));
}

std::vector<Span> Vault::forged(std::string_view text) const {
  std::vector<Span> out;
  if (by_token_.empty()) return out;
  for (const Mention& m : mentions(text, 0, true).found) out.push_back(m.span);
  // Beside a value, which a token will replace, these would become mentions.
  const size_t sure = out.size();
  size_t next = 0;
  for (const Mention& m : likenesses_in(text, form_)) {
    while (next < sure && out[next].end <= m.span.begin) ++next;
    const bool known = next < sure && out[next].overlaps(m.span);
    if (!known && find(m.token)) out.push_back(m.span);
  }
  std::sort(out.begin(), out.end(),
            [](Span a, Span b) { return a.begin < b.begin; });
  return out;
}

std::vector<uint32_t> Vault::spellings_of(
    std::span<const AppliedFinding> findings, std::string_view input) const {
  std::vector<uint32_t> out;
  for (const AppliedFinding& f : findings) {
    const Made* made = find(f.replacement);
    if (!made) continue;
    const std::string_view value = input.substr(f.span.begin, f.span.size());
    const auto place =
        std::find(made->spellings.begin(), made->spellings.end(), value);
    out.push_back(static_cast<uint32_t>(place - made->spellings.begin()));
  }
  return out;
}

void Vault::remember(std::string_view text, std::vector<uint32_t> spellings) {
  produced_.insert(hash_of(text));
  // Once a text had another spelling than the first, those behind it that look
  // alike say what is meant now.
  const bool first_ones = std::count(spellings.begin(), spellings.end(), 0u) ==
                          static_cast<std::ptrdiff_t>(spellings.size());
  if (first_ones && respelled_.empty()) return;
  respelled_[++respelled_count_] = {std::string(text), std::move(spellings)};
  if (respelled_.size() > kMaxRespelled) respelled_.erase(respelled_.begin());
}

bool Vault::produced(std::string_view text) const {
  return !produced_.empty() && produced_.count(hash_of(text));
}

std::vector<Remembered> Vault::entries() const {
  std::vector<Remembered> out;
  for (const auto& [number, made] : made_)
    out.push_back({made.token, made.entity, made.spellings[0]});
  return out;
}

bool Vault::correct(std::string_view token, std::string_view value) {
  const auto place = by_token_.find(token);
  if (place == by_token_.end()) return false;
  clear(place->second);
  respelled_.clear();
  add_spelling(place->second, value);
  return true;
}

// Wipes what is known of a value; its token stays.
void Vault::clear(uint32_t number) {
  Made& made = made_.find(number)->second;
  for (std::string& spelling : made.spellings) wipe(spelling);
  for (Name& name : made.names)
    for (std::string& word : name.words) wipe(word);
  made.spellings.clear();
  made.names.clear();
  for (auto row = by_key_.begin(); row != by_key_.end();) {
    if (row->second != number) {
      ++row;
      continue;
    }
    auto node = by_key_.extract(row++);
    wipe(node.key());
  }
}

void Vault::drop(uint32_t number) {
  clear(number);
  made_.erase(number);
}

void Vault::roll_back(const Mark& mark) {
  for (; count_ > mark.count; --count_) {
    const auto made = made_.find(count_);
    if (made == made_.end()) continue;
    by_token_.erase(made->second.token);
    drop(count_);
  }
  last_ = mark.last;
}

bool Vault::forget(std::string_view token) {
  const auto place = by_token_.find(token);
  if (place == by_token_.end()) return false;
  const uint32_t number = place->second;
  if (made_.find(number)->second.stands_in) reserved_.emplace(token);
  drop(number);
  respelled_.clear();
  by_token_.erase(place);
  return true;
}

void Vault::forget() {
  while (!by_token_.empty()) forget(std::string(by_token_.begin()->first));
}

}  // namespace blackbar
