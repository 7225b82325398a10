import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A cable between the browser and the mixing box that a test can cut, or let go silent with nothing said. */
export class Relay {
    private mode: "through" | "cut" | "silent" = "through";
    private readonly pairs = new Set<[Socket, Socket]>();
    private readonly server: Server;
    /** Bytes to the browser since the beginning: what a page costs the network. */
    bytesDown = 0;

    constructor(private readonly port: number) {
        this.server = createServer((near) => this.take(near));
    }

    async listen(): Promise<number> {
        await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
        return (this.server.address() as AddressInfo).port;
    }

    /** Connections break and new ones are refused: the mixing box is off. */
    cut(): void {
        this.mode = "cut";
        for (const [near, far] of this.pairs) {
            near.destroy();
            far.destroy();
        }
    }

    /** Nothing breaks and nothing comes: a switch between them is off. */
    silence(): void {
        this.mode = "silent";
        for (const [near, far] of this.pairs) {
            near.pause();
            far.pause();
        }
    }

    /** The network is back; what was under way when it went silent stays lost, as after a long outage. */
    mend(): void {
        if (this.mode === "silent") for (const [near, far] of this.pairs) {
            near.destroy();
            far.destroy();
        }
        this.mode = "through";
    }

    async close(): Promise<void> {
        this.cut();
        await new Promise<void>((done) => this.server.close(() => done()));
    }

    private take(near: Socket): void {
        if (this.mode === "cut") {
            near.destroy();
            return;
        }
        const far = connect(this.port, "127.0.0.1");
        const pair: [Socket, Socket] = [near, far];
        this.pairs.add(pair);
        const end = (): void => {
            this.pairs.delete(pair);
            near.destroy();
            far.destroy();
        };
        for (const socket of pair) socket.on("error", end).on("close", end);
        far.on("data", (part) => (this.bytesDown += part.length));
        near.pipe(far);
        far.pipe(near);
        if (this.mode === "silent") {
            near.pause();
            far.pause();
        }
    }
}
