import type { Ports } from "./live_link";
import type { State } from "./types";

/** The browser's own network and clock, for LiveLink. */
export const browserPorts: Ports = {
    now: () => performance.now(),
    later(ms, what) {
        const timer = setTimeout(what, ms);
        return () => clearTimeout(timer);
    },
    async fetchState(signal) {
        return (await get("api/state", signal)) as State;
    },
    async probe(signal) {
        await get("api/me", signal);
    },
    open(on) {
        const address = new URL("api/live", document.baseURI);
        address.protocol = address.protocol === "http:" ? "ws:" : "wss:";
        const socket = new WebSocket(address);
        socket.onmessage = (event) => on.message(String(event.data));
        socket.onclose = () => on.closed();
        return {
            close() {
                socket.onmessage = null;
                socket.onclose = null;
                socket.close();
            },
        };
    },
};

async function get(path: string, signal: AbortSignal): Promise<unknown> {
    const response = await fetch(path, { signal, cache: "no-store", credentials: "same-origin" });
    if (response.status === 401) throw Object.assign(new Error("logged out"), { loggedOut: true });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
}

