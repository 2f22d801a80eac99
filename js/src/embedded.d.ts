// blackbar.wasm in base64, made by js/build.mjs.
export const base64: string;
