// What the mixing box tells and is told: the JSON of its API, described in full by GET /api/openapi.yaml
// (firmware/mixer/chair/openapi.yaml). Every moment is milliseconds of Unix time by the mixing box's clock; loss is in parts
// of 1,000, delays in ms.

export type Role = "viewer" | "secretary" | "chair" | "technician";
export type Policy = "queue" | "open" | "chair";
export type FloorState = "idle" | "waiting" | "speaking" | "muted";
export type Presence = "never" | "joined" | "lost";
export type BoxKey = string; // a box's number as it is written in JSON keys

export interface Account {
    name: string;
    role: Role;
    csrf: string;
}

/** One direction of a box's link. */
export interface Direction {
    loss: number;
    delay: number;
    rung: number; // 0 (10 kbit/s) to 5 (50 kbit/s)
    bps: number;
}

export interface SelfTest {
    state: "none" | "running" | "ok" | "failed";
    reason?: string;
}

export interface Box {
    name: string;
    role: "member" | "chair";
    room: number; // 0 is the plenary
    presence: Presence;
    since?: number; // joined or lost since then
    floor: FloorState;
    place?: number; // in the queue, from 1
    until?: number; // when the time of who speaks is up
    level: number; // 0 to 10
    up: Direction;
    down: Direction;
    behind: number; // ms
    sound: "unknown" | "well" | "noCard" | "failing";
    software: string;
    problems: string[];
    called: boolean;
    selfTest: SelfTest;
}

export interface Waiting {
    box: number;
    since: number;
}

export interface Room {
    title: string;
    policy: Policy;
    boxes: number[];
    speakers: number[];
    queue: Waiting[];
    recording: boolean;
}

export interface State {
    now: number; // the mixing box's clock as this was sent; with each patch too
    meeting: { id: number; title: string; open: boolean; since?: number };
    policy: Policy;
    openMicrophones: number;
    queueGrants: "chair" | "automatic";
    timeLimit: number; // s, 0 for none
    held: boolean;
    recording: { on: boolean; since?: number; bytes: number };
    speakers: number[];
    queue: Waiting[];
    replies: Waiting[];
    boxes: Record<BoxKey, Box>;
    rooms: Record<string, Room>;
    counts: { joined: number; enrolled: number };
}

/** A line of the minutes that is on the mixing box's disk. */
export interface Entry {
    serial: number;
    at: number;
    kind: string;
    box?: number;
    name: string;
    who: string;
    text: string;
    room: number;
}

export type LiveMessage =
    | { type: "state"; state: State }
    | { type: "patch"; patch: unknown }
    | { type: "event"; entry: Entry };

export type ActionKind =
    | "grant" | "grant_next" | "revoke" | "mute" | "unmute" | "mute_all" | "set_policy" | "set_time_limit" | "more_time"
    | "hold" | "unhold" | "call" | "to_replies" | "self_test" | "open_meeting" | "close_meeting"
    | "open_room" | "close_room" | "move_to_room" | "record";

export interface Action {
    kind: ActionKind;
    name?: string;
    names?: string[];
    room?: number;
    text?: string;
    seconds?: number;
    policy?: Policy;
    openMicrophones?: number;
    queueGrants?: "chair" | "automatic";
    on?: boolean;
}

export interface MeetingLine {
    id: number;
    title: string;
    opened: number;
    closed?: number; // absent while it is open
    boxes: number;
    turns: number;
    pinned: boolean;
    recordingBytes: number; // 0: there is no recording
}

export interface RollLine {
    box: number;
    name: string;
    stays: { from: number; to?: number }[];
    drops: number;
}

export interface TurnLine {
    box: number;
    name: string;
    asked?: number;
    from: number;
    to?: number;
    ended: string;
}

/** What somebody did, or was refused. */
export interface ActionLine {
    serial: number;
    at: number;
    who: string; // empty when nobody was known
    what: string;
    address: string;
    text: string;
    done: boolean;
}

export interface MeetingRecord extends Omit<MeetingLine, "turns"> {
    roll: RollLine[];
    turns: TurnLine[];
    actions: ActionLine[];
    verified: { holds: boolean; text: string };
}

export interface AccountLine {
    name: string;
    role: Role;
}
