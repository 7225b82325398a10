import type { Action, Box, Entry, State } from "../../../firmware/mixer/chair/page/src/api/types";
import { communes } from "./communes";

/** Why something was not done: the real mixing box's codes, and its own words for what a meeting refuses. */
export class Refused extends Error {
    constructor(
        readonly code: string,
        message: string,
    ) {
        super(message);
    }
}

const refused = (words: string): Refused => new Refused("refused", words);

/** A meeting without sound: what the mixing box would answer to each action, and what it would show afterwards. */
export class MockMeeting {
    state: State;
    private serial = 0;
    private rooms = 0;
    private deadline = new Map<string, number>();
    private testEnds = 0;
    private wandered = 0;
    /** Links stay as they are, as in the figures of a mixing box that rounds them. */
    quiet = false;

    constructor(
        count: number,
        private now: number,
        private readonly durable: (entry: Entry) => void,
    ) {
        const boxes = communes(count, now);
        this.state = {
            now,
            meeting: { id: 0, title: "", open: false },
            policy: "queue",
            openMicrophones: 3,
            queueGrants: "chair",
            timeLimit: 300,
            held: false,
            recording: { on: false, bytes: 0 },
            speakers: [],
            queue: [],
            replies: [],
            boxes,
            rooms: {},
            counts: { joined: Object.values(boxes).filter((box) => box.presence === "joined").length, enrolled: count },
        };
    }

    /** Time goes on: turns end, tests finish, levels move. */
    tick(now: number): void {
        this.now = now;
        for (const id of this.state.speakers) {
            const box = this.box(String(id));
            box.level = 9 - Math.round(4 * Math.abs(Math.sin(now / 310)) + 2 * Math.abs(Math.sin(now / 97)));
        }
        if (!this.quiet && Math.floor(now / 2000) !== Math.floor(this.wandered / 2000)) this.wander(now);
        for (const [key, at] of this.deadline) if (now >= at) this.endTurn(key, "time");
        if (this.testEnds > 0 && now >= this.testEnds) this.finishTest();
        const { on, since } = this.state.recording;
        if (on && !this.quiet) this.state.recording.bytes = Math.round((now - (since ?? now)) / 5000) * 16_000;
    }

    /** Links are never quite the same twice. */
    private wander(now: number): void {
        this.wandered = now;
        for (const [key, box] of Object.entries(this.state.boxes)) {
            if (box.presence !== "joined") continue;
            const at = now / 1000 + Number(key) * 7;
            const storm = Math.max(0, Math.sin(at / 23) * Math.sin(at / 7)) ** 3;
            const bad = box.up.rung === 1;
            box.up = { ...box.up, loss: Math.round((bad ? 90 : 4) + storm * (bad ? 260 : 60)), delay: Math.round((bad ? 480 : 40) + 25 * Math.abs(Math.sin(at / 5)) + storm * 300) };
            box.down = { ...box.down, loss: Math.round((bad ? 50 : 2) + storm * 40), delay: Math.round((bad ? 400 : 45) + 20 * Math.abs(Math.sin(at / 4))) };
        }
    }

    press(key: string): void {
        const box = this.box(key);
        if (box.floor !== "idle") return;
        box.floor = "waiting";
        this.state.queue = [...this.state.queue, { box: Number(key), since: this.now }];
        this.places();
        this.enter("asked", { box: Number(key), name: box.name });
        if (this.state.queueGrants === "automatic" && !this.state.held && this.state.speakers.length === 0) this.grant(key, "");
    }

    longPress(key: string): void {
        this.press(key);
        this.toReplies(key);
    }

    lose(key: string): void {
        const box = this.box(key);
        box.presence = "lost";
        box.since = this.now;
        this.state.counts = { ...this.state.counts, joined: this.state.counts.joined - 1 };
        this.enter("lost", { box: Number(key), name: box.name });
    }

