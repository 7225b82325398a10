import type { ComponentChildren } from "preact";
import { call } from "../api/http";
import type { MeetingRecord } from "../api/types";
import { tell, why } from "../state/actions";
import { can, serverNow } from "../state/store";
import { day, lasting, timeOfDay, timeWithSeconds } from "../words/format";
import { deed } from "../words/deeds";
import { language, words } from "../words/language";
import { Icon } from "./icons";
import { Loading, useLoaded } from "./loaded";
import { Downloads } from "./minutes_list";
import { Player } from "./player";

/** One meeting's minutes: the roll, the turns, what the chair did, the recording. */
export function MinutesPage({ id }: { id: string }) {
    const w = words.value.minutes;
    const loaded = useLoaded<MeetingRecord>(`api/meetings/${encodeURIComponent(id)}`);
    return (
        <div class="page">
            <p>
                <a class="back" href="#/minutes">
                    <Icon name="back" /> {w.back}
                </a>
            </p>
            <Loading of={loaded}>{(record) => <Record record={record} again={loaded.again} />}</Loading>
        </div>
    );
}

function Record({ record, again }: { record: MeetingRecord; again: () => void }) {
    const w = words.value.minutes;
    const until = record.closed === undefined ? w.running : timeOfDay(record.closed, language.value);
    const { verified } = record;
    return (
        <>
            <h1>{record.title}</h1>
            <p class="row wrap">
                <span>
                    {day(record.opened, language.value)}, {timeOfDay(record.opened, language.value)} – {until}
                </span>
                <span class={verified.holds ? "seal good" : "seal bad"}>
                    <Icon name={verified.holds ? "check" : "warning"} />
                    {verified.holds ? w.intact : w.broken(verified.text)}
                </span>
            </p>
            <div class="row wrap">
                <Downloads id={record.id} title={record.title} />
            </div>
            <section class="panel" aria-labelledby="recording-title">
                <h2 id="recording-title">{w.recording}</h2>
                <Player record={record} />
                {record.recordingBytes > 0 && can("record") && <Pin record={record} again={again} />}
            </section>
            <section class="panel" aria-labelledby="roll-title">
                <h2 id="roll-title">{w.roll}</h2>
                <Roll record={record} />
            </section>
            <section class="panel" aria-labelledby="turns-title">
                <h2 id="turns-title">{w.turns}</h2>
                <Turns record={record} />
            </section>
            <section class="panel" aria-labelledby="actions-title">
                <h2 id="actions-title">{w.actions}</h2>
                <Actions record={record} />
            </section>
        </>
    );
}

function Pin({ record, again }: { record: MeetingRecord; again: () => void }) {
    const w = words.value.minutes;
    async function pin(box: HTMLInputElement): Promise<void> {
        try {
            await call(`api/meetings/${record.id}/pin`, { method: "PUT", body: { pinned: box.checked } });
            again();
        } catch (fault) {
            box.checked = record.pinned;
            tell(words.value.refused(why(fault)), true);
        }
    }
    return (
        <label class="choice">
            <input type="checkbox" checked={record.pinned} onChange={(event) => void pin(event.currentTarget)} />
            <span>
                {w.pin} <small class="hint">{w.pinHint}</small>
            </span>
        </label>
    );
}

function Scrolled({ label, head, children }: { label: string; head: string[]; children: ComponentChildren }) {
    return (
        <div class="scroll" tabIndex={0} role="group" aria-label={label}>
            <table class="table">
                <thead>
                    <tr>
                        {head.map((text) => (
                            <th key={text} scope="col">
                                {text}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>{children}</tbody>
            </table>
        </div>
    );
}

function at(ms: number | undefined): string {
    return ms === undefined ? "" : timeOfDay(ms, language.value);
}

function Roll({ record }: { record: MeetingRecord }) {
    const w = words.value.minutes;
    return (
        <Scrolled label={w.roll} head={[w.commune, w.from, w.until, w.presentFor, w.drops]}>
            {record.roll.map((line) => {
                const first = line.stays[0];
                const last = line.stays[line.stays.length - 1];
                const end = (stay: { to?: number }): number => stay.to ?? record.closed ?? serverNow.peek();
                const present = line.stays.reduce((sum, stay) => sum + Math.max(0, end(stay) - stay.from), 0);
                return (
                    <tr key={line.box} class={first === undefined ? "absent" : ""}>
                        <th scope="row">{line.name}</th>
                        <td class="number">{first === undefined ? w.absent : at(first.from)}</td>
                        <td class="number">{at(last?.to)}</td>
                        <td class="number">{first && lasting(present / 1000, language.value)}</td>
                        <td class="number">{first && line.drops}</td>
                    </tr>
                );
            })}
        </Scrolled>
    );
}

function Turns({ record }: { record: MeetingRecord }) {
    const w = words.value.minutes;
    return (
        <Scrolled label={w.turns} head={[w.commune, w.asked, w.waited, w.from, w.until, w.spoke, w.ended]}>
            {record.turns.map((turn) => (
                <tr key={`${turn.box} ${turn.from}`}>
                    <th scope="row">{turn.name}</th>
                    <td class="number">{at(turn.asked)}</td>
                    <td class="number">{turn.asked !== undefined && lasting((turn.from - turn.asked) / 1000, language.value)}</td>
                    <td class="number">{timeWithSeconds(turn.from, language.value)}</td>
                    <td class="number">{turn.to !== undefined && timeWithSeconds(turn.to, language.value)}</td>
                    <td class="number">{turn.to !== undefined && lasting((turn.to - turn.from) / 1000, language.value)}</td>
                    <td>{w.endings[turn.ended] ?? turn.ended}</td>
                </tr>
            ))}
        </Scrolled>
    );
}

function Actions({ record }: { record: MeetingRecord }) {
    const w = words.value.minutes;
    return (
        <Scrolled label={w.actions} head={[w.time, w.who, w.what]}>
            {record.actions.map((line) => (
                <tr key={line.serial}>
                    <td class="number">{timeWithSeconds(line.at, language.value)}</td>
                    <td>{line.who}</td>
                    <td>
                        {deed(line, words.value)}
                        {!line.done && <span class="problem-line">{words.value.audit.refused}</span>}
                    </td>
                </tr>
            ))}
        </Scrolled>
    );
}
