// blackbar: finds personal data in text and replaces it.
//
//   auto engine = blackbar::Engine::create(R"({"extends": "default"})");
//   blackbar::Conversation chat;
//   auto out = engine->redact("mail ana@example.com", chat);
//   out.text;                 // "mail (EMAIL_1)"
//   chat.restore(out.text);   // "mail ana@example.com"
//
// This header is the whole public interface; nothing else is installed.
//
// UNITS. Text is UTF-8. Every offset is a byte offset into the text the caller
// passed, never into a normalised copy. One text may hold up to 2^32 - 2 bytes.
// ERRORS. All of them come from Engine::create, as values. Once an Engine
// exists, no text can make it fail: malformed UTF-8 is scanned as it is. Only a
// host without random bytes can: Redaction::no_random.
// COST. detect() and redact() are linear in the text, whatever the text. Each of
// a site's own rules costs one search by RE2 for each of its matches: linear
// but for patterns that look far ahead of a short match, such as "a.*b|a".
// THREADS. An Engine may be shared. A Conversation may not.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace blackbar {

// A half-open range of bytes, [begin, end).
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  constexpr uint32_t size() const { return end - begin; }
  constexpr bool overlaps(Span other) const {
    return begin < other.end && other.begin < end;
  }
  friend constexpr bool operator==(Span, Span) = default;
};

// What a leak of this entity would cost its owner.
enum class Risk : uint8_t { kMedium, kHigh, kCritical };

// Why a score is what it is.
enum class ReasonKind : uint8_t {
  kPattern,        // the rule's own strength; detail is the rule's id
  kCheck,          // a check digit that holds; detail is the rule's check
  kContext,        // a word that names the entity; detail is that word
  kContradiction,  // a word that names something else; detail is that word
  kDenied,         // the policy lists the value; detail is the entity
  kExpected,       // the last question asked for it; detail is the entity
  kUnexpected,     // it asked for something else; detail is the entity
  kAlone,          // the value is the whole message; detail is the entity
  kKnown,          // the site told this value; detail is the entity
};

struct Reason {
  ReasonKind kind = ReasonKind::kPattern;
  std::string_view detail;  // from the rules, never from the text
  float weight = 0;         // what it added to the score, or took away
};

// One piece of personal data. The views point into the Engine or into static
// storage, and stand as long as the Engine does.
struct Finding {
  Span span;
  std::string_view entity;  // "IBAN_CODE"
  std::string_view rule;    // "iban_code.iso13616"
  float score = 0;          // 0..1; see src/detect/score.h
  Risk risk = Risk::kMedium;
  std::vector<Reason> reasons;
};

// A finding, and what took its place.
struct AppliedFinding : Finding {
  std::string_view operator_name;  // "token"; points into static storage
  std::string replacement;
  Span out;  // where the replacement stands in Redaction::text
};

// What is to be done with the message as a whole, the strictest last.
enum class Action : uint8_t { kPass, kAsk, kBlock };

struct Redaction {
  std::string text;
  std::vector<AppliedFinding> findings;  // in order, disjoint
  Action action = Action::kPass;
  // What travels beside the text, for those who may open it: JSON, described in
  // src/crypto/envelope.h. Empty if nothing was sealed.
  std::string sealed;
  // The host gave no random bytes, so that nothing could be sealed: there is no
  // text, and the action is kBlock.
  bool no_random = false;
};

enum class ErrorCode : uint8_t {
  kInvalidJson,       // the policy is not JSON
  kWrongType,         // a string where a number should be, and the like
  kOutOfRange,        // a number that makes no sense there
  kUnknownKey,        // a key that no policy has
  kUnknownPreset,     // "extends" names no preset
  kUnknownEntity,     // an entity that no rule finds
  kUnknownOperator,   // an operator that does not exist
  kUnknownValidator,  // a validator that does not exist
  kUnknownCountry,    // a country that no rule is for
  kBadPattern,        // RE2 refuses the pattern, or it costs too much
  kForbidden,         // an operator that this entity must not have, or a key
                      // that no page may have
  kBadKey,            // a key that is none, or not of the kind that is needed
  kExpiredKey,        // a key whose time is over
  kUnknownRecipient,  // a recipient that is not named, or has no key
};

