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

set(ABSL_PROPAGATE_CXX_STD ON)
set(ABSL_ENABLE_INSTALL OFF)
set(ABSL_BUILD_TESTING OFF)
set(RE2_INSTALL OFF CACHE BOOL "" FORCE)
set(BUILD_TESTING OFF CACHE BOOL "" FORCE)  # theirs; ours is BLACKBAR_BUILD_TESTS
set(CMAKE_CXX_STANDARD 20)
# The library never prints: Abseil's logging falls away, 49 KB (brotli) of wasm.
add_compile_definitions(ABSL_MIN_LOG_LEVEL=4)
if(EMSCRIPTEN)
  add_compile_options(-Oz)  # for Abseil alone; wasm/CMakeLists.txt says why
endif()
add_subdirectory(${abseil_source} ${CMAKE_BINARY_DIR}/abseil EXCLUDE_FROM_ALL SYSTEM)
if(EMSCRIPTEN)
  set_directory_properties(PROPERTIES COMPILE_OPTIONS "")
endif()
add_subdirectory(${re2_source} ${CMAKE_BINARY_DIR}/re2 EXCLUDE_FROM_ALL SYSTEM)
