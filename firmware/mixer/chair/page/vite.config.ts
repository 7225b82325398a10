import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Writes NAME.gz and NAME.br beside every file of text: the mixing box only sends, it never compresses. */
function precompressed(): Plugin {
    let folder = "";
    const eachFile = (from: string): string[] =>
        readdirSync(from).flatMap((name) => {
            const path = join(from, name);
            return statSync(path).isDirectory() ? eachFile(path) : [path];
        });
    return {
        name: "precompressed",
        apply: "build",
        configResolved(config) {
            folder = config.build.outDir;
        },
        closeBundle() {
            for (const path of eachFile(folder)) {
                if (!/\.(html|js|css|svg|json|webmanifest)$/.test(path)) continue;
                const whole = readFileSync(path);
                writeFileSync(`${path}.gz`, gzipSync(whole, { level: 9 }));
                writeFileSync(`${path}.br`, brotliCompressSync(whole, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
            }
        },
    };
}

export default defineConfig({
    root: import.meta.dirname ?? new URL(".", import.meta.url).pathname,
    base: "./",
    esbuild: { jsx: "automatic", jsxImportSource: "preact" },
    build: {
        outDir: process.env["GIAOBAN_PAGE_OUT"] ?? "../../../../build/page",
        emptyOutDir: true,
        // Browsers of 2020: an office's old computer. No polyfills, so nothing is added for newer ones.
        target: ["chrome87", "edge88", "firefox85", "safari14"],
        modulePreload: { polyfill: false },
        // Nothing is put into the page as a data: address, which a strict policy would refuse for scripts and styles.
        assetsInlineLimit: 0,
        reportCompressedSize: false,
    },
    plugins: [precompressed()],
});
