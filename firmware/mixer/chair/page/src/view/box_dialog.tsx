import { useSignal } from "@preact/signals";
import type { Box, Direction } from "../api/types";
import { problemsOf, stepOf } from "../state/figures";
import { can, state } from "../state/store";
import { bitRate, lasting, milliseconds, percent, software } from "../words/format";
import { language, words } from "../words/language";
import { LinkCurve, Since } from "./box_parts";
import { ActionButton } from "./button";
import { Dialog } from "./dialog";
import { Icon } from "./icons";
import { problemText, reasonOf } from "./tile";

/** All of one box, and all that may be done with it. It lives on while it is open. */
export function BoxDialog({ id, onClose }: { id: string; onClose: () => void }) {
    const box = state.value?.boxes[id];
    if (box === undefined) return null;
    const w = words.value;
    const problems = problemsOf(box);
    return (
        <Dialog title={box.name} onClose={onClose} wide>
            <p class="box-state">
                <Since box={box} />
                {box.presence === "joined" && <>, {w.box.floor[box.floor]}</>}
                {box.called && <>, {w.box.called}</>}
            </p>
            {problems.length > 0 && (
                <ul class="problems">
                    {problems.map((code) => (
                        <li key={code}>
                            <Icon name="warning" /> <span>{problemText(code)}</span>
                        </li>
                    ))}
                </ul>
            )}
            {can("floor") ? <FloorActions box={box} /> : can("call") && <div class="row"><Call box={box} /></div>}
            {can("floor") && <RoomMove box={box} />}
            <h3>{w.box.link}</h3>
            <LinkCurve id={id} box={box} />
            <LinkTable box={box} />
            <dl class="facts">
                <dt>{w.box.sound}</dt>
                <dd>{w.box.sounds[box.sound] ?? box.sound}</dd>
                <dt>{w.box.software}</dt>
                <dd>{software(box.software) || w.none}</dd>
                <dt>{w.selfTest.title}</dt>
                <dd>{box.selfTest.state === "failed" ? reasonOf(box.selfTest.reason) : w.selfTest.states[box.selfTest.state]}</dd>
                {box.behind > 0 && (
                    <>
                        <dt>{w.box.behind("").replace(/[, ]+$/, "")}</dt>
                        <dd>{lasting(box.behind / 1000, language.value)}</dd>
                    </>
                )}
            </dl>
        </Dialog>
    );
}

function FloorActions({ box }: { box: Box }) {
    const w = words.value.floor;
    const here = box.presence === "joined";
    const of = { name: box.name, room: box.room };
    return (
        <div class="row wrap" role="group" aria-label={words.value.box.actions}>
            {box.floor === "speaking" ? (
                <>
                    <ActionButton icon="stop" kind="danger" action={{ kind: "revoke", ...of }}>
                        {w.end}
                    </ActionButton>
                    <ActionButton icon="clock" action={{ kind: "more_time", seconds: 60, ...of }}>
                        {w.more}
                    </ActionButton>
                </>
            ) : (
                <ActionButton icon="microphone" kind="main" disabled={!here} action={{ kind: "grant", ...of }}>
                    {w.grant}
                </ActionButton>
            )}
            {box.floor === "muted" ? (
                <ActionButton icon="microphone" action={{ kind: "unmute", ...of }}>
                    {w.unmute}
                </ActionButton>
            ) : (
                <ActionButton icon="muted" action={{ kind: "mute", ...of }}>
                    {w.mute}
                </ActionButton>
            )}
            {box.floor === "waiting" && (
                <ActionButton icon="reply" action={{ kind: "to_replies", ...of }}>
                    {w.toReplies}
                </ActionButton>
            )}
            <Call box={box} />
        </div>
    );
}

function Call({ box }: { box: Box }) {
    return (
        <ActionButton icon="phone" disabled={box.presence !== "joined"} action={{ kind: "call", name: box.name, room: box.room }}>
            {words.value.floor.call}
        </ActionButton>
    );
}

function RoomMove({ box }: { box: Box }) {
    const w = words.value;
    const rooms = Object.entries(state.value?.rooms ?? {});
    const chosen = useSignal("");
    if (rooms.length === 0 && box.room === 0) return null;
    const choices: [string, string][] = [["0", w.plenary], ...rooms.map(([id, room]): [string, string] => [id, room.title])];
    const others = choices.filter(([id]) => id !== String(box.room));
    const target = others.some(([id]) => id === chosen.value) ? chosen.value : (others[0]?.[0] ?? "0");
    return (
        <div class="row wrap end-aligned">
            <label class="field inline">
                <span>{w.rooms.moveBox}</span>
                <select value={target} onChange={(event) => (chosen.value = event.currentTarget.value)}>
                    {others.map(([id, title]) => (
                        <option key={id} value={id}>
                            {title}
                        </option>
                    ))}
                </select>
            </label>
            <ActionButton icon="door" action={{ kind: "move_to_room", name: box.name, room: Number(target) }}>
                {w.rooms.move}
            </ActionButton>
        </div>
    );
}

function LinkTable({ box }: { box: Box }) {
    const w = words.value.box;
    const row = (name: string, of: Direction) => (
        <tr>
            <th scope="row">{name}</th>
            <td>{percent(of.loss, language.value)}</td>
            <td>{milliseconds(of.delay, language.value)}</td>
            <td>{w.rung(stepOf(of.rung))}</td>
            <td>{bitRate(of.bps, language.value)}</td>
        </tr>
    );
    return (
        <table class="table compact">
            <thead>
                <tr>
                    <td />
                    <th scope="col">{w.loss}</th>
                    <th scope="col">{w.delay}</th>
                    <th scope="col">{w.link}</th>
                    <th scope="col">{w.bps}</th>
                </tr>
            </thead>
            <tbody>
                {row(w.up, box.up)}
                {row(w.down, box.down)}
            </tbody>
        </table>
    );
}
