// The engine as JavaScript sees it. The only file that knows Emscripten.
//
// Two ways cross. What is called once (create, names, plain objects out) goes
// through Embind. A message goes through the buffer of wasm/buffer.h, by four C
// functions: Embind alone would take several times as long as the engine.
//
// Handles, which must be given back: an engine, a conversation, an expectation,
// a way to restore, and the two streams.
// Each crosses as its address, because a class bound by Embind brings more
// JavaScript than all the rest; js/src wraps both and lets no address out.
//
// Tested by tests/js/crossing.test.mjs, which compares the two ways.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <emscripten/val.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "blackbar.h"
#include "buffer.h"
#include "crypto/bytes.h"
#include "crypto/envelope.h"
#include "crypto/hpke.h"
#include "crypto/number.h"
#include "crypto/random.h"
#include "scrub.h"
#include "utf16.h"

// What js/src/wasm.ts hands to the module: fills the bytes, or throws.
// clang-format off
EM_JS(int, blackbar_host_random, (uint8_t* out, uint32_t bytes), {
  try {
    Module["random"](HEAPU8.subarray(out, out + bytes));
    return 1;
  } catch (error) {
    return 0;
  }
});
// clang-format on

bool blackbar::host_random(uint8_t* out, size_t bytes) {
  return blackbar_host_random(out, static_cast<uint32_t>(bytes)) == 1;
}

