// How one message crosses between JavaScript and wasm: the layout of the
// module's own buffer. The other side is js/src/buffer.ts; whoever changes one
// changes both, and kLayout with them.
//
// IN. JavaScript calls reserve(bytes), which gives the address of an area that
// holds at least so many bytes and keeps what it held, and writes the text
// there as UTF-8 with TextEncoder.encodeInto (a lone surrogate becomes U+FFFD:
// three bytes, and one code unit as before, so offsets stay true). Then one
// call, detect, redact, restore or a step of a stream, with the number of bytes
// and of UTF-16 units.
//
// OUT. The call returns the address of 32-bit words, little endian, 4-aligned:
//
//   word  header
//   0     number of findings
//   1     flags: kReplacementCharacter, kUnchanged, kNoRandom
//   2     action: 0 pass, 1 ask, 2 block
//   3     address of the output bytes
//   4     number of output bytes
//   5...  the findings, in text order, each kFindingWords long:
//
//   +0    start   UTF-16 units into the input
//   +1    end
//   +2    entity  a name
//   +4    rule    a name
//   +6    score   IEEE 754 single
//   +7    risk    0 medium, 1 high, 2 critical
//   +8    number of reasons
//   +9    operator  a name; empty after detect
//   +11   UTF-16 units of its replacement; 0 after detect
//   and for each reason, kReasonWords long:
//   +0    kind    ReasonKind in blackbar.h
//   +1    detail  a name
//   +3    weight  IEEE 754 single
//
// A name is two words, the address and the bytes of UTF-8 that stand as long
// as the engine does: JavaScript decodes each once.
//
// The output bytes are UTF-8: after redact the replacements, one after the
// other (JavaScript has the rest of the text already, the clean text never
// crosses), and behind them the JSON of what was sealed, if anything was; after
// restore the whole text, or nothing if kUnchanged says that
// it is the input; after a step of a stream what comes out, without findings.
//
// LIFE. Words and bytes stand until the next call or release(). No text stays
// behind: every call wipes the input area before it returns, JavaScript
// overwrites the output bytes when it has read them, and release() wipes and
// frees both. (The engine's own working memory is freed, not wiped.)
//
// LIMITS. Memory is 32-bit and ends at 2 GiB; reserve() gives 0 where it cannot
// have what was asked for. Areas over kKeepBytes are given back after the call.
#pragma once

#include <cstdint>

namespace blackbar {

inline constexpr uint32_t kLayout = 4;

inline constexpr uint32_t kHeaderWords = 5;
inline constexpr uint32_t kFindingWords = 12;
inline constexpr uint32_t kReasonWords = 4;

enum BufferFlag : uint32_t {
  // U+FFFD stands in the input, so the JavaScript string may have held a lone
  // surrogate, and its slices may not be well-formed.
  kReplacementCharacter = 1,
  kUnchanged = 2,
  // The host gave no random bytes: nothing may leave.
  kNoRandom = 4,
};

// The first area holds the longest everyday message at 3 bytes a unit.
inline constexpr uint32_t kFirstBytes = 16 * 1024;
inline constexpr uint32_t kKeepBytes = 1024 * 1024;
// Below 2^30, so that no sum of sizes here leaves 32 bits.
inline constexpr uint32_t kMaxBytes = 1000 * 1000 * 1000;

}  // namespace blackbar
