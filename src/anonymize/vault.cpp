// Tested by tests/anonymize/vault_test.cpp.
#include "anonymize/vault.h"

#include <functional>

#include "text/placeholder.h"

namespace blackbar {
namespace {

uint64_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text)*31 + text.size();
}

}  // namespace

Vault::Vault(std::string_view random)
    : secret_(random.size() < kRandomBytes ? "" : random.substr(4)) {}

std::string Vault::token(std::string_view word, std::string_view entity,
                         std::string_view value) {
  std::string key(entity);
  key += '\n';
  key += value;
  if (const auto known = token_of_.find(key); known != token_of_.end())
    return known->second;
  uint32_t& number = last_[std::string(word)];
  std::string token;
  do {
    token = "(" + std::string(word) + "_" + std::to_string(++number) + ")";
  } while (reserved_.count(token));
  token_of_.emplace(std::move(key), token);
  value_of_.emplace(token, value);
  return token;
}

std::string Vault::stand_in(std::string_view entity, std::string_view value,
                            const std::function<std::string(uint32_t)>& make) {
  std::string key(entity);
  key += '\n';
  key += value;
  if (const auto known = stand_in_of_.find(key); known != stand_in_of_.end())
    return known->second;
  for (uint32_t attempt = 0;; ++attempt) {
    std::string out = make(attempt);
    if (out.empty()) return out;
    if (!stand_ins_.insert(out).second) continue;
    stand_in_of_.emplace(std::move(key), out);
    return out;
  }
}

void Vault::keep_clear_of(std::string_view text) {
  for (const Span span : tokens_in(text)) {
    const std::string_view token = text.substr(span.begin, span.size());
    if (!value_of_.count(token)) reserved_.emplace(token);
  }
}

std::vector<Span> Vault::forged(std::string_view text) const {
  if (value_of_.empty()) return {};
  std::vector<Span> out = tokens_in(text);
  std::erase_if(out, [&](Span span) {
    return !value_of_.count(text.substr(span.begin, span.size()));
  });
  return out;
}

void Vault::remember(std::string_view text) { produced_.insert(hash_of(text)); }

bool Vault::produced(std::string_view text) const {
  return !produced_.empty() && produced_.count(hash_of(text));
}

std::string Vault::restore(std::string_view text) {
  keep_clear_of(text);
  std::string out;
  uint32_t copied = 0;
  for (const Span span : tokens_in(text)) {
    const auto known = value_of_.find(text.substr(span.begin, span.size()));
    if (known == value_of_.end()) continue;
    out += text.substr(copied, span.begin - copied);
    out += known->second;
    copied = span.end;
  }
  out += text.substr(copied);
  return out;
}

}  // namespace blackbar