namespace {

using blackbar::Conversation;
using emscripten::val;

using blackbar::Engine;
using blackbar::Expectation;
using blackbar::RedactionStream;
using blackbar::Restoration;
using blackbar::RestorationStream;
using blackbar::Suite;

// memset that stays although nobody reads the bytes again.
void wipe(void* bytes, size_t size) {
  std::memset(bytes, 0, size);
  asm volatile("" : : "r"(bytes) : "memory");
}

// The libc++ of emcc 3.1.6 has no std::bit_cast.
uint32_t bits(float single) { return __builtin_bit_cast(uint32_t, single); }

// The buffer. One for the module: it has one thread, and no call stays open.
struct {
  char* data = nullptr;
  uint32_t size = 0;
} input;
std::vector<uint32_t> words;
std::string output;

void release_input() {
  if (input.data != nullptr) wipe(input.data, input.size);
  std::free(input.data);
  input = {};
}

// Ends a call: nothing of the message stays in the input area.
uint32_t* finish(uint32_t bytes) {
  if (input.size > blackbar::kKeepBytes) {
    release_input();
  } else if (bytes > 0) {
    wipe(input.data, bytes);
  }
  words[3] = reinterpret_cast<uintptr_t>(output.data());
  words[4] = static_cast<uint32_t>(output.size());
  return words.data();
}

void start(std::string_view text, uint32_t units, size_t findings) {
  const bool ascii = text.size() == units;
  const bool replaced =
      !ascii && text.find("\xEF\xBF\xBD") != std::string_view::npos;
  output.clear();
  words.assign(blackbar::kHeaderWords, 0);
  words.reserve(blackbar::kHeaderWords +
                findings * (blackbar::kFindingWords + blackbar::kReasonWords));
  words[0] = static_cast<uint32_t>(findings);
  words[1] = replaced ? blackbar::kReplacementCharacter : 0;
}

void put(std::string_view name) {
  words.push_back(reinterpret_cast<uintptr_t>(name.data()));
  words.push_back(static_cast<uint32_t>(name.size()));
}

void write(const blackbar::Finding& finding, blackbar::Utf16Ruler& ruler,
           std::string_view operator_name, uint32_t replacement_units) {
  // Begin before end: the ruler only goes forward.
  words.push_back(ruler.at(finding.span.begin));
  words.push_back(ruler.at(finding.span.end));
  put(finding.entity);
  put(finding.rule);
  words.push_back(bits(finding.score));
  words.push_back(static_cast<uint32_t>(finding.risk));
  words.push_back(static_cast<uint32_t>(finding.reasons.size()));
  put(operator_name);
  words.push_back(replacement_units);
  for (const blackbar::Reason& reason : finding.reasons) {
    words.push_back(static_cast<uint32_t>(reason.kind));
    put(reason.detail);
    words.push_back(bits(reason.weight));
  }
}

const Expectation& expectation(uintptr_t address) {
  static const Expectation nothing;
  return address == 0 ? nothing
                      : *reinterpret_cast<const Expectation*>(address);
}

const Restoration& restoration(uintptr_t address) {
  static const Restoration plain;
  return address == 0 ? plain : *reinterpret_cast<const Restoration*>(address);
}

std::vector<std::string> listed(std::string_view rest) {
  std::vector<std::string> out;
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    out.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return out;
}

val failure(const blackbar::Error& error) {
  val out = val::object();
  out.set("code", std::string(name_of(error.code)));
  out.set("where", error.where);
  out.set("message", error.message);
  return out;
}

val strings(std::span<const std::string_view> views) {
  val array = val::array();
  for (const std::string_view view : views)
    array.call<void>("push", std::string(view));
  return array;
}

// `countries` are two-letter codes, separated by commas; `now` counts seconds
// since 1970. Gives { code, where,
// message } if the policy is wrong, else { engine, entities }.
val create(const std::string& policy, const std::string& countries,
           double now) {
  auto made =
      Engine::create(policy, {listed(countries), static_cast<int64_t>(now)});
  if (!made.ok()) return failure(made.error());
  val out = val::object();
  out.set("entities", strings(made->entities()));
  auto* engine = new Engine(std::move(*made));
  out.set("engine", reinterpret_cast<uintptr_t>(engine));
  return out;
}

// `entities` are ids, separated by commas. Gives { expectation } or an error.
val expect(uintptr_t engine, const std::string& entities) {
  auto made = reinterpret_cast<const Engine*>(engine)->expect(listed(entities));
  if (!made.ok()) return failure(made.error());
  val out = val::object();
  out.set("expectation",
          reinterpret_cast<uintptr_t>(new Expectation(std::move(*made))));
  return out;
}

// Nothing, or the error.
val choose(uintptr_t engine, uintptr_t expected, const std::string& entity,
           const std::string& operator_name) {
  const auto error = reinterpret_cast<const Engine*>(engine)->choose(
      entity, operator_name, *reinterpret_cast<Expectation*>(expected));
  return error ? failure(*error) : val::undefined();
}

void drop_expectation(uintptr_t address) {
  delete reinterpret_cast<Expectation*>(address);
}

// detect() by plain objects: what the buffer has to agree with. For tests, and
// for whoever looks for a fault in the buffer.
val detect_objects(uintptr_t engine, const std::string& text) {
  blackbar::Utf16Ruler ruler(text, blackbar::utf16_units(text));
  val findings = val::array();
  for (const blackbar::Finding& found :
       reinterpret_cast<const Engine*>(engine)->detect(text)) {
    val finding = val::object();
    finding.set("entity", std::string(found.entity));
    finding.set("rule", std::string(found.rule));
    finding.set("start", ruler.at(found.span.begin));
    finding.set("end", ruler.at(found.span.end));
    finding.set("score", found.score);
    finding.set("risk", static_cast<uint32_t>(found.risk));
    val reasons = val::array();
    for (const blackbar::Reason& why : found.reasons) {
      val reason = val::object();
      reason.set("kind", static_cast<uint32_t>(why.kind));
      reason.set("detail", std::string(why.detail));
      reason.set("weight", why.weight);
      reasons.call<void>("push", reason);
    }
    finding.set("reasons", reasons);
    findings.call<void>("push", finding);
  }
  return findings;
}

void close_engine(uintptr_t engine) {
  delete reinterpret_cast<Engine*>(engine);
}

// `random` is an array of bytes; Embind would make UTF-8 of them as a string.
uintptr_t open_conversation(const emscripten::val& random) {
  std::string bytes;
  const auto size = random["length"].as<uint32_t>();
  for (uint32_t i = 0; i < size; ++i)
    bytes += static_cast<char>(random[i].as<uint32_t>());
  return reinterpret_cast<uintptr_t>(new Conversation(bytes));
}

// --- The other side: whoever has the keys ------------------------------------

// Embind takes an array of bytes for a std::string as it is; only what it gives
// back would be read as UTF-8.
val bytes_of(std::string_view bytes) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  return val::global("Uint8Array")
      .new_(val(emscripten::typed_memory_view(bytes.size(), data)));
}

// The text, or undefined.
val opened(std::optional<std::string> value) {
  if (!value) return val::undefined();
  val out(*value);
  blackbar::wipe(*value);
  return out;
}

// `ref` is empty for what stands in a text.
val open_value(uint32_t suite, const std::string& key, const std::string& kid,
               const std::string& type, const std::string& context,
               const std::string& ref, const std::string& sealed) {
  return opened(blackbar::open_value(
      {static_cast<Suite>(suite), kid, type, context, ref}, key, sealed));
}

