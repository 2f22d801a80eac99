// Tests wasm/unicode_groups.py: the table that it writes for the wasm, here under
// the name wasm_groups, is RE2's own.
#include "re2/unicode_groups.h"

#include <gtest/gtest.h>

#include <string_view>

namespace re2 {
extern const UGroup wasm_groups[];
extern const int num_wasm_groups;

namespace {

template <typename Range>
bool same(const Range* a, int na, const Range* b, int nb) {
  if (na != nb) return false;
  for (int i = 0; i < na; ++i)
    if (a[i].lo != b[i].lo || a[i].hi != b[i].hi) return false;
  return true;
}

TEST(UnicodeGroups, AreThoseOfRe2) {
  ASSERT_EQ(num_wasm_groups, num_unicode_groups);
  for (int i = 0; i < num_unicode_groups; ++i) {
    const UGroup& theirs = unicode_groups[i];
    SCOPED_TRACE(theirs.name);
    const UGroup* ours = nullptr;
    for (int j = 0; j < num_wasm_groups; ++j)
      if (wasm_groups[j].name == std::string_view(theirs.name))
        ours = &wasm_groups[j];
    ASSERT_NE(ours, nullptr);
    EXPECT_EQ(ours->sign, theirs.sign);
    EXPECT_TRUE(same(ours->r16, ours->nr16, theirs.r16, theirs.nr16));
    EXPECT_TRUE(same(ours->r32, ours->nr32, theirs.r32, theirs.nr32));
  }
}

}  // namespace
}  // namespace re2
