import { beforeEach, describe, expect, test } from "vitest";
import { LiveLink, probeLastsMs, silenceMs, tryEveryMs, type LinkState, type Ports } from "../../../firmware/mixer/chair/page/src/api/live_link";
import type { LiveMessage, State } from "../../../firmware/mixer/chair/page/src/api/types";

/** A world in virtual time: a network that is there or not, and a mixing box at its other end. */
class World implements Ports {
    time = 0;
    reachable = true;
    silent = false; // calls neither come through nor fail
    loggedIn = true;
    round = 0;
    sockets: { message(data: string): void; closed(): void; open: boolean }[] = [];
    calls = 0;
    private timers: { at: number; what: () => void; off: boolean }[] = [];
    private hanging: { reject: (why: unknown) => void }[] = [];

    now = (): number => this.time;
    later(ms: number, what: () => void): () => void {
        const timer = { at: this.time + ms, what, off: false };
        this.timers.push(timer);
        return () => (timer.off = true);
    }
    fetchState(signal: AbortSignal): Promise<State> {
        return this.call(signal, () => ({ now: this.round }) as State);
    }
    probe(signal: AbortSignal): Promise<void> {
        return this.call(signal, () => undefined);
    }
    open(on: { message(data: string): void; closed(): void }): { close(): void } {
        const socket = { ...on, open: true };
        this.sockets.push(socket);
        if (this.reachable && !this.silent) this.later(5, () => socket.open && socket.message(JSON.stringify({ type: "state", state: { now: this.round } })));
        return { close: () => (socket.open = false) };
    }
    private call<T>(signal: AbortSignal, answer: () => T): Promise<T> {
        this.calls += 1;
        return new Promise((resolve, reject) => {
            signal.addEventListener("abort", () => reject(new Error("aborted")));
            if (this.silent) this.hanging.push({ reject });
            else if (!this.reachable) reject(new Error("refused"));
            else if (!this.loggedIn) reject(Object.assign(new Error("401"), { loggedOut: true }));
            else resolve(answer());
        });
    }
    /** Lets time pass, and all that is due in it happen. */
    async pass(ms: number): Promise<void> {
        const until = this.time + ms;
        for (;;) {
            for (let i = 0; i < 5; i += 1) await Promise.resolve();
            const due = this.timers.filter((timer) => !timer.off && timer.at <= until).sort((a, b) => a.at - b.at)[0];
            if (due === undefined) break;
            due.off = true;
            this.time = Math.max(this.time, due.at);
            due.what();
        }
        this.time = until;
        this.timers = this.timers.filter((timer) => !timer.off);
    }
    get socket(): World["sockets"][number] {
        const last = this.sockets[this.sockets.length - 1];
        if (last === undefined) throw new Error("no socket was opened");
        return last;
    }
}

describe("the live link", () => {
    let world: World;
    let states: LinkState[];
    let messages: LiveMessage[];
    let out: number;
    let link: LiveLink;
    beforeEach(() => {
        world = new World();
        states = [];
        messages = [];
        out = 0;
        link = new LiveLink(world, { link: (state) => states.push(state), message: (message) => messages.push(message), loggedOut: () => (out += 1) });
    });
    const state = (): LinkState | undefined => states[states.length - 1];

    test("has the state by a call before its socket is open, and is live with the socket's first word", async () => {
        link.start();
        await world.pass(1);
        expect(messages).toHaveLength(1);
        expect(state()).toBe("connecting");
        await world.pass(10);
        expect(state()).toBe("live");
        expect(world.sockets).toHaveLength(1);
    });

    test("says at once that it is lost when the socket closes, and shows the truth at the first try that gets through", async () => {
        link.start();
        await world.pass(10);
        world.reachable = false;
        world.socket.closed();
        expect(state()).toBe("lost");
        await world.pass(60_000);
        expect(state()).toBe("lost");
        expect(world.sockets).toHaveLength(1); // a browser would hold back the next after many that failed
        world.reachable = true;
        world.round = 7;
        await world.pass(tryEveryMs + 10);
        expect(state()).toBe("live");
        expect(messages.some((message) => message.type === "state" && message.state.now === 7)).toBe(true);
    });

    test("notices a network that went silent, and is back within two seconds of its return", async () => {
        link.start();
        await world.pass(10);
        world.silent = true;
        await world.pass(silenceMs * 1.5 + probeLastsMs + 10);
        expect(state()).toBe("lost");
        await world.pass(30_000);
        world.silent = false;
        await world.pass(2000);
        expect(state()).toBe("live");
    });

    test("stays live through silence while the mixing box answers", async () => {
        link.start();
        await world.pass(10);
        await world.pass(60_000);
        expect(states).toEqual(["connecting", "live"]);
        expect(world.calls).toBeLessThan(30);
    });

    test("asks nothing while patches come", async () => {
        link.start();
        await world.pass(10);
        const before = world.calls;
        for (let i = 0; i < 60; i += 1) {
            world.socket.message(JSON.stringify({ type: "patch", patch: { now: i } }));
            await world.pass(1000);
        }
        expect(world.calls).toBe(before);
        expect(messages.filter((message) => message.type === "patch")).toHaveLength(60);
    });

    test("believes the computer that says its network is gone, and looks at once when it says that it is back", async () => {
        link.start();
        await world.pass(10);
        world.reachable = false;
        link.networkWent();
        expect(state()).toBe("lost");
        await world.pass(5000);
        world.reachable = true;
        link.networkCame();
        await world.pass(10);
        expect(state()).toBe("live");
    });

    test("ends when the session has ended, and does not go on asking", async () => {
        link.start();
        await world.pass(10);
        world.loggedIn = false;
        world.socket.closed();
        await world.pass(10);
        expect(out).toBe(1);
        const before = world.calls;
        await world.pass(20_000);
        expect(world.calls).toBe(before);
    });

    test("looks again when the socket does not open after the call got through", async () => {
        link.start();
        world.open = (on) => {
            const socket = { ...on, open: true };
            world.sockets.push(socket);
            return { close: () => (socket.open = false) };
        };
        await world.pass(30_000);
        expect(state()).toBe("lost");
        expect(world.sockets.length).toBeGreaterThan(2);
        expect(messages.length).toBeGreaterThan(2); // the truth comes by calls meanwhile
    });

    test("passes over what is no message, and listens to no older socket", async () => {
        link.start();
        await world.pass(10);
        const older = world.socket;
        older.message("{not json");
        older.message("7");
        older.message("null");
        older.closed();
        await world.pass(1000);
        expect(state()).toBe("live");
        const before = messages.length;
        older.message(JSON.stringify({ type: "patch", patch: {} }));
        older.closed();
        expect(messages).toHaveLength(before);
        expect(state()).toBe("live");
    });
});
