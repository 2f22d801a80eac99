// What a conversation keeps. The public half is in blackbar.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "anonymize/policy.h"
#include "anonymize/vault.h"
#include "blackbar.h"
#include "chat/known.h"

namespace blackbar {

struct Conversation::State {
  Vault vault;
  KnownValues known;
  std::string id;  // what is sealed is bound to it
  std::optional<std::vector<Recipient>> recipients;  // none: the policy's

  const std::vector<Recipient>& recipients_of(const Policy& policy) const {
    return recipients ? *recipients : policy.recipients;
  }
};

}  // namespace blackbar
