// What a conversation keeps. The public half is in blackbar.h.
#pragma once

#include "anonymize/vault.h"
#include "blackbar.h"
#include "chat/known.h"

namespace blackbar {

struct Conversation::State {
  Vault vault;
  KnownValues known;
};

}  // namespace blackbar
