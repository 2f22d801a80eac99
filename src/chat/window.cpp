// Tested by tests/chat/stream_test.cpp.
#include "chat/window.h"

#include <algorithm>

#include "text/chars.h"

namespace blackbar {
namespace {

constexpr uint32_t kHeld = RedactionStream::kHeld;
constexpr uint32_t kMost = RedactionStream::kMost;
constexpr uint32_t kStep = 2 * kHeld;
constexpr uint32_t kLongestWord = 256;  // bytes back to a space, at most

// The same for the longer text: findings and their places behind it.
void append(Redaction piece, Redaction& out) {
  const auto at = static_cast<uint32_t>(out.text.size());
  for (AppliedFinding& f : piece.findings) {
    f.out = {f.out.begin + at, f.out.end + at};
    out.findings.push_back(std::move(f));
  }
  out.text += piece.text;
  out.action = std::max(out.action, piece.action);
  out.no_random = out.no_random || piece.no_random;
}

}  // namespace

Window::Window(Vault& vault, Find find, Operate operate)
    : vault_(vault),
      find_(std::move(find)),
      operate_(std::move(operate)),
      step_(kStep) {}

Redaction Window::write(std::string_view piece) {
  Redaction out;
  while (!piece.empty()) {
    const size_t room = behind_ + step_ - text_.size();
    text_ += piece.substr(0, room);
    piece.remove_prefix(std::min(room, piece.size()));
    if (text_.size() == behind_ + step_) advance(false, out);
  }
  return out;
}

Redaction Window::end() {
  Redaction out;
  advance(true, out);
  if (short_ && changes_again_) vault_.remember(made_, std::move(spellings_));
  std::fill(text_.begin(), text_.end(), '\0');
  text_.clear();
  behind_ = 0;
  return out;
}

// Where what may go out ends; behind_ when nothing may.
uint32_t Window::cut(const std::vector<Found>& found, bool last) const {
  const auto size = static_cast<uint32_t>(text_.size());
  if (last) return size;
  uint32_t at = size - kHeld;
  const uint32_t least = std::max(behind_, at - std::min(at, kLongestWord));
  uint32_t space = at;
  while (space > least && !is_space(text_[space - 1])) --space;
  if (space > least) at = space;
  while (at > behind_ && is_continuation(text_[at])) --at;
  for (const Found& f : found)
    if (f.finding.span.begin < at && at < f.finding.span.end)
      at = std::max(behind_, f.finding.span.begin);
  return at;
}

void Window::advance(bool last, Redaction& out) {
  std::vector<Found> found = find_(text_);
  std::erase_if(found,
                [&](const Found& f) { return f.finding.span.begin < behind_; });
  uint32_t end = cut(found, last);
  if (end == behind_ && !last) {
    if (step_ < kMost) {  // one value, and it goes on
      step_ += kHeld;
      return;
    }
    end = found.empty() ? static_cast<uint32_t>(text_.size())
                        : found[0].finding.span.end;
  }
  std::erase_if(found,
                [&](const Found& f) { return f.finding.span.begin >= end; });
  for (Found& f : found) {
    f.finding.span.begin -= behind_;
    f.finding.span.end = std::min(f.finding.span.end, end) - behind_;
  }
  const std::string_view piece =
      std::string_view(text_).substr(behind_, end - behind_);
  Redaction done = operate_(piece, std::move(found));

  for (const AppliedFinding& f : done.findings)
    changes_again_ = changes_again_ || changes_again(f);
  short_ = short_ && made_.size() + done.text.size() <= kMost;
  if (short_) {
    made_ += done.text;
    for (const uint32_t spelling : vault_.spellings_of(done.findings, piece))
      spellings_.push_back(spelling);
  } else {
    made_.clear();
  }
  append(std::move(done), out);

  const uint32_t keep = end - std::min(end, kHeld);
  text_.erase(0, keep);
  behind_ = end - keep;
  step_ = kStep;
}

}  // namespace blackbar
