// Tested by tests/text/vocabulary_test.cpp.
#include "text/vocabulary.h"

#include <algorithm>

#include "text/chars.h"
#include "text/plain.h"

namespace blackbar {
namespace {

constexpr bool joins_words(char c) {
  return c == ' ' || c == '-' || c == '_' || c == '.' || c == '\'';
}

// Where `words` ends when it stands at text[at], else 0.
uint32_t stands_at(std::string_view text, size_t at, std::string_view words) {
  while (!words.empty()) {
    if (at >= text.size()) return 0;
    if (words[0] == ' ') {
      if (!joins_words(text[at])) return 0;
      words.remove_prefix(1);
      ++at;
      continue;
    }
    if (is_alnum(text[at])) {
      if (lower(text[at++]) != words[0]) return 0;
      words.remove_prefix(1);
      continue;
    }
    const PlainLetter letter = plain_letter(text, at);
    if (letter.length == 1 || !words.starts_with(letter.view())) return 0;
    words.remove_prefix(letter.size);
    at += letter.length;
  }
  return static_cast<uint32_t>(at);
}

// Can a word that begins with this byte stand behind the sign at text[at]? A
// guess that saves a look at each of the many phrases that "my" begins.
bool may_follow(std::string_view text, size_t at, char first) {
  if (at + 1 >= text.size() || !joins_words(text[at])) return false;
  return !is_alnum(text[at + 1]) || lower(text[at + 1]) == first;
}

// The term as it is looked up.
std::string folded(std::string_view words) {
  std::string out;
  for (size_t at = 0; at < words.size();) {
    const PlainLetter letter = plain_letter(words, at);
    if (letter.size > 0)
      out += letter.view();
    else if (letter.length == 1)
      out += joins_words(words[at]) ? ' ' : words[at];
    at += letter.length;
  }
  return out;
}

}  // namespace

char lower_at(std::string_view text, size_t at) {
  const char c = text[at];
  if (is_upper(c)) return lower(c);
  const auto byte = static_cast<unsigned char>(c);
  const bool latin1 = at > 0 && text[at - 1] == '\xC3' && byte >= 0x80 &&
                      byte <= 0x9E && byte != 0x97;  // U+00D7 is a sign
  return latin1 ? static_cast<char>(byte + 0x20) : c;
}

bool same_letters(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (lower_at(a, i) != lower_at(b, i)) return false;
  return true;
}

TermId Vocabulary::add(std::string_view words) {
  if (first_.empty()) {
    first_.resize(kSlotMask + 1, -1);
    last_.resize(kSlotMask + 1, -1);
  }
  std::string term = folded(words);
  size_t first = 0;
  if (!term.empty() && opens_unparted(term, 0)) {
    first = sequence_length(term[0]);
  } else {
    while (const uint32_t length = letter_at(term, first)) first += length;
  }
  const uint32_t hash = hash_word(std::string_view(term).substr(0, first));
  const uint32_t slot = hash & kSlotMask;
  for (int i = first_[slot]; i >= 0; i = links_[i].next)
    if (links_[i].hash == hash && terms_[i].words == term)
      return static_cast<TermId>(i);
  const int id = static_cast<int>(terms_.size());
  (first_[slot] < 0 ? first_[slot] : links_[last_[slot]].next) = id;
  last_[slot] = id;
  const bool more = first + 1 < term.size() && term[first] == ' ';
  links_.push_back({hash, -1, more ? term[first + 1] : '\0', false});
  terms_.push_back({std::move(term), static_cast<uint32_t>(first), {}});
  const uint32_t bit = hash >> 3 & kFilterMask;
  seen_[bit / 64] |= uint64_t{1} << (bit & 63);
  return static_cast<TermId>(id);
}

ListId Vocabulary::add_list(std::span<const std::string_view> words) {
  const auto next = static_cast<ListId>(list_ids_.size());
  const auto [place, is_new] = list_ids_.try_emplace(words.data(), next);
  if (is_new)
    for (std::string_view word : words) {
      std::vector<ListId>& lists = terms_[add(word)].lists;
      if (lists.empty() || lists.back() != next) lists.push_back(next);
    }
  return place->second;
}

void Vocabulary::look_up(std::string_view text, Span word, uint32_t hash,
                         bool number, std::vector<TermHit>& hits) const {
  for (int id = first_[hash & kSlotMask]; id >= 0; id = links_[id].next) {
    const Link link = links_[id];
    if (link.hash != hash || (link.numbered && !number)) continue;
    if (link.second && !may_follow(text, word.end, link.second)) continue;
    const Term& term = terms_[id];
    // The words behind the first one, then that one, which the hash has said.
    const std::string_view words = term.words;
    const uint32_t end = stands_at(text, word.end, words.substr(term.first));
    if (end > 0 && !letter_at(text, end) &&
        stands_at(text, word.begin, words.substr(0, term.first)) == word.end)
      hits.push_back({{word.begin, end}, static_cast<TermId>(id)});
  }
}

void Vocabulary::look_up_inside(std::string_view text, size_t at,
                                uint32_t length,
                                std::vector<TermHit>& hits) const {
  const uint32_t hash = hash_word(text.substr(at, length));
  if (!may_begin(hash)) return;
  for (int id = first_[hash & kSlotMask]; id >= 0; id = links_[id].next) {
    const Term& term = terms_[id];
    if (!opens_unparted(term.words, 0)) continue;
    if (const uint32_t end = stands_at(text, at, term.words))
      hits.push_back(
          {{static_cast<uint32_t>(at), end}, static_cast<TermId>(id)});
  }
}

}  // namespace blackbar
