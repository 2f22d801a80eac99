// blackbar.wasm as text, made by js/build.mjs: what fromAscii (ascii.ts) takes.
export const packed: { readonly text: string; readonly singles: string; readonly size: number };
