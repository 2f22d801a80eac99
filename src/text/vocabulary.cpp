// Tested by tests/text/vocabulary_test.cpp.
#include "text/vocabulary.h"

#include <algorithm>

#include "text/chars.h"

namespace blackbar {
namespace {

constexpr bool joins_words(char c) {
  return c == ' ' || c == '-' || c == '_' || c == '.' || c == '\'';
}

// Where `words` ends when it stands at text[at], else 0.
uint32_t stands_at(std::string_view text, size_t at, std::string_view words) {
  for (char c : words) {
    if (at >= text.size()) return 0;
    if (c == ' ' ? !joins_words(text[at]) : lower_at(text, at) != c) return 0;
    ++at;
  }
  return letter_at(text, at) ? 0 : static_cast<uint32_t>(at);
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

uint32_t hash_word(std::string_view word) {
  uint32_t hash = kHashSeed;
  for (size_t i = 0; i < word.size(); ++i)
    hash = hash_step(hash, lower_at(word, i));
  return hash;
}

TermId Vocabulary::add(std::string_view words) {
  std::string term(words);
  for (char& c : term)
    if (joins_words(c)) c = ' ';
  size_t first = 0;
  while (const uint32_t length = letter_at(term, first)) first += length;
  const uint32_t hash = hash_word(std::string_view(term).substr(0, first));
  const int id = static_cast<int>(terms_.size());
  const auto [slot, is_new] = by_hash_.try_emplace(hash, id, id);
  if (!is_new) {
    for (int i = slot->second.first; i >= 0; i = terms_[i].next)
      if (terms_[i].words == term) return static_cast<TermId>(i);
    terms_[slot->second.second].next = id;
    slot->second.second = id;
  }
  terms_.push_back({std::move(term), static_cast<uint32_t>(first)});
  seen_[hash >> 6 & 15] |= uint64_t{1} << (hash & 63);
  return static_cast<TermId>(id);
}

void Vocabulary::look_up(std::string_view text, Span word, uint32_t hash,
                         std::vector<TermHit>& hits) const {
  if (!(seen_[hash >> 6 & 15] >> (hash & 63) & 1)) return;
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return;
  for (int id = found->second.first; id >= 0; id = terms_[id].next) {
    const Term& term = terms_[id];
    if (term.first != word.size()) continue;
    if (uint32_t end = stands_at(text, word.begin, term.words))
      hits.push_back({{word.begin, end}, static_cast<TermId>(id)});
  }
}

}  // namespace blackbar
