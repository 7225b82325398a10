import { describe, expect, test } from "vitest";
import { mergePatch } from "../../../firmware/mixer/chair/page/src/state/merge_patch";
import { diff } from "../mock/diff";

// RFC 7396, appendix A: original, patch, result.
const examples: [unknown, unknown, unknown][] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [["a", "b"], ["c", "d"], ["c", "d"]],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe("a merge patch", () => {
    test.each(examples)("of %j by %j gives %j, as RFC 7396 says", (original, patch, result) => {
        const kept = structuredClone(original);
        expect(mergePatch(original, patch)).toEqual(result);
        expect(original).toEqual(kept);
    });

    test("leaves what it does not name the same object, so that it is not drawn again", () => {
        const before = { boxes: { "1": { name: "A", up: { loss: 0 } }, "2": { name: "B", up: { loss: 0 } } }, queue: [1] };
        const after = mergePatch(before, { boxes: { "1": { up: { loss: 3 } } } }) as typeof before;
        expect(after.boxes["2"]).toBe(before.boxes["2"]);
        expect(after.queue).toBe(before.queue);
        expect(after.boxes["1"]).not.toBe(before.boxes["1"]);
        expect(after.boxes["1"].up.loss).toBe(3);
    });

    test("that changes nothing gives the very same state", () => {
        const before = { a: { b: 1 } };
        expect(mergePatch(before, { a: { b: 1 } })).toBe(before);
        expect(mergePatch(before, { c: null })).toBe(before);
    });

    test("takes a name such as __proto__ for a name", () => {
        const after = mergePatch({}, JSON.parse('{"__proto__": {"loud": true}}')) as Record<string, unknown>;
        expect((after as { loud?: boolean }).loud).toBeUndefined();
        expect(({} as { loud?: boolean }).loud).toBeUndefined();
    });

    test("made from any two states leads from the one to the other", () => {
        let seed = 20261123;
        const next = (n: number): number => {
            seed = (seed * 1103515245 + 12345) % 2147483648;
            return seed % n;
        };
        const value = (depth: number): unknown => {
            const kind = next(depth > 2 ? 3 : 5);
            if (kind === 0) return next(4);
            if (kind === 1) return ["x", "y", ""][next(3)];
            if (kind === 2) return Array.from({ length: next(3) }, () => next(3));
            return Object.fromEntries(Array.from({ length: next(5) }, () => ["abcd"[next(4)] ?? "a", value(depth + 1)]));
        };
        for (let round = 0; round < 500; round += 1) {
            const before = { root: value(0) };
            const after = { root: value(0) };
            const patch = diff(before, after);
            expect(patch === undefined ? before : mergePatch(before, patch)).toEqual(after);
        }
    });
});
