import { useSignal } from "@preact/signals";
import type { Policy, Room } from "../api/types";
import { act } from "../state/actions";
import { tileOrder } from "../state/figures";
import { can, linkState, state } from "../state/store";
import { language, words } from "../words/language";
import { WaitingTime } from "./box_parts";
import { ActionButton, Button } from "./button";
import { Dialog } from "./dialog";
import { Icon } from "./icons";

/** The private rooms: who is in them, and the chair's way in and out of them. */
export function Rooms() {
    const w = words.value.rooms;
    const rooms = Object.entries(state.value?.rooms ?? {});
    const opening = useSignal(false);
    return (
        <section class="panel rooms" aria-labelledby="rooms-title">
            <div class="panel-head">
                <h2 id="rooms-title">{w.title}</h2>
                {can("floor") && (
                    <Button small icon="plus" disabled={linkState.value === "lost"} onClick={() => (opening.value = true)}>
                        {w.open}
                    </Button>
                )}
            </div>
            <p class="hint">{w.hint}</p>
            {rooms.length === 0 ? (
                <p class="hint">{w.none}</p>
            ) : (
                <ul class="room-list">
                    {rooms.map(([id, room]) => (
                        <RoomCard key={id} id={id} room={room} />
                    ))}
                </ul>
            )}
            {opening.value && <OpenRoom onClose={() => (opening.value = false)} />}
        </section>
    );
}

function RoomCard({ id, room }: { id: string; room: Room }) {
    const w = words.value;
    const boxes = state.value?.boxes ?? {};
    const number = Number(id);
    return (
        <li class="room-card" data-room={id}>
            <div class="row wrap spread">
                <h3>
                    <Icon name="lock" /> {room.title} <span class="tag private">{w.rooms.private}</span>
                </h3>
                {room.recording && (
                    <span class="recording on">
                        <Icon name="record" /> {w.rooms.recording}
                    </span>
                )}
            </div>
            <ul class="room-boxes">
                {room.boxes.map((box) => {
                    const of = boxes[String(box)];
                    const name = of?.name ?? String(box);
                    const waits = room.queue.find((line) => line.box === box);
                    const speaks = room.speakers.includes(box);
                    return (
                        <li key={box}>
                            <span class="waiting-name">{name}</span>
                            {speaks && <span class="floor-word speaking">{w.box.floor.speaking}</span>}
                            {waits && <WaitingTime since={waits.since} />}
                            {can("floor") && !speaks && (
                                <ActionButton small icon="microphone" label={w.floor.grantTo(name)} action={{ kind: "grant", name, room: number }}>
                                    {w.floor.grantShort}
                                </ActionButton>
                            )}
                            {can("floor") && (
                                <ActionButton small icon="back" label={`${w.rooms.backShort}: ${name}`} action={{ kind: "move_to_room", name, room: 0 }}>
                                    {w.rooms.backShort}
                                </ActionButton>
                            )}
                        </li>
                    );
                })}
            </ul>
            <div class="row wrap">
                {can("record") && (
                    <ActionButton small icon={room.recording ? "stop" : "record"} action={{ kind: "record", on: !room.recording, room: number }}>
                        {room.recording ? w.rooms.recordOff : w.rooms.recordOn}
                    </ActionButton>
                )}
                {can("floor") && (
                    <ActionButton small kind="danger" icon="close" label={w.rooms.closeOf(room.title)} action={{ kind: "close_room", room: number }}>
                        {w.rooms.close}
                    </ActionButton>
                )}
            </div>
        </li>
    );
}

function OpenRoom({ onClose }: { onClose: () => void }) {
    const w = words.value;
    const title = useSignal(w.rooms.defaultName);
    const policy = useSignal<Policy>("open");
    const chosen = useSignal<ReadonlySet<string>>(new Set());
    const fault = useSignal(false);
    const boxes = state.value?.boxes ?? {};
    const here = tileOrder(boxes, language.value).filter((key) => boxes[key]?.presence === "joined" && boxes[key]?.room === 0);

    function toggle(key: string, on: boolean): void {
        const next = new Set(chosen.value);
        if (on) next.add(key);
        else next.delete(key);
        chosen.value = next;
        if (next.size >= 2) fault.value = false;
    }

    function submit(event: Event): void {
        event.preventDefault();
        const names = [...chosen.value].map((key) => boxes[key]?.name ?? "").filter((name) => name !== "");
        fault.value = names.length < 2;
        if (fault.value) return;
        const action = { kind: "open_room", names, text: title.value.trim(), policy: policy.value } as const;
        void act(action).then((done) => done && onClose());
    }

    return (
        <Dialog title={w.rooms.openTitle} onClose={onClose}>
            <form onSubmit={submit}>
                <p class="hint">{w.rooms.hint}</p>
                <label class="field">
                    <span>{w.rooms.name}</span>
                    <input name="room-title" required maxLength={60} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
                </label>
                <fieldset class="choices" aria-describedby="room-fault">
                    <legend>{w.rooms.choose}</legend>
                    {here.map((key) => (
                        <label key={key} class="choice">
                            <input type="checkbox" checked={chosen.value.has(key)} onChange={(event) => toggle(key, event.currentTarget.checked)} />
                            <span>{boxes[key]?.name}</span>
                        </label>
                    ))}
                </fieldset>
                <p id="room-fault" role="alert" class="fault">
                    {fault.value && w.rooms.chooseTwo}
                </p>
                <label class="field">
                    <span>{w.rooms.policy}</span>
                    <select value={policy.value} onChange={(event) => (policy.value = event.currentTarget.value as Policy)}>
                        <option value="open">{w.floor.policies.open}</option>
                        <option value="queue">{w.floor.policies.queue}</option>
                        <option value="chair">{w.floor.policies.chair}</option>
                    </select>
                </label>
                <div class="row end">
                    <Button onClick={onClose}>{w.cancel}</Button>
                    <Button kind="main" icon="lock" submit>
                        {w.rooms.open}
                    </Button>
                </div>
            </form>
        </Dialog>
    );
}