// "(bb1:...)": the suite, type and key id are its own.
val open_inline(const std::string& text, const std::string& key,
                const std::string& context) {
  const auto inside = blackbar::read_inline(text);
  if (!inside || inside->sealed.empty()) return val::undefined();
  const auto suite = static_cast<Suite>(inside->sealed[0]);
  return opened(blackbar::open_value(
      {suite, inside->kid, inside->type, context, {}}, key, inside->sealed));
}

val open_number(const std::string& key, const std::string& kid,
                const std::string& type, const std::string& context,
                const std::string& value) {
  return opened(blackbar::decrypt_number({Suite::kFf1, kid, type, context, {}},
                                         key, value));
}

val public_key_of(const std::string& private_key) {
  return bytes_of(blackbar::public_key_of(private_key));
}

val entries(uintptr_t conversation) {
  val out = val::array();
  for (const blackbar::Remembered& entry :
       reinterpret_cast<const Conversation*>(conversation)->entries()) {
    val one = val::object();
    one.set("token", entry.token);
    one.set("entity", entry.entity);
    one.set("value", entry.value);
    out.call<void>("push", one);
  }
  return out;
}

bool correct(uintptr_t conversation, const std::string& token,
             const std::string& value) {
  return reinterpret_cast<Conversation*>(conversation)->correct(token, value);
}

// All of it for the empty token.
bool forget(uintptr_t conversation, const std::string& token) {
  auto* chat = reinterpret_cast<Conversation*>(conversation);
  if (!token.empty()) return chat->forget(token);
  chat->forget();
  return true;
}

std::string save(uintptr_t conversation) {
  return reinterpret_cast<const Conversation*>(conversation)->save();
}

bool load(uintptr_t conversation, const std::string& saved) {
  return reinterpret_cast<Conversation*>(conversation)->load(saved);
}

// `entities` are ids, separated by commas; `sink` counts Restoration::Sink.
uintptr_t make_restoration(const std::string& entities, uint32_t sink) {
  return reinterpret_cast<uintptr_t>(
      new Restoration{static_cast<Restoration::Sink>(sink), listed(entities)});
}

void drop_restoration(uintptr_t address) {
  delete reinterpret_cast<Restoration*>(address);
}

uintptr_t open_redaction(uintptr_t engine, uintptr_t conversation,
                         uintptr_t expected) {
  return reinterpret_cast<uintptr_t>(new RedactionStream(
      *reinterpret_cast<const Engine*>(engine),
      *reinterpret_cast<Conversation*>(conversation), expectation(expected)));
}

void close_redaction(uintptr_t stream) {
  delete reinterpret_cast<RedactionStream*>(stream);
}

uintptr_t open_restoration(uintptr_t conversation, uintptr_t how) {
  return reinterpret_cast<uintptr_t>(new RestorationStream(
      *reinterpret_cast<Conversation*>(conversation), restoration(how)));
}

void close_restoration(uintptr_t stream) {
  delete reinterpret_cast<RestorationStream*>(stream);
}

// Nothing, or the error.
val know(uintptr_t conversation, uintptr_t engine, const std::string& entity,
         const std::string& value) {
  const auto error =
      reinterpret_cast<Conversation*>(conversation)
          ->know(*reinterpret_cast<const Engine*>(engine), entity, value);
  return error ? failure(*error) : val::undefined();
}

// Nothing, or the error.
val seal_as(uintptr_t conversation, uintptr_t engine, const std::string& id,
            const std::string& recipients, double now) {
  const auto error = reinterpret_cast<Conversation*>(conversation)
                         ->seal_as(*reinterpret_cast<const Engine*>(engine), id,
                                   recipients, static_cast<int64_t>(now));
  return error ? failure(*error) : val::undefined();
}

// Seconds since 1970; infinity. Conversation 0: without one.
double keys_expire(uintptr_t conversation, uintptr_t engine) {
  const auto* chat = reinterpret_cast<const Conversation*>(conversation);
  const auto& made = *reinterpret_cast<const Engine*>(engine);
  return chat ? chat->keys_expire(made) : made.keys_expire();
}

void close_conversation(uintptr_t conversation) {
  delete reinterpret_cast<Conversation*>(conversation);
}

// "0.1.0+9f3c...": the package and the rules built into it.
std::string version() {
  return BLACKBAR_VERSION "+" + std::string(blackbar::Engine::rules_version());
}

uint32_t layout() { return blackbar::kLayout; }

}  // namespace

