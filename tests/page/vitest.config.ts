import { defineConfig } from "vitest/config";

export default defineConfig({
    esbuild: { jsx: "automatic", jsxImportSource: "preact" },
    test: {
        include: ["unit/**/*.test.ts", "browser/**/*.test.ts"],
        // One browser at a time: they share a machine with tests that measure time.
        fileParallelism: false,
        sequence: { concurrent: false },
        testTimeout: 40_000,
        hookTimeout: 60_000,
        reporters: ["default", "json"],
        outputFile: { json: process.env["GIAOBAN_RESULTS"] ?? "../../build/page-tests/results.json" },
    },
});
