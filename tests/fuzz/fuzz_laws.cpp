// Laws that hold for any bytes at all, with every entity as a token:
//   findings are ordered, disjoint and inside the text
//   what was put in stands where the redaction says
//   restoring gives the very text back
//   redacting twice gives the same as redacting once, but for values that stay
//   as they are: a neighbour's token may make something else of those
//   and all of it over several messages of one conversation, which may hold
//   each other's tokens, with a tag and without
//   in pieces both ways are what they are on the whole
#include <cstring>

#include "blackbar.h"
#include "fuzz/fuzz.h"

namespace {

using namespace blackbar;

// What may be no token (anonymize/locks.h) stays as it is ("ask"), so that the text
// comes back, or becomes a label, so that nothing is left.
Engine all_tokens(std::string_view locked_operator) {
  const auto locked = [](std::string_view entity) {
    return entity == "CREDIT_CARD_TRACK_NUMBER" || entity == "CVV_NUMBER" ||
           entity == "PIN";
  };
  std::string policy = R"({"entities": {)";
  auto known = Engine::create("\"default\"");
  for (std::string_view entity : known->entities())
    policy += (policy.back() == '{' ? "\"" : ", \"") + std::string(entity) +
              R"(": {"operator": ")" +
              std::string(locked(entity) ? locked_operator : "token") + R"("})";
  auto engine = Engine::create(policy + "}}");
  CHECK(engine.ok());
  return *engine;
}

// Text without bytes that are no UTF-8 comes back as it was; this engine
// copies malformed bytes as they are, so those too.
void check_message(const Engine& engine, std::string_view text,
                   Conversation& chat) {
  const Redaction out = engine.redact(text, chat);
  uint32_t end = 0, out_end = 0;
  for (const AppliedFinding& f : out.findings) {
    CHECK(f.span.begin >= end && f.span.begin < f.span.end);
    CHECK(f.out.begin >= out_end && f.out.end <= out.text.size());
    CHECK(out.text.substr(f.out.begin, f.out.size()) == f.replacement);
    CHECK(text.substr(end, f.span.begin - end) ==
          std::string_view(out.text).substr(out_end, f.out.begin - out_end));
    CHECK(f.score > 0 && f.score <= 1 && !f.reasons.empty());
    end = f.span.end;
    out_end = f.out.end;
  }
  CHECK(end <= text.size());
  CHECK(chat.restore(out.text) == text);
  CHECK(engine.redact(out.text, chat).text == out.text);
  CHECK(chat.restore(out.text) == text);
}

const std::string_view kRandom = "0123456789abcdef0123456789abcdef0123";

// A text that a stream holds until its end; tests/chat/stream_test.cpp has
// longer ones.
void check_pieces(const Engine& engine, std::string_view text) {
  if (text.size() >= 2 * RedactionStream::kHeld) return;
  Conversation chat(kRandom), other(kRandom);
  const std::string whole = engine.redact(text, chat).text;
  const size_t cut = text.size() / 3;
  RedactionStream out(engine, other);
  std::string sent = out.write(text.substr(0, cut)).text;
  sent += out.write(text.substr(cut)).text;
  sent += out.end().text;
  CHECK(sent == whole);
  RestorationStream back(chat);
  std::string read;
  for (const char c : whole) read += back.write({&c, 1});
  read += back.end();
  CHECK(read == chat.restore(whole));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Engine engine = all_tokens("ask"), strict = all_tokens("label");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string once = strict.redact(text).text;
  CHECK(strict.redact(once).text == once);

  const size_t half = text.find('\n') == text.npos ? size : text.find('\n');
  for (const std::string_view random : {std::string_view(), kRandom}) {
    Conversation chat(random);
    check_message(engine, text.substr(0, half), chat);
    check_message(engine, text.substr(half), chat);
  }
  check_pieces(engine, text);
  return 0;
}