// The spelling of a code in JavaScript and on the command line: "bad-pattern".
std::string_view name_of(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInvalidJson;
  std::string where;  // JSONPath (RFC 9535) in the policy: "$.rules[0].pattern"
  std::string message;  // for a developer; never contains scanned text
};

// A value or the reason there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return std::holds_alternative<T>(state_); }
  const Error& error() const { return *std::get_if<Error>(&state_); }
  T& operator*() { return *std::get_if<T>(&state_); }
  T* operator->() { return std::get_if<T>(&state_); }

 private:
  std::variant<T, Error> state_;
};

class Engine;

// How values are put back.
struct Restoration {
  // Where the restored text goes, and so what its values are escaped for: they
  // may hold quotes, "<" and "&".
  enum class Sink : uint8_t {
    kText,  // as they are
    kJson,  // inside a JSON string (RFC 8259, section 7)
    kHtml,  // element content or a quoted attribute
    kUrl,   // a part of a URL (RFC 3986, section 2.1)
  };
  Sink sink = Sink::kText;
  std::vector<std::string> entities;  // these alone; empty: all
};

// What a conversation holds of somebody.
struct Remembered {
  std::string token;   // "(EMAIL_1_KX4T)", or the made-up value
  std::string entity;  // "EMAIL_ADDRESS"
  std::string value;   // what restore() puts in its place
};

// Remembers what each token stands for, for one conversation. Holds the
// originals in clear: keep it as short-lived as the conversation. For one
// Engine: a text that left redacted is not looked at again.
class Conversation {
 public:
  // Its tokens are numbered and no more, "(EMAIL_1)": another conversation has
  // the same ones. For one at a time.
  Conversation();
  // `random`: 36 bytes of a generator fit for keys. Its tokens are its own,
  // "(EMAIL_1_KX4T)"; they are known again however they were treated, and
  // nobody else's are taken for them. With 32 bytes tokens are numbered alone,
  // and what is hashed or shifted is this conversation's. Another size is as
  // nothing.
  explicit Conversation(std::string_view random);
  ~Conversation();
  Conversation(Conversation&&) noexcept;
  Conversation& operator=(Conversation&&) noexcept;

  // A value that the site knows, "Ana Garc\u00eda" for a PERSON: this engine finds
  // it in this conversation in any case and with accents dropped. Errors:
  // kUnknownEntity, kOutOfRange for a value without letter and digit or of over
  // 256 bytes.
  // Cost: each known value is compared with the words of each text.
  [[nodiscard]] std::optional<Error> know(const Engine& engine,
                                          std::string_view entity,
                                          std::string_view value);

  // Puts the originals back. Tokens this conversation never made are left
  // alone, and it will never make them later. A value that was written in
  // several ways comes back as it was first written; in a text that this
  // conversation redacted, as it was written there. O(text).
  std::string restore(std::string_view text, const Restoration& how = {});

  // What is sealed from now on is bound to `id`, by which the other side knows
  // this conversation (255 bytes at most; "" until then), so that it opens in no
  // other. `recipients`: JSON as in a policy, keys in the place of the policy's
  // and those that it leaves to each conversation; "" for none. `now`: seconds
  // since 1970. Errors: as of Engine::create; kOutOfRange for the id.
  [[nodiscard]] std::optional<Error> seal_as(const Engine& engine,
                                             std::string_view id,
                                             std::string_view recipients,
                                             std::optional<int64_t> now);
  // When the first of the keys that this conversation seals with expires, in
  // seconds since 1970; infinity if none does. Whoever has a clock seals nothing
  // from then on: the engine has none.
  double keys_expire(const Engine& engine) const;

  // What is held, in the order in which it came.
  std::vector<Remembered> entries() const;
  // From now on the token stands for this value. False: there is no such token.
  bool correct(std::string_view token, std::string_view value);
  // The token stands for nothing any more, and none will ever look like it.
  bool forget(std::string_view token);
  void forget();

