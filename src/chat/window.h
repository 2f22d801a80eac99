// A window that goes along a text which comes in pieces: what has gone out and
// still speaks for its neighbours, then what is held back. Where it is cut
// depends on the text alone, never on the pieces in which it came.
//
//   |<- behind, kHeld ->|<- what comes out next ->|<- kHeld ->|
//                       ^ last cut                ^ next cut: between words, and
//                                                   through no finding
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "anonymize/operate.h"
#include "anonymize/vault.h"
#include "blackbar.h"

namespace blackbar {

class Window {
 public:
  // What is found in a text, as it would be redacted by itself.
  using Find = std::function<std::vector<Found>(std::string_view)>;
  // Redacts a piece of it in which just that was found.
  using Operate =
      std::function<Redaction(std::string_view, std::vector<Found>)>;

  Window(Vault& vault, Find find, Operate operate);

  Redaction write(std::string_view piece);
  Redaction end();

 private:
  void advance(bool last, Redaction& out);
  uint32_t cut(const std::vector<Found>& found, bool last) const;

  Vault& vault_;
  Find find_;
  Operate operate_;
  std::string text_;
  uint32_t behind_ = 0;  // bytes of it that have gone out
  uint32_t step_;        // bytes held at which it moves on
  // What went out, while it is short enough to be known again.
  std::string made_;
  std::vector<uint32_t> spellings_;
  bool short_ = true, changes_again_ = false;
};

}  // namespace blackbar
