// What one stage of detection hands to the next. All spans are in the
// normalised text.
#pragma once

#include <string_view>
#include <vector>

#include "blackbar.h"
#include "text/vocabulary.h"

namespace blackbar {

// A place where a rule has to be tried.
struct Wake {
  uint32_t begin;
  uint32_t rule;  // index into the engine's rules
};

// What one pass over the text saw.
struct Triggered {
  std::vector<Wake> wakes;     // in no order
  std::vector<TermHit> terms;  // in text order
};

struct Candidate {
  Span span;
  uint32_t rule = 0;  // index into the engine's rules
  float score = 0;
  std::vector<Reason> reasons;
  std::string_view entity = {};  // the rule's, and its token's word
  std::string_view token_word = {};
  bool nobody = false;   // the rule's
  bool soft = false;     // the rule's
  bool named = false;    // near a word that no other entity has
  bool located = false;  // an address with a unit or a postal code in it
};

}  // namespace blackbar
