// Appended to Emscripten's own JavaScript by wasm/CMakeLists.txt.
export default createBlackbar;
