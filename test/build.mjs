// The whole build, step by step; `npm run build` and the tests call it, so that both make the same dist/.
await import("./clean-dist.mjs");
await import("./bundle.mjs");
await import("./compile-packs.mjs");
