// Tested by tests/chat/conversation_test.cpp and tests/chat/stream_test.cpp.
#include "chat/conversation.h"

namespace blackbar {

Conversation::Conversation() : state_(std::make_unique<State>()) {}
Conversation::Conversation(std::string_view random)
    : state_(std::make_unique<State>()) {
  state_->vault = Vault(random);
}
Conversation::~Conversation() = default;
Conversation::Conversation(Conversation&&) noexcept = default;
Conversation& Conversation::operator=(Conversation&&) noexcept = default;

std::string Conversation::restore(std::string_view text,
                                  const Restoration& how) {
  return state_->vault.restore(text, how);
}
std::vector<Remembered> Conversation::entries() const {
  return state_->vault.entries();
}
bool Conversation::correct(std::string_view token, std::string_view value) {
  return state_->vault.correct(token, value);
}
bool Conversation::forget(std::string_view token) {
  return state_->vault.forget(token);
}
void Conversation::forget() { state_->vault.forget(); }
std::string Conversation::save() const { return state_->vault.save(); }
bool Conversation::load(std::string_view saved) {
  return state_->vault.load(saved);
}

// What came, from where nothing has gone out yet, and a few bytes before.
struct RestorationStream::State {
  static constexpr uint32_t kNeighbours = 8;  // bytes; the longest escape

  Vault& vault;
  Restoration how;
  Vault::Progress progress;
  std::string text;
  uint32_t from = 0;

  std::string advance(bool last) {
    std::string out = vault.restore(text, how, from, last, progress);
    const uint32_t keep = from - std::min(from, kNeighbours);
    text.erase(0, keep);
    from -= keep;
    return out;
  }
};

RestorationStream::RestorationStream(Conversation& conversation,
                                     Restoration how)
    : state_(std::make_unique<State>(
          State{conversation.state_->vault, std::move(how), {}, {}, 0})) {}
RestorationStream::~RestorationStream() = default;
RestorationStream::RestorationStream(RestorationStream&&) noexcept = default;

std::string RestorationStream::write(std::string_view piece) {
  state_->text += piece;
  return state_->advance(false);
}

std::string RestorationStream::end() { return state_->advance(true); }

}  // namespace blackbar
