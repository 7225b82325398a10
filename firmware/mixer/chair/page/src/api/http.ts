// Calls to the mixing box. Every call ends: with an answer, or after a time with a refusal that says there was none.

/** A call that was not done, and why: a code that the page has words for, and the mixing box's own words. */
export class Refusal extends Error {
    constructor(
        readonly code: string,
        message: string,
        readonly status: number,
        readonly retryAfter?: number,
    ) {
        super(message);
    }
}

/** An action is answered within 100 ms on the local network; fifty times that is no answer. */
const patienceMs = 5000;
/** Making a password's hash or a document takes the mixing box up to some seconds. */
export const longPatienceMs = 30_000;

let csrf = "";
let onLoggedOut: () => void = () => undefined;

export function setCsrf(token: string): void {
    csrf = token;
}

/** What to do when the mixing box no longer knows this session. */
export function whenLoggedOut(what: () => void): void {
    onLoggedOut = what;
}

export interface CallOptions {
    method?: "GET" | "POST" | "PUT" | "DELETE";
    body?: unknown;
    patience?: number;
    /** Not being signed in is no news here. */
    login?: boolean;
}

export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
    const method = options.method ?? "GET";
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET" && csrf !== "") headers["X-CSRF"] = csrf;
    const init: RequestInit = { method, headers, cache: "no-store", credentials: "same-origin" };
    if (options.body !== undefined) {
        headers["Content-Type"] = "application/json";
        init.body = JSON.stringify(options.body);
    }
    const stop = new AbortController();
    init.signal = stop.signal;
    const timer = setTimeout(() => stop.abort(), options.patience ?? patienceMs);
    try {
        const response = await fetch(path, init);
        const text = await response.text();
        const answer = text === "" ? {} : (JSON.parse(text) as unknown);
        if (response.ok) return answer as T;
        const refusal = refusalOf(response, answer);
        if (refusal.code === "not_signed_in" && options.login !== true) onLoggedOut();
        throw refusal;
    } catch (fault) {
        if (fault instanceof Refusal) throw fault;
        throw new Refusal(navigator.onLine ? "no_answer" : "offline", "", 0);
    } finally {
        clearTimeout(timer);
    }
}

function refusalOf(response: Response, answer: unknown): Refusal {
    const error = (answer as { error?: { code?: unknown; message?: unknown } } | null)?.error;
    const code = typeof error?.code === "string" ? error.code : codeOfStatus(response.status);
    const message = typeof error?.message === "string" ? error.message : "";
    const after = Number(response.headers.get("Retry-After"));
    return new Refusal(code, message, response.status, after > 0 ? after : undefined);
}

function codeOfStatus(status: number): string {
    const codes: Record<number, string> = {
        400: "bad_request", 401: "not_signed_in", 403: "forbidden", 404: "not_found", 429: "throttled",
    };
    return codes[status] ?? "failed";
}
