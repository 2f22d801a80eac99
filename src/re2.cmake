# RE2 and Abseil, built from source with our own flags. In this order:
#   -DBLACKBAR_RE2_SOURCE=<dir>   a folder holding re2/ and abseil-cpp/
#   js/node_modules/re2/vendor    as `npm ci --ignore-scripts` in js/ brings it
#   the same releases from their homes, by hash
# Included by the top CMakeLists.txt; defines the target re2::re2.
set(BLACKBAR_RE2_SOURCE "" CACHE PATH "Folder that holds re2/ and abseil-cpp/")
set(from_npm ${PROJECT_SOURCE_DIR}/js/node_modules/re2/vendor)

if(NOT BLACKBAR_RE2_SOURCE AND EXISTS ${from_npm}/re2/CMakeLists.txt)
  set(BLACKBAR_RE2_SOURCE ${from_npm})
endif()

if(BLACKBAR_RE2_SOURCE)
  set(abseil_source ${BLACKBAR_RE2_SOURCE}/abseil-cpp)
  set(re2_source ${BLACKBAR_RE2_SOURCE}/re2)
else()
  message(STATUS "RE2 is not in ${from_npm}; taking it from its home")
  include(FetchContent)
  # SOURCE_SUBDIR that does not exist: fetch now, add_subdirectory below.
  FetchContent_Declare(abseil
    URL https://github.com/abseil/abseil-cpp/releases/download/20260817.0/abseil-cpp-20260817.0.tar.gz
    URL_HASH SHA256=f7e05179df39c45434cad433f5783840bb3788ef322976f9138bc6b72b3a107d
    SOURCE_SUBDIR no-such-dir)
  FetchContent_Declare(re2
    URL https://github.com/google/re2/releases/download/2025-11-05/re2-2025-11-05.tar.gz
    URL_HASH SHA256=87f6029d2f6de8aa023654240a03ada90e876ce9a4676e258dd01ea4c26ffd67
    SOURCE_SUBDIR no-such-dir)
  FetchContent_MakeAvailable(abseil re2)
  set(abseil_source ${abseil_SOURCE_DIR})
  set(re2_source ${re2_SOURCE_DIR})
endif()

# RE2's Unicode tables in fewer bytes, for the wasm, and for the test that
# compares them with RE2's own.
function(blackbar_unicode_groups output)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_custom_command(OUTPUT ${output}
    COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/wasm/unicode_groups.py
      ${re2_source}/re2/unicode_groups.cc ${output}
    DEPENDS ${PROJECT_SOURCE_DIR}/wasm/unicode_groups.py
      ${re2_source}/re2/unicode_groups.cc)
endfunction()

option(BLACKBAR_ABSEIL "RE2 over Abseil itself; OFF as in the wasm, for one thread" ON)
if(EMSCRIPTEN OR NOT BLACKBAR_ABSEIL)
  # One thread, no log, and as few bytes as can be: RE2 by itself, over the names
  # that it takes from Abseil, which wasm/absl.h has. wasm/CMakeLists.txt says
  # what of it is built for size.
  set(parts bitmap256 bitstate compile dfa mimics_pcre nfa onepass parse
    perl_groups prog re2 regexp set simplify tostring unicode_casefold)
  list(TRANSFORM parts REPLACE "(.+)" "${re2_source}/re2/\\1.cc")
  blackbar_unicode_groups(${CMAKE_BINARY_DIR}/unicode_groups.cc)
  add_library(re2 STATIC ${parts} ${CMAKE_BINARY_DIR}/unicode_groups.cc
    ${re2_source}/util/rune.cc ${re2_source}/util/strutil.cc)
  add_library(re2::re2 ALIAS re2)
  target_include_directories(re2 SYSTEM
    PUBLIC ${re2_source} ${CMAKE_BINARY_DIR}/absl-names)
  target_compile_features(re2 PUBLIC cxx_std_20)
  foreach(name base/call_once base/macros base/thread_annotations
      container/fixed_array container/flat_hash_map container/flat_hash_set
      container/inlined_vector hash/hash log/absl_check log/absl_log
      strings/ascii strings/str_format strings/string_view
      synchronization/mutex types/span)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/absl-names/absl/${name}.h
      CONTENT "#include \"@PROJECT_SOURCE_DIR@/wasm/absl.h\"\n" @ONLY)
  endforeach()
  return()
endif()

set(ABSL_PROPAGATE_CXX_STD ON)
set(ABSL_ENABLE_INSTALL OFF)
set(ABSL_BUILD_TESTING OFF)
set(RE2_INSTALL OFF CACHE BOOL "" FORCE)
set(BUILD_TESTING OFF CACHE BOOL "" FORCE)  # theirs; ours is BLACKBAR_BUILD_TESTS
set(CMAKE_CXX_STANDARD 20)
add_compile_definitions(ABSL_MIN_LOG_LEVEL=4)  # the library never prints
add_subdirectory(${abseil_source} ${CMAKE_BINARY_DIR}/abseil EXCLUDE_FROM_ALL SYSTEM)
add_subdirectory(${re2_source} ${CMAKE_BINARY_DIR}/re2 EXCLUDE_FROM_ALL SYSTEM)
