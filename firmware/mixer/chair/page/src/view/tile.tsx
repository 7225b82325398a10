import { useComputed } from "@preact/signals";
import { healthOf, tileProblems } from "../state/figures";
import { state } from "../state/store";
import { lasting } from "../words/format";
import { language, words } from "../words/language";
import { Level, LinkCurve, LinkFigures, Since } from "./box_parts";
import { Icon } from "./icons";

/** One box on the chair's screen: a button that opens all of it. Drawn again only when this box changes. */
export function Tile({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
    const of = useComputed(() => state.value?.boxes[id]);
    const roomTitle = useComputed(() => {
        const room = of.value?.room ?? 0;
        return room === 0 ? "" : (state.value?.rooms[String(room)]?.title ?? String(room));
    });
    const replies = useComputed(() => state.value?.replies.some((line) => String(line.box) === id) ?? false);
    const box = of.value;
    if (box === undefined) return null;
    const w = words.value;
    const here = box.presence === "joined";
    return (
        <button type="button" class={`tile is-${here ? box.floor : box.presence}`} data-box={id} onClick={() => onOpen(id)}>
            <span class="tile-head">
                <span class={`dot ${healthOf(box)}`} aria-hidden="true" />
                <span class="tile-name">{box.name}</span>
                {box.role === "chair" && <span class="tag chair">{w.box.chair}</span>}
                {roomTitle.value !== "" && (
                    <span class="tag private">
                        <Icon name="lock" /> {roomTitle.value}
                    </span>
                )}
            </span>
            <span class="tile-state">
                {here && (
                    <span class="floor-word">
                        {box.floor === "waiting" && <Icon name="hand" />}
                        {box.floor === "speaking" && <Icon name="microphone" />}
                        {box.floor === "muted" && <Icon name="muted" />}
                        {box.floor === "waiting" && replies.value ? w.box.replying : w.box.floor[box.floor]}
                        {box.floor === "waiting" && box.place !== undefined && ` (${w.floor.place(box.place)})`}
                    </span>
                )}
                <span class="since">
                    <Since box={box} />
                </span>
            </span>
            {here && box.floor === "speaking" && <Level box={box} />}
            {box.presence !== "never" && (
                <span class="tile-link">
                    <LinkCurve id={id} box={box} />
                    {here && <LinkFigures box={box} />}
                </span>
            )}
            <TileNotes box={{ behind: here ? box.behind : 0, called: box.called, problems: tileProblems(box), selfTest: box.selfTest }} />
        </button>
    );
}

interface Noted {
    behind: number;
    called: boolean;
    problems: string[];
    selfTest: { state: string; reason?: string };
}

/** 0.5 s behind is what every listener's playout is; less is not worth a word. */
const worthTellingMs = 500;

function TileNotes({ box }: { box: Noted }) {
    const w = words.value;
    const test = box.selfTest;
    return (
        <span class="tile-notes">
            {box.called && <span class="tile-note call">{w.box.called}</span>}
            {box.behind >= worthTellingMs && <span class="tile-note behind">{w.box.behind(lasting(box.behind / 1000, language.value))}</span>}
            {test.state === "running" && <span class="tile-note">{w.selfTest.states.running}</span>}
            {test.state === "ok" && (
                <span class="tile-note good">
                    {w.selfTest.title}: {w.selfTest.states.ok}
                </span>
            )}
            {test.state === "failed" && (
                <span class="tile-note problem">
                    {w.selfTest.title}: {reasonOf(test.reason)}
                </span>
            )}
            {box.problems.map((code) => (
                <span key={code} class="tile-note problem">
                    {problemText(code)}
                </span>
            ))}
        </span>
    );
}

export function reasonOf(code: string | undefined): string {
    const w = words.value.selfTest;
    return code === undefined || code === "" ? w.states.failed : (w.reasons[code] ?? code);
}

export function problemText(code: string): string {
    const w = words.value.box;
    return w.problems[code] ?? w.unknownProblem(code);
}
