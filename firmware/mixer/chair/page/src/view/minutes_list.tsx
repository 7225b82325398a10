import { useSignal } from "@preact/signals";
import type { MeetingLine } from "../api/types";
import { serverNow } from "../state/store";
import { bytes, dayAndTime, lasting, plain } from "../words/format";
import { language, words } from "../words/language";
import { Icon } from "./icons";
import { Loading, useLoaded } from "./loaded";

export function MinutesList() {
    const w = words.value.minutes;
    const meetings = useLoaded<{ meetings: MeetingLine[] }>("api/meetings");
    return (
        <div class="page">
            <h1>{w.title}</h1>
            <Loading of={meetings}>{(answer) => <Table lines={answer.meetings} />}</Loading>
            <Report />
        </div>
    );
}

function Table({ lines }: { lines: readonly MeetingLine[] }) {
    const w = words.value.minutes;
    if (lines.length === 0) return <p class="hint">{w.none}</p>;
    const newestFirst = [...lines].sort((a, b) => b.opened - a.opened);
    return (
        <div class="scroll" tabIndex={0} role="region" aria-label={w.title}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{w.date}</th>
                        <th scope="col">{w.meeting}</th>
                        <th scope="col">{w.length}</th>
                        <th scope="col">{w.attendance}</th>
                        <th scope="col">{w.turns}</th>
                        <th scope="col">{w.recording}</th>
                        <th scope="col">{w.download}</th>
                    </tr>
                </thead>
                <tbody>
                    {newestFirst.map((line) => (
                        <tr key={line.id} data-meeting={line.id}>
                            <td class="number">{dayAndTime(line.opened, language.value)}</td>
                            <th scope="row">
                                <a href={`#/minutes/${line.id}`}>{line.title}</a>
                            </th>
                            <td class="number">
                                {line.closed === undefined ? <span class="tag live">{w.running}</span> : lasting((line.closed - line.opened) / 1000, language.value)}
                            </td>
                            <td class="number">{line.boxes}</td>
                            <td class="number">{line.turns}</td>
                            <td class="number">
                                {line.recordingBytes === 0 ? words.value.none : bytes(line.recordingBytes, language.value)}
                                {line.pinned && <span class="tag">{w.pinned}</span>}
                            </td>
                            <td>
                                <Downloads id={line.id} title={line.title} brief />
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

export function Downloads({ id, title, brief }: { id: number; title: string; brief?: boolean }) {
    const w = words.value.minutes;
    const address = (kind: string): string => `api/meetings/${id}/minutes.${kind}`;
    const kinds: [string, string][] = [["pdf", w.pdf], ["csv", w.csv], ["json", w.json]];
    return (
        <span class="downloads">
            {kinds.map(([kind, text]) => (
                <a
                    key={kind}
                    class={brief ? "download brief" : "button plain download"}
                    href={address(kind)}
                    download={`${plain(title).replace(/[^a-z0-9]+/g, "-")}.${kind}`}
                    aria-label={`${brief ? kind.toUpperCase() : text}: ${w.download}, ${title}`}
                >
                    {!brief && <Icon name="download" />}
                    <span>{brief ? kind.toUpperCase() : text}</span>
                </a>
            ))}
        </span>
    );
}

/** As many years back as an office keeps its reports at hand. */
const yearsShown = 5;

function Report() {
    const w = words.value.minutes;
    const thisYear = new Date(serverNow.value || Date.now()).getFullYear();
    const year = useSignal(thisYear);
    return (
        <section class="panel" aria-labelledby="report-title">
            <h2 id="report-title">{w.report}</h2>
            <p class="hint">{w.reportHint}</p>
            <div class="row wrap end-aligned">
                <label class="field inline">
                    <span>{w.year}</span>
                    <select value={String(year.value)} onChange={(event) => (year.value = Number(event.currentTarget.value))}>
                        {Array.from({ length: yearsShown }, (_, i) => (
                            <option key={i} value={String(thisYear - i)}>
                                {thisYear - i}
                            </option>
                        ))}
                    </select>
                </label>
                {["pdf", "csv", "json"].map((kind) => (
                    <a key={kind} class="button plain" href={`api/report/${year.value}.${kind}`} download={`giaoban-${year.value}.${kind}`}>
                        <Icon name="download" />
                        <span>
                            {w.report} ({kind.toUpperCase()})
                        </span>
                    </a>
                ))}
            </div>
        </section>
    );
}
