/**
 * JSON merge patch that shares what did not change: a box that the patch does not name is the same object
 * afterwards, so that its tile need not be drawn again. Neither argument is changed.
 *
 * Source: RFC 7396 section 2.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
    if (!isObject(patch)) return patch;
    const before: Record<string, unknown> = isObject(target) ? target : {};
    let after = isObject(target) ? before : {};
    for (const [key, value] of Object.entries(patch)) {
        if (value === null) {
            if (!hasOwn(before, key)) continue;
            if (after === before) after = { ...before };
            delete after[key];
            continue;
        }
        const old = hasOwn(before, key) ? before[key] : undefined;
        const merged = mergePatch(old, value);
        if (merged === old && hasOwn(before, key)) continue;
        if (after === before) after = { ...before };
        // A key such as __proto__ is a name like any other here.
        Object.defineProperty(after, key, { value: merged, enumerable: true, configurable: true, writable: true });
    }
    return after;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasOwn(object: object, key: string): boolean {
    return Object.prototype.hasOwnProperty.call(object, key);
}
