/** The merge patch (RFC 7396) that makes `after` of `before`; undefined when they are alike. Arrays are sent whole. */
export function diff(before: unknown, after: unknown): unknown {
    if (!isObject(before) || !isObject(after)) return JSON.stringify(before) === JSON.stringify(after) ? undefined : after;
    const patch: Record<string, unknown> = {};
    for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null;
    for (const [key, value] of Object.entries(after)) {
        const part = key in before ? diff(before[key], value) : value;
        if (part !== undefined) patch[key] = part;
    }
    return Object.keys(patch).length > 0 ? patch : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