// The hot path; wasm/buffer.h says what goes in and what comes out.
extern "C" {

EMSCRIPTEN_KEEPALIVE char* blackbar_reserve(uint32_t bytes) {
  if (bytes <= input.size) return input.data;
  if (bytes > blackbar::kMaxBytes) return nullptr;
  const uint32_t size = std::max(bytes, blackbar::kFirstBytes);
  auto* data = static_cast<char*>(std::malloc(size));
  if (data == nullptr) return nullptr;
  if (input.data != nullptr) std::memcpy(data, input.data, input.size);
  release_input();
  input = {data, size};
  return data;
}

// `expected` may be 0: nothing was asked.
EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_detect(const Engine* engine,
                                               uintptr_t expected,
                                               uint32_t bytes, uint32_t units) {
  const std::string_view text(input.data, bytes);
  const auto findings = engine->detect(text, expectation(expected));
  start(text, units, findings.size());
  blackbar::Utf16Ruler ruler(text, units);
  for (const blackbar::Finding& finding : findings)
    write(finding, ruler, {}, 0);
  return finish(bytes);
}

// `conversation` may be null: then nothing is remembered.
EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_redact(const Engine* engine,
                                               Conversation* conversation,
                                               uintptr_t expected,
                                               uint32_t bytes, uint32_t units) {
  const std::string_view text(input.data, bytes);
  const blackbar::Redaction done =
      conversation == nullptr
          ? engine->redact(text, expectation(expected))
          : engine->redact(text, *conversation, expectation(expected));
  start(text, units, done.findings.size());
  words[2] = static_cast<uint32_t>(done.action);
  if (done.no_random) words[1] |= blackbar::kNoRandom;
  blackbar::Utf16Ruler ruler(text, units);
  for (const blackbar::AppliedFinding& finding : done.findings) {
    write(finding, ruler, finding.operator_name,
          blackbar::utf16_units(finding.replacement));
    output += finding.replacement;
  }
  output += done.sealed;
  return finish(bytes);
}

// `how` may be 0: all of it, as it is.
EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_restore(Conversation* conversation,
                                                uintptr_t how, uint32_t bytes,
                                                uint32_t units) {
  const std::string_view text(input.data, bytes);
  std::string restored = conversation->restore(text, restoration(how));
  start(text, units, 0);
  if (restored == text) {
    words[1] |= blackbar::kUnchanged;
  } else {
    output = std::move(restored);
  }
  return finish(bytes);
}

// A step of a stream; `last` ends it.
EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_redact_step(RedactionStream* stream,
                                                    uint32_t bytes,
                                                    uint32_t last) {
  blackbar::Redaction done =
      last ? stream->end() : stream->write({input.data, bytes});
  start({}, 0, 0);
  words[2] = static_cast<uint32_t>(done.action);
  if (done.no_random) words[1] |= blackbar::kNoRandom;
  output = std::move(done.text);
  return finish(bytes);
}

EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_restore_step(RestorationStream* stream,
                                                     uint32_t bytes,
                                                     uint32_t last) {
  std::string restored =
      last ? stream->end() : stream->write({input.data, bytes});
  start({}, 0, 0);
  output = std::move(restored);
  return finish(bytes);
}

EMSCRIPTEN_KEEPALIVE void blackbar_release() {
  release_input();
  if (!output.empty()) wipe(output.data(), output.size());
  std::string().swap(output);
  std::vector<uint32_t>().swap(words);
}

}  // extern "C"

EMSCRIPTEN_BINDINGS(blackbar) {
  emscripten::function("create", &create);
  emscripten::function("detectObjects", &detect_objects);
  emscripten::function("closeEngine", &close_engine);
  emscripten::function("expect", &expect);
  emscripten::function("choose", &choose);
  emscripten::function("dropExpectation", &drop_expectation);
  emscripten::function("know", &know);
  emscripten::function("sealAs", &seal_as);
  emscripten::function("keysExpire", &keys_expire);
  emscripten::function("openValue", &open_value);
  emscripten::function("openInline", &open_inline);
  emscripten::function("openNumber", &open_number);
  emscripten::function("publicKeyOf", &public_key_of);
  emscripten::function("openConversation", &open_conversation);
  emscripten::function("closeConversation", &close_conversation);
  emscripten::function("entries", &entries);
  emscripten::function("correct", &correct);
  emscripten::function("forget", &forget);
  emscripten::function("save", &save);
  emscripten::function("load", &load);
  emscripten::function("makeRestoration", &make_restoration);
  emscripten::function("dropRestoration", &drop_restoration);
  emscripten::function("openRedaction", &open_redaction);
  emscripten::function("closeRedaction", &close_redaction);
  emscripten::function("openRestoration", &open_restoration);
  emscripten::function("closeRestoration", &close_restoration);
  emscripten::function("scrub", &blackbar::scrub);
  emscripten::function("version", &version);
  emscripten::function("layout", &layout);
}
