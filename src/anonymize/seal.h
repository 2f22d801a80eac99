// The operators that need keys. What they write, and what it is bound to, is in
// crypto/envelope.h; whose key they take, in anonymize/recipients.h.
//
//   seal                   a token, and the value sealed beside the text; where
//                          nothing can travel beside it, (bb1:...)
//   encrypt                (bb1:...), never twice the same
//   encrypt_deterministic  (bb1:...), equal for equal values under one key
//   fpe                    another number in the same shape
//   pseudonym              (bb1:...), equal for equal values, never opened
//
// The vault knows all of it, so that the page restores it for its person; within
// a conversation a value keeps what first stood for it. What has no key for it
// becomes a label; a number too short for `fpe` is sealed for the entity's
// `fallback`, if it names one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "anonymize/recipients.h"
#include "anonymize/request.h"
#include "blackbar.h"
#include "crypto/random.h"

namespace blackbar {

// What one message is sealed with.
struct Sealing {
  const std::vector<Recipient>& recipients;
  std::string_view context;  // what the backend knows the conversation to be
  bool beside = true;        // something can travel beside the text
  Randomness random;
};

std::string seal(const Request& r);
std::string encrypt(const Request& r);
std::string encrypt_deterministic(const Request& r);
std::string fpe(const Request& r);
std::string pseudonym(const Request& r);

// Collects what travels beside one text.
class Envelope {
 public:
  explicit Envelope(Sealing& sealing) : sealing_(sealing) {}

  // The value of one finding of `input`, once for each token; nothing of what
  // is no token.
  void add(std::string_view input, const AppliedFinding& finding,
           const Recipient& recipient);

  // JSON; empty if there is nothing in it.
  std::string json() const;

 private:
  Sealing& sealing_;
  std::string kid_, items_;
  std::vector<std::string_view> tokens_;
};

}  // namespace blackbar
