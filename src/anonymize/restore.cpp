// The way back: tokens become values. Half of Vault, in a file of its own.
// Tested by tests/anonymize/restore_test.cpp.
#include <algorithm>

#include "anonymize/vault.h"
#include "text/chars.h"
#include "text/json.h"

namespace blackbar {
namespace {

std::string for_html(std::string_view value) {
  std::string out;
  for (const char c : value) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// RFC 3986, 2.3: what is unreserved stays.
std::string for_url(std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF", kStays = "-._~";
  std::string out;
  for (const char c : value) {
    if (is_alnum(c) || kStays.find(c) != kStays.npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

std::string escaped(std::string_view value, Restoration::Sink sink) {
  switch (sink) {
    case Restoration::Sink::kJson: {
      std::string out;
      append_json(value, out);
      return out.substr(1, out.size() - 2);
    }
    case Restoration::Sink::kHtml:
      return for_html(value);
    case Restoration::Sink::kUrl:
      return for_url(value);
    case Restoration::Sink::kText:
      break;
  }
  return std::string(value);
}

}  // namespace

// Keeps of the guides those that go on with this text.
void Vault::follow(std::string_view text, Progress& progress) const {
  if (!progress.begun) {
    progress.begun = true;
    for (const auto& [number, produced] : respelled_)
      progress.guides.push_back(number);
  }
  std::erase_if(progress.guides, [&](uint32_t number) {
    const auto guide = respelled_.find(number);
    return guide == respelled_.end() ||
           guide->second.text.size() < progress.read + text.size() ||
           guide->second.text.compare(progress.read, text.size(), text) != 0;
  });
  progress.read += text.size();
}

// The latest text that began so says how the value was written there.
std::string_view Vault::spelled(const Made& made, Progress& progress) const {
  const size_t token = progress.tokens++;
  if (progress.guides.empty()) return made.spellings[0];
  const Produced& guide = respelled_.find(progress.guides.back())->second;
  const uint32_t wanted =
      token < guide.spellings.size() ? guide.spellings[token] : 0;
  return made.spellings[wanted < made.spellings.size() ? wanted : 0];
}

std::string Vault::restore(std::string_view text, const Restoration& how) {
  Progress progress;
  uint32_t from = 0;
  return restore(text, how, from, true, progress);
}

std::string Vault::restore(std::string_view text, const Restoration& how,
                           uint32_t& from, bool last, Progress& progress) {
  const Mentions all = mentions(text, from, last);
  std::string out;
  uint32_t copied = from;
  const auto copy = [&](uint32_t end) {
    out += text.substr(copied, end - copied);
    follow(text.substr(copied, end - copied), progress);
    copied = end;
  };
  for (const Mention& mention : all.found) {
    copy(mention.span.begin);
    follow(text.substr(copied, mention.span.size()), progress);
    const Made& made = *find(mention.token);
    const std::string_view value = spelled(made, progress);
    const bool wanted = how.entities.empty() ||
                        std::find(how.entities.begin(), how.entities.end(),
                                  made.entity) != how.entities.end();
    out += wanted ? escaped(value, how.sink)
                  : text.substr(mention.span.begin, mention.span.size());
    copied = mention.span.end;
  }
  copy(std::max(copied, all.settled));
  if (last) keep_clear_of(text);
  from = copied;
  return out;
}

}  // namespace blackbar
