// The engine as JavaScript, made by js/build.mjs from wasm/.
export default function createBlackbar(module: object): Promise<object>;
