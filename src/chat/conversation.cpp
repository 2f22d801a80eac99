// Tested by tests/chat/conversation_test.cpp.
#include "chat/conversation.h"

namespace blackbar {

Conversation::Conversation() : state_(std::make_unique<State>()) {}
Conversation::~Conversation() = default;
Conversation::Conversation(Conversation&&) noexcept = default;
Conversation& Conversation::operator=(Conversation&&) noexcept = default;

std::string Conversation::restore(std::string_view text) {
  return state_->vault.restore(text);
}

}  // namespace blackbar