  // All that is remembered, values in clear, as JSON; and back from there.
  // load() takes what save() wrote, and is false for anything else.
  std::string save() const;
  bool load(std::string_view saved);

 private:
  friend class Engine;
  friend class RedactionStream;
  friend class RestorationStream;
  struct State;
  std::unique_ptr<State> state_;
};

// Restores a text that comes in pieces: what comes out, put together, is what
// restore() makes of the whole. Holds back what may be the beginning of a token,
// some 200 bytes at most. The conversation must outlive it.
class RestorationStream {
 public:
  explicit RestorationStream(Conversation& conversation, Restoration how = {});
  ~RestorationStream();
  RestorationStream(RestorationStream&&) noexcept;

  std::string write(std::string_view piece);
  std::string end();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct Options {
  // ISO 3166-1 alpha-2. Rules of other countries do not run; rules of no
  // country always do. Empty means every country.
  std::vector<std::string> countries;
  // The time in seconds since 1970, for keys that expire; without it a policy
  // that holds one is refused. The engine has no clock.
  std::optional<int64_t> now;
};

struct Operator;

// What is known of one message besides its text, as Engine::expect() and
// choose() made it. For that engine. Empty: nothing was asked or chosen.
class Expectation {
 public:
  Expectation() = default;

 private:
  friend class Engine;
  friend class RedactionStream;
  std::vector<uint64_t> rules_;  // a bit per rule
  std::vector<std::pair<std::string, const Operator*>> choices_;  // by entity
};

// Compiled rules and a policy. Make one and share it.
class Engine {
 public:
  // `policy` is JSON: a policy object, or the name of a preset as a JSON
  // string ("\"default\""). API: README.md, "Policy".
  static Result<Engine> create(std::string_view policy,
                               const Options& options = {});

  // What the last question asked for: entity ids, sorted out once. Errors:
  // kUnknownEntity, with the place in `entities`.
  Result<Expectation> expect(std::span<const std::string> entities) const;

  // The person asks for another operator than the policy's: "keep" for this
  // EMAIL_ADDRESS. What applies is never weaker than the policy's `floor`.
  // Errors: kUnknownEntity, kUnknownOperator.
  [[nodiscard]] std::optional<Error> choose(std::string_view entity,
                                            std::string_view operator_name,
                                            Expectation& expected) const;

  // What is personal in the text, in order, disjoint. What is expected counts
  // as if a word named it; the rest must be surer.
  std::vector<Finding> detect(std::string_view text,
                              const Expectation& expected = {}) const;

  // Replaces what was found as the policy says. Within a conversation the same
  // value has the same token; without one nothing is remembered.
  Redaction redact(std::string_view text, Conversation& conversation,
                   const Expectation& expected = {}) const;
  Redaction redact(std::string_view text,
                   const Expectation& expected = {}) const;

  // What this engine can find: sorted, without repeats.
  std::span<const std::string_view> entities() const;

  // As Conversation::keys_expire, of what is sealed without a conversation.
  double keys_expire() const;

  // Hex digest of the built-in rules, to say in a bug report.
  static std::string_view rules_version();

 private:
  friend class Conversation;
  friend class RedactionStream;
  struct Impl;
  explicit Engine(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

// Redacts a text that comes in pieces, however it is cut: what comes out, put
// together, is what redact() makes of the whole. Nothing that belongs to a
// finding comes out; to know that, the last kHeld bytes at least and the text
// since then are held back, and more while a single value goes on. What a word
// says of a value further than kHeld bytes away is not heard, nor is a value
// known that is longer than kMost.
// Engine and conversation must outlive it.
class RedactionStream {
 public:
  static constexpr uint32_t kHeld = 1024;
  static constexpr uint32_t kMost = 64 * 1024;

  RedactionStream(const Engine& engine, Conversation& conversation,
                  Expectation expected = {});
  ~RedactionStream();
  RedactionStream(RedactionStream&&) noexcept;

  // Findings and offsets count from the beginning of the piece that comes out.
  Redaction write(std::string_view piece);
  Redaction end();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace blackbar
