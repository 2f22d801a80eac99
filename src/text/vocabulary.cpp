// Tested by tests/text/vocabulary_test.cpp.
#include "text/vocabulary.h"

#include <algorithm>

#include "text/chars.h"
#include "text/plain.h"

namespace blackbar {
namespace {

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

// Appends the term as it is looked up.
void fold(std::string_view words, std::string& out) {
  for (size_t at = 0; at < words.size();) {
    const char c = words[at];
    if (is_alpha(c) && at + 1 < words.size() && is_alpha(words[at + 1])) {
      out += lower(c);  // no accent follows
      ++at;
      continue;
    }
    const PlainLetter letter = plain_letter(words, at);
    if (letter.size > 0)
      out += letter.view();
    else if (letter.length == 1)
      out += joins_words(c) ? ' ' : c;
    at += letter.length;
  }
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
  const auto begin = static_cast<uint32_t>(letters_.size());
  fold(words, letters_);
  const std::string_view term = std::string_view(letters_).substr(begin);
  size_t first = 0;
  const bool unparted = !term.empty() && opens_unparted(term, 0);
  if (unparted) {
    first = sequence_length(term[0]);
  } else {
    while (const uint32_t length = letter_at(term, first)) first += length;
  }
  uint32_t key = hash_word(term.substr(0, first));
  if (!unparted && first + 1 < term.size() && term[first] == ' ')
    key = with_second(key, term[first + 1]);
  const uint32_t slot = key & kSlotMask;
  for (int i = first_[slot]; i >= 0; i = terms_[i].next)
    if (terms_[i].key == key && text(static_cast<TermId>(i)) == term) {
      letters_.resize(begin);
      return static_cast<TermId>(i);
    }
  const int id = static_cast<int>(terms_.size());
  (first_[slot] < 0 ? first_[slot] : terms_[last_[slot]].next) = id;
  last_[slot] = id;
  terms_.push_back({begin, static_cast<uint32_t>(term.size()), key,
                    static_cast<uint32_t>(first), -1, -1, -1, false});
  seen_.add(key);
  return static_cast<TermId>(id);
}

void Vocabulary::only_before_number(TermId term) {
  terms_[term].numbered = true;
  seen_numbered_.add(terms_[term].key);
}

void Vocabulary::settle() {
  seen_ = {};
  for (const Term& term : terms_)
    if (!term.numbered) seen_.add(term.key);
}

// The entry of this memory, or the free one where it belongs.
Vocabulary::Known& Vocabulary::known(const void* memory) {
  const size_t mask = known_.size() - 1;
  size_t at = reinterpret_cast<uintptr_t>(memory) / alignof(void*);
  for (at = (at ^ at >> 8) & mask;; at = (at + 1) & mask)
    if (known_[at].memory == memory || known_[at].memory == nullptr)
      return known_[at];
}

ListId Vocabulary::add_list(std::span<const std::string_view> words) {
  if (known_.size() <= 2 * lists_) {
    std::vector<Known> old(std::max<size_t>(2 * known_.size(), 1024));
    old.swap(known_);
    for (const Known& entry : old)
      if (entry.memory != nullptr) known(entry.memory) = entry;
  }
  Known& entry = known(words.data());
  if (entry.memory != nullptr) return entry.list;
  entry = {words.data(), lists_};
  for (std::string_view word : words) {
    Term& term = terms_[add(word)];
    const int last = term.last_list;
    if (last >= 0 && links_[last].list == lists_) continue;
    const int next = static_cast<int>(links_.size());
    links_.push_back({lists_, -1});
    (last < 0 ? term.lists : links_[last].next) = next;
    term.last_list = next;
  }
  return lists_++;
}

char Vocabulary::folded_at(std::string_view text, size_t at) {
  const PlainLetter letter = plain_letter(text, at);
  return letter.size > 0 ? letter.text[0] : '\0';
}

void Vocabulary::look_up_key(std::string_view text, Span word, uint32_t key,
                             bool number, std::vector<TermHit>& hits) const {
  for (int id = first_[key & kSlotMask]; id >= 0; id = terms_[id].next) {
    const Term& term = terms_[id];
    if (term.key != key || (term.numbered && !number)) continue;
    // The words behind the first one, then that one, which the hash has said.
    const std::string_view words = this->text(static_cast<TermId>(id));
    const uint32_t end = stands_at(text, word.end, words.substr(term.first));
    if (end > 0 && !letter_at(text, end) &&
        stands_at(text, word.begin, words.substr(0, term.first)) == word.end)
      hits.push_back({{word.begin, end}, static_cast<TermId>(id)});
  }
}

void Vocabulary::look_up(std::string_view text, Span word, uint32_t hash,
                         bool number, std::vector<TermHit>& hits) const {
  if (first_.empty()) return;
  const size_t before = hits.size();
  if (has(hash, number)) look_up_key(text, word, hash, number, hits);
  const size_t alone = hits.size();
  const char second = second_at(text, word.end);
  if (second == 0) return;
  const uint32_t key = with_second(hash, second);
  if (has(key, number)) look_up_key(text, word, key, number, hits);
  // Both are in order; the second few move before what was added later.
  for (size_t i = alone; i < hits.size(); ++i)
    for (size_t j = i; j > before && hits[j].term < hits[j - 1].term; --j)
      std::swap(hits[j], hits[j - 1]);
}

void Vocabulary::look_up_inside(std::string_view text, size_t at,
                                uint32_t length,
                                std::vector<TermHit>& hits) const {
  const uint32_t hash = hash_word(text.substr(at, length));
  if (!has(hash, true)) return;
  for (int id = first_[hash & kSlotMask]; id >= 0; id = terms_[id].next) {
    const std::string_view words = this->text(static_cast<TermId>(id));
    if (!opens_unparted(words, 0)) continue;
    if (const uint32_t end = stands_at(text, at, words))
      hits.push_back(
          {{static_cast<uint32_t>(at), end}, static_cast<TermId>(id)});
  }
}

}  // namespace blackbar