    /** Does what a chair asks, or throws why not. */
    request(action: Action, who: string): void {
        const byName = (): string => {
            const found = Object.entries(this.state.boxes).find(([, box]) => box.name === action.name);
            if (found === undefined) throw refused(`there is no box "${action.name ?? "?"}"`);
            return found[0];
        };
        const state = this.state;
        switch (action.kind) {
            case "open_meeting":
                if (state.meeting.open) throw refused("a meeting is open already: close it first");
                state.meeting = { id: state.meeting.id + 1, title: action.text ?? "", open: true, since: this.now };
                this.enter("meeting_opened", { who, text: action.text ?? "" });
                return;
            case "close_meeting":
                if (!state.meeting.open) throw refused("no meeting is open");
                for (const id of [...state.speakers]) this.endTurn(String(id), "closed");
                state.recording = { on: false, bytes: 0 };
                state.meeting = { id: state.meeting.id, title: state.meeting.title, open: false };
                this.enter("meeting_closed", { who });
                return;
            case "grant":
                return this.grant(byName(), who);
            case "grant_next": {
                const first = state.queue[0];
                if (first === undefined) throw refused("nobody waits");
                return this.grant(String(first.box), who);
            }
            case "revoke":
                if (!this.speaks(byName())) throw refused(`${action.name} neither speaks nor waits`);
                return this.endTurn(byName(), "revoked", who);
            case "mute":
            case "unmute":
                return this.mute(byName(), action.kind === "mute", who);
            case "mute_all":
                for (const [key, box] of Object.entries(state.boxes)) if (box.role !== "chair") this.mute(key, true, who);
                return;
            case "set_policy":
                state.policy = action.policy ?? "queue";
                if (action.openMicrophones !== undefined && action.openMicrophones > 0) state.openMicrophones = action.openMicrophones;
                state.queueGrants = action.queueGrants ?? "chair";
                this.enter("policy", { who, text: state.policy });
                return;
            case "set_time_limit":
                state.timeLimit = action.seconds ?? 0;
                this.enter("time_limit", { who, text: `${state.timeLimit} s` });
                return;
            case "more_time": {
                const key = byName();
                const at = this.deadline.get(key);
                if (at === undefined) throw refused(`${action.name} has no time limit now`);
                this.deadline.set(key, at + (action.seconds ?? 60) * 1000);
                this.box(key).until = at + (action.seconds ?? 60) * 1000;
                return;
            }
            case "hold":
            case "unhold":
                state.held = action.kind === "hold";
                return;
            case "call": {
                const box = this.box(byName());
                if (box.presence !== "joined") throw refused(`${box.name} is not there: nobody would hear the call`);
                box.called = true;
                this.enter("called", { who, name: box.name, box: Number(byName()) });
                return;
            }
            case "to_replies":
                return this.toReplies(byName());
            case "self_test":
                if (this.testEnds > 0) throw refused("a self-test is running already");
                for (const box of this.here()) box.selfTest = { state: "running" };
                this.testEnds = this.now + 1500;
                return;
            case "record":
                return this.record(action, who);
            case "open_room":
                return this.openRoom(action, who);
            case "close_room":
                return this.closeRoom(action.room ?? 0, who);
            case "move_to_room":
                return this.move(byName(), action.room ?? 0);
        }
    }

    replace(key: string, who: string): void {
        const box = this.box(key);
        box.presence = "never";
        box.problems = ["replaced"];
        this.enter("action", { who, name: box.name, box: Number(key), text: "replace_box" });
    }

    box(key: string): Box {
        const box = this.state.boxes[key];
        if (box === undefined) throw refused(`there is no box "${key}"`);
        return box;
    }

    private here(): Box[] {
        return Object.values(this.state.boxes).filter((box) => box.presence === "joined");
    }

    private speaks(key: string): boolean {
        return this.box(key).floor === "speaking";
    }

    private grant(key: string, who: string): void {
        const box = this.box(key);
        if (box.presence !== "joined") throw refused(`${box.name} is not in the meeting`);
        if (box.floor === "muted") throw refused(`${box.name} is muted: unmute it first`);
        if (box.floor === "speaking") throw refused(`${box.name} speaks already`);
        const id = Number(key);
        if (box.room === 0 && this.state.policy === "queue") {
            for (const other of this.state.speakers) if (this.box(String(other)).role !== "chair") this.endTurn(String(other), "interrupted", who);
        }
        this.leaveLists(id);
        box.floor = "speaking";
        box.level = 7;
        const room = this.state.rooms[String(box.room)];
        if (room !== undefined) room.speakers = [...room.speakers, id];
        else this.state.speakers = [...this.state.speakers, id];
        if (this.state.timeLimit > 0) {
            box.until = this.now + this.state.timeLimit * 1000;
            this.deadline.set(key, box.until);
        }
        this.enter("granted", { who, name: box.name, box: id, room: box.room });
    }

