// Scans texts with the rules of a pack file, for whoever writes rules: nothing
// has to be compiled anew. src/rules/try.py calls it.
//
//   scan PACK [POLICY]    reads one JSON string a line; writes an array
//                         [[begin, end, entity, rule, score, [reason, ...]], ...]
//                         a line, offsets in UTF-8 bytes
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "blackbar.h"
#include "rules/pack.h"
#include "text/json.h"

namespace {
std::string pack_text;
}

// In place of those of rules.gen.cpp, which the linker then leaves out.
namespace blackbar {
std::string_view builtin_pack_text() { return pack_text; }
std::string_view builtin_rules_digest() { return "from a file"; }
}  // namespace blackbar

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: scan PACK [POLICY] < texts\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1]);
  std::stringstream all;
  all << file.rdbuf();
  pack_text = all.str();
  auto engine = blackbar::Engine::create(argc > 2 ? argv[2] : "\"default\"");
  if (!engine.ok()) {
    std::fprintf(stderr, "%s: %s\n", engine.error().where.c_str(),
                 engine.error().message.c_str());
    return 2;
  }
  for (std::string line; std::getline(std::cin, line);) {
    auto json = blackbar::parse_json(line);
    if (!json.ok()) return 2;
    std::string out = "[";
    for (const blackbar::Finding& f : engine->detect(json->string)) {
      out += (out.size() > 1 ? ", [" : "[") + std::to_string(f.span.begin) +
             ", " + std::to_string(f.span.end) + ", \"";
      out += f.entity;
      out += "\", \"";
      out += f.rule;
      out += "\", " + std::to_string(f.score) + ", [";
      for (const blackbar::Reason& r : f.reasons) {
        if (&r != f.reasons.data()) out += ", ";
        out += '"';
        for (char c : r.detail) {
          if (c == '"' || c == '\\') out += '\\';
          out += c;
        }
        out += '"';
      }
      out += "]]";
    }
    std::puts((out + "]").c_str());
  }
}
