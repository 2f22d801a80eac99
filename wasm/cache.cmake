# What the whole wasm tree is compiled with, RE2 and Abseil too; read by
# `cmake -C wasm/cache.cmake`. What concerns linking stands in CMakeLists.txt.
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
# -flto: RE2 and Abseil bring much that only the link sees to be unused.
# No exceptions, no RTTI: each costs size, and nothing here throws.
# RE2 warns of Abseil's own deprecations; they are not ours to mend.
# Abseil writes __FILE__ into the module: not the path of who built it.
get_filename_component(blackbar_root ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
set(CMAKE_CXX_FLAGS
  "-flto -fno-exceptions -fno-rtti -Wno-deprecated-declarations \
-ffile-prefix-map=${blackbar_root}=."
  CACHE STRING "")
# For linking too, where -Oz would shorten the names that js/src/buffer.ts calls.
# What is compiled with -Oz instead: wasm/CMakeLists.txt, and Abseil in
# src/re2.cmake.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(BLACKBAR_BUILD_TESTS OFF CACHE BOOL "")
set(BLACKBAR_INSTALL OFF CACHE BOOL "")
