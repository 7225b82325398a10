import type { LiveMessage, State } from "./types";

export type LinkState = "connecting" | "live" | "lost";

/** What the link needs of the world; the tests hand in another one. */
export interface Ports {
    now(): number; // ms, steady
    later(ms: number, what: () => void): () => void; // answers how to call it off
    /** The whole state. Rejects with `loggedOut` set when the session has ended. */
    fetchState(signal: AbortSignal): Promise<State>;
    /** Any answer at all from the mixing box, at small cost. */
    probe(signal: AbortSignal): Promise<void>;
    open(on: { message(data: string): void; closed(): void }): { close(): void };
}

export interface Listener {
    link(state: LinkState): void;
    message(message: LiveMessage): void;
    loggedOut(): void;
}

/** A try begins each 0.8 s while the link is lost and is given 4 s, so that up to 5 are under way: the first that
 *  gets through wins. One alone would wait for its own TCP retransmissions (RFC 6298: after 1, 3 and 7 s). */
export const tryEveryMs = 800;
export const tryLastsMs = 4000;
/** Silence after which the link is asked whether it is there, and how long it may take to answer. */
export const silenceMs = 2500;
export const probeLastsMs = 1500;
/** From the state by a plain call to the first message over the WebSocket. */
export const socketOpensWithinMs = 4000;

/**
 * The page's live view of the meeting: one WebSocket, and what to do when it is gone.
 *
 * While the link is lost, plain calls look for the mixing box and bring the truth with them; the WebSocket is opened
 * after one came through. Browsers make a page wait for up to 5 s between WebSockets that fail, but not between calls.
 */
export class LiveLink {
    private state: LinkState = "connecting";
    private socket: { close(): void } | null = null;
    private heard = 0;
    private generation = 0; // of sockets and tries: what an older one still says is not listened to
    private timers = new Set<() => void>();
    private tries = new Set<AbortController>();

    constructor(
        private readonly ports: Ports,
        private readonly listener: Listener,
    ) {}

    start(): void {
        this.stop();
        this.enter("connecting");
        this.seek();
    }

    stop(): void {
        this.generation += 1;
        for (const cancel of this.timers) cancel();
        this.timers.clear();
        for (const one of this.tries) one.abort();
        this.tries.clear();
        this.socket?.close();
        this.socket = null;
    }

    /** The computer says that its network is gone, or back: both are only hints, but the fastest there are. */
    networkWent(): void {
        this.lost();
    }
    networkCame(): void {
        if (this.state !== "live") this.seekAnew();
        else this.ask();
    }

    private enter(state: LinkState): void {
        this.state = state;
        this.listener.link(state);
    }

    private lost(): void {
        this.seekAnew();
    }

    private seekAnew(): void {
        this.stop();
        this.enter("lost");
        this.seek();
    }

    /** Begins a try now and one each 0.8 s until one of them gets through. */
    private seek(): void {
        const mine = this.generation;
        const again = (): void => {
            if (mine !== this.generation) return;
            void this.tryOnce(mine);
            this.after(tryEveryMs, again);
        };
        again();
    }

    private async tryOnce(mine: number): Promise<void> {
        const stop = new AbortController();
        this.tries.add(stop);
        const cancel = this.after(tryLastsMs, () => stop.abort());
        try {
            const state = await this.ports.fetchState(stop.signal);
            if (mine !== this.generation) return;
            this.found(state);
        } catch (fault) {
            if (mine !== this.generation) return;
            if ((fault as { loggedOut?: boolean } | null)?.loggedOut === true) {
                this.stop();
                this.listener.loggedOut();
            } else if (this.state === "connecting") {
                this.enter("lost");
            }
        } finally {
            cancel();
            this.tries.delete(stop);
        }
    }

    private found(state: State): void {
        this.stop();
        const mine = this.generation;
        this.listener.message({ type: "state", state });
        const late = this.after(socketOpensWithinMs, () => this.lost());
        this.socket = this.ports.open({
            message: (data) => {
                if (mine !== this.generation) return;
                const message = parsed(data);
                if (message === null) return;
                this.heard = this.ports.now();
                if (this.state !== "live") {
                    late();
                    this.enter("live");
                    this.watch();
                }
                this.listener.message(message);
            },
            closed: () => {
                if (mine === this.generation) this.lost();
            },
        });
    }

    /** Looks at the silence each half of it, so that it is noticed at most half of it late. */
    private watch(): void {
        const mine = this.generation;
        const look = (): void => {
            if (mine !== this.generation) return;
            if (this.ports.now() - this.heard >= silenceMs) this.ask();
            this.after(silenceMs / 2, look);
        };
        this.after(silenceMs / 2, look);
    }

    /** One small call; without an answer the link is lost. */
    ask(): void {
        if (this.state !== "live" || this.tries.size > 0) return;
        const mine = this.generation;
        const stop = new AbortController();
        this.tries.add(stop);
        const cancel = this.after(probeLastsMs, () => stop.abort());
        this.ports.probe(stop.signal).then(
            () => {
                cancel();
                this.tries.delete(stop);
                if (mine === this.generation) this.heard = this.ports.now();
            },
            (fault: unknown) => {
                cancel();
                this.tries.delete(stop);
                if (mine !== this.generation) return;
                if ((fault as { loggedOut?: boolean } | null)?.loggedOut === true) {
                    this.stop();
                    this.listener.loggedOut();
                } else {
                    this.lost();
                }
            },
        );
    }

    private after(ms: number, what: () => void): () => void {
        const cancelPort = this.ports.later(ms, () => {
            this.timers.delete(cancel);
            what();
        });
        const cancel = (): void => {
            this.timers.delete(cancel);
            cancelPort();
        };
        this.timers.add(cancel);
        return cancel;
    }
}

function parsed(data: string): LiveMessage | null {
    try {
        const message = JSON.parse(data) as LiveMessage;
        return typeof message === "object" && message !== null && typeof message.type === "string" ? message : null;
    } catch {
        return null; // not ours; the next whole state mends whatever it was
    }
}