    private endTurn(key: string, how: string, who = ""): void {
        const box = this.box(key);
        box.floor = "idle";
        box.level = 0;
        delete box.until;
        this.deadline.delete(key);
        this.leaveLists(Number(key));
        this.enter("spoke", { who, name: box.name, box: Number(key), text: how, room: box.room });
    }

    private leaveLists(id: number): void {
        const without = <T extends { box: number }>(lines: T[]): T[] => lines.filter((line) => line.box !== id);
        this.state.queue = without(this.state.queue);
        this.state.replies = without(this.state.replies);
        this.state.speakers = this.state.speakers.filter((one) => one !== id);
        for (const room of Object.values(this.state.rooms)) {
            room.queue = without(room.queue);
            room.speakers = room.speakers.filter((one) => one !== id);
        }
        delete this.box(String(id)).place;
        this.places();
    }

    private places(): void {
        this.state.queue.forEach((line, i) => (this.box(String(line.box)).place = i + 1));
    }

    private toReplies(key: string): void {
        const id = Number(key);
        if (this.box(key).floor !== "waiting") throw refused(`${this.box(key).name} does not wait`);
        const line = this.state.queue.find((one) => one.box === id);
        this.state.queue = this.state.queue.filter((line) => line.box !== id);
        delete this.box(key).place;
        this.state.replies = [...this.state.replies, line ?? { box: id, since: this.now }];
        this.places();
    }

    private mute(key: string, on: boolean, who: string): void {
        const box = this.box(key);
        if (on && this.speaks(key)) this.endTurn(key, "muted", who);
        this.leaveLists(Number(key));
        box.floor = on ? "muted" : "idle";
        this.enter(on ? "muted" : "unmuted", { who, name: box.name, box: Number(key) });
    }

    private record(action: Action, who: string): void {
        const room = this.state.rooms[String(action.room ?? 0)];
        if (!this.state.meeting.open) throw refused("open a meeting first");
        const on = action.on ?? true;
        if (room !== undefined) room.recording = on;
        else this.state.recording = on ? { on, since: this.now, bytes: 0 } : { on, bytes: 0 };
        this.enter(on ? "recording_on" : "recording_off", { who, room: action.room ?? 0 });
    }

    private openRoom(action: Action, who: string): void {
        const keys = Object.entries(this.state.boxes).filter(([, box]) => action.names?.includes(box.name)).map(([key]) => key);
        if (keys.length < 2) throw refused("a room needs two boxes at least");
        this.rooms += 1;
        const id = this.rooms;
        this.state.rooms = {
            ...this.state.rooms,
            [String(id)]: { title: action.text ?? "", policy: action.policy ?? "open", boxes: [], speakers: [], queue: [], recording: false },
        };
        for (const key of keys) this.move(key, id);
        this.enter("room_opened", { who, room: id, text: action.text ?? "" });
    }

    private closeRoom(id: number, who: string): void {
        const room = this.state.rooms[String(id)];
        if (room === undefined) throw refused("there is no such room");
        for (const box of [...room.boxes]) this.move(String(box), 0);
        const rooms = { ...this.state.rooms };
        delete rooms[String(id)];
        this.state.rooms = rooms;
        this.enter("room_closed", { who, room: id, text: room.title });
    }

    private move(key: string, to: number): void {
        const box = this.box(key);
        if (to !== 0 && this.state.rooms[String(to)] === undefined) throw refused("there is no such room");
        if (this.speaks(key)) this.endTurn(key, "room");
        this.leaveLists(Number(key));
        box.floor = "idle";
        const from = this.state.rooms[String(box.room)];
        if (from !== undefined) from.boxes = from.boxes.filter((id) => id !== Number(key));
        box.room = to;
        const into = this.state.rooms[String(to)];
        if (into !== undefined) into.boxes = [...into.boxes, Number(key)];
    }

    private finishTest(): void {
        this.testEnds = 0;
        for (const box of this.here()) box.selfTest = box.sound === "noCard" ? { state: "failed", reason: "no_card" } : { state: "ok" };
    }

    private enter(kind: string, of: Partial<Entry>): void {
        this.serial += 1;
        this.durable({ serial: this.serial, at: this.now, kind, name: "", who: "", text: "", room: 0, ...of });
    }
}
