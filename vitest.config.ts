import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Two cores in CI: more workers only fight over them.
    maxWorkers: 2,
    env: { TZ: "UTC" },
  },
});
