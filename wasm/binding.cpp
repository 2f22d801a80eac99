// The engine as JavaScript sees it. The only file that knows Emscripten.
//
// Two ways cross. What is called once (create, names, plain objects out) goes
// through Embind. A message goes through the buffer of wasm/buffer.h, by four C
// functions: Embind alone would take several times as long as the engine.
//
// Two things are handles and must be given back: an engine and a conversation.
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
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "blackbar.h"
#include "buffer.h"
#include "utf16.h"

namespace {

using blackbar::Conversation;
using emscripten::val;

// Where in Engine::names() a view stands. Found by address: the findings carry
// the very pointers of the table.
class NameIndex {
 public:
  explicit NameIndex(std::span<const std::string_view> names) {
    // A few hundred, once: std::sort would be 8 KB of wasm.
    for (const std::string_view name : names) {
      const Row row{name, static_cast<uint32_t>(rows_.size())};
      rows_.insert(std::lower_bound(rows_.begin(), rows_.end(), row, before),
                   row);
    }
  }

  // O(log names). `name` must be one of them.
  uint32_t at(std::string_view name) const {
    const auto row =
        std::lower_bound(rows_.begin(), rows_.end(), Row{name, 0}, before);
    return row == rows_.end() ? 0 : row->index;
  }

 private:
  struct Row {
    std::string_view name;
    uint32_t index;
  };
  static bool before(const Row& a, const Row& b) {
    if (a.name.data() != b.name.data()) return a.name.data() < b.name.data();
    return a.name.size() < b.name.size();
  }
  std::vector<Row> rows_;
};

struct Handle {
  blackbar::Engine engine;
  NameIndex names;
};

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

void write(const blackbar::Finding& finding, const NameIndex& names,
           blackbar::Utf16Ruler& ruler, uint32_t operator_name,
           uint32_t replacement_units) {
  // Begin before end: the ruler only goes forward.
  const uint32_t begin = ruler.at(finding.span.begin);
  const uint32_t end = ruler.at(finding.span.end);
  words.insert(words.end(),
               {begin, end, names.at(finding.entity), names.at(finding.rule),
                bits(finding.score),
                static_cast<uint32_t>(finding.risk),
                static_cast<uint32_t>(finding.reasons.size()), operator_name,
                replacement_units});
  for (const blackbar::Reason& reason : finding.reasons)
    words.insert(words.end(), {static_cast<uint32_t>(reason.kind),
                               names.at(reason.detail),
                               bits(reason.weight)});
}

val strings(std::span<const std::string_view> views) {
  val array = val::array();
  for (const std::string_view view : views)
    array.call<void>("push", std::string(view));
  return array;
}

// `countries` are two-letter codes, separated by commas. Gives { code, where,
// message } if the policy is wrong, else { engine, names, entities }.
val create(const std::string& policy, const std::string& countries) {
  blackbar::Options options;
  std::string_view rest = countries;
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    options.countries.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }

  val out = val::object();
  auto made = blackbar::Engine::create(policy, options);
  if (!made.ok()) {
    const blackbar::Error& error = made.error();
    out.set("code", std::string(name_of(error.code)));
    out.set("where", error.where);
    out.set("message", error.message);
    return out;
  }
  NameIndex names(made->names());
  out.set("names", strings(made->names()));
  out.set("entities", strings(made->entities()));
  auto* handle = new Handle{std::move(*made), std::move(names)};
  out.set("engine", reinterpret_cast<uintptr_t>(handle));
  return out;
}

// detect() by plain objects: what the buffer has to agree with. For tests, and
// for whoever looks for a fault in the buffer.
val detect_objects(uintptr_t engine, const std::string& text) {
  const auto& handle = *reinterpret_cast<const Handle*>(engine);
  blackbar::Utf16Ruler ruler(text, blackbar::utf16_units(text));
  val findings = val::array();
  for (const blackbar::Finding& found : handle.engine.detect(text)) {
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
  delete reinterpret_cast<Handle*>(engine);
}

uintptr_t open_conversation() {
  return reinterpret_cast<uintptr_t>(new Conversation);
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

EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_detect(const Handle* handle,
                                               uint32_t bytes, uint32_t units) {
  const std::string_view text(input.data, bytes);
  const auto findings = handle->engine.detect(text);
  start(text, units, findings.size());
  blackbar::Utf16Ruler ruler(text, units);
  for (const blackbar::Finding& finding : findings)
    write(finding, handle->names, ruler, 0, 0);
  return finish(bytes);
}

// `conversation` may be null: then nothing is remembered.
EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_redact(const Handle* handle,
                                               Conversation* conversation,
                                               uint32_t bytes, uint32_t units) {
  const std::string_view text(input.data, bytes);
  const blackbar::Redaction done =
      conversation == nullptr ? handle->engine.redact(text)
                              : handle->engine.redact(text, *conversation);
  start(text, units, done.findings.size());
  words[2] = static_cast<uint32_t>(done.action);
  blackbar::Utf16Ruler ruler(text, units);
  for (const blackbar::AppliedFinding& finding : done.findings) {
    write(finding, handle->names, ruler,
          handle->names.at(finding.operator_name),
          blackbar::utf16_units(finding.replacement));
    output += finding.replacement;
  }
  return finish(bytes);
}

EMSCRIPTEN_KEEPALIVE uint32_t* blackbar_restore(Conversation* conversation,
                                                uint32_t bytes,
                                                uint32_t units) {
  const std::string_view text(input.data, bytes);
  std::string restored = conversation->restore(text);
  start(text, units, 0);
  if (restored == text) {
    words[1] |= blackbar::kUnchanged;
  } else {
    output = std::move(restored);
  }
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
  emscripten::function("openConversation", &open_conversation);
  emscripten::function("closeConversation", &close_conversation);
  emscripten::function("version", &version);
  emscripten::function("layout", &layout);
}
