// What a test of the whole engine needs: an engine, and what it found as text.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "blackbar.h"

namespace blackbar {

inline Engine make(std::string_view policy = "\"default\"",
                   const Options& options = {}) {
  auto engine = Engine::create(policy, options);
  EXPECT_TRUE(engine.ok()) << policy << ": " << engine.error().where << " "
                           << engine.error().message;
  return *engine;
}

// "EMAIL_ADDRESS=ana@example.com PHONE_NUMBER=..."
inline std::string found(const Engine& engine, std::string_view text) {
  std::string out;
  for (const Finding& f : engine.detect(text))
    out += (out.empty() ? "" : " ") + std::string(f.entity) + "=" +
           std::string(text.substr(f.span.begin, f.span.size()));
  return out;
}

struct Case {
  std::string_view text, found;
};

inline void expect(const Engine& engine, std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(found(engine, c.text), c.found);
  }
}

inline std::string reasons(const Engine& engine, std::string_view text) {
  constexpr const char* kKinds[] = {"pattern",       "check",  "context",
                                    "contradiction", "denied", "expected",
                                    "unexpected",    "alone",  "known"};
  std::string out;
  for (const Finding& f : engine.detect(text)) {
    for (const Reason& r : f.reasons)
      out += std::string(kKinds[static_cast<int>(r.kind)]) + "=" +
             std::string(r.detail) + " ";
    out += "| ";
  }
  return out;
}

}  // namespace blackbar
