import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MeetingRecord } from "../api/types";
import { chapterAt, chaptersFromTurns, chaptersIn, commentBytes, type Chapter } from "../state/chapters";
import { bytes, clock, plain } from "../words/format";
import { language, words } from "../words/language";
import { Icon } from "./icons";

const speeds = [1, 1.25, 1.5, 2];

/** The recording, heard in the browser from any turn on. */
export function Player({ record }: { record: MeetingRecord }) {
    const w = words.value.minutes;
    const audio = useRef<HTMLAudioElement>(null);
    const current = useSignal(-1);
    const found = useSignal<Chapter[]>([]);
    const address = `api/meetings/${record.id}/recording.opus`;
    const there = record.recordingBytes > 0;
    useEffect(() => {
        if (!there) return;
        void beginningOf(address).then((file) => (found.value = chaptersIn(file)));
    }, [address, there]);
    if (!there) return <p class="hint">{w.noRecording}</p>;
    const chapters = found.value.length > 0 ? found.value : chaptersFromTurns(record);

    function seek(at: number): void {
        if (audio.current === null) return;
        audio.current.currentTime = at / 1000;
        void audio.current.play().catch(() => undefined); // a browser that wants one more click shows its own button
    }

    return (
        <>
            <div class="row wrap end-aligned">
                <audio
                    ref={audio}
                    controls
                    preload="metadata"
                    src={address}
                    aria-label={w.play}
                    onTimeUpdate={(event) => (current.value = chapterAt(chapters, event.currentTarget.currentTime))}
                />
                <label class="field inline">
                    <span>{w.speed}</span>
                    <select
                        onChange={(event) => {
                            if (audio.current !== null) audio.current.playbackRate = Number(event.currentTarget.value);
                        }}
                    >
                        {speeds.map((speed) => (
                            <option key={speed} value={String(speed)}>
                                {speed.toLocaleString(language.value)}×
                            </option>
                        ))}
                    </select>
                </label>
                <a class="button plain" href={address} download={`${plain(record.title).replace(/[^a-z0-9]+/g, "-")}.opus`}>
                    <Icon name="download" />
                    <span>
                        {w.opus}, {bytes(record.recordingBytes, language.value)}
                    </span>
                </a>
            </div>
            {chapters.length > 0 && (
                <>
                    <h3 id="chapters-title">{w.chapters}</h3>
                    <ol class="chapters" aria-labelledby="chapters-title">
                        {chapters.map((chapter, i) => (
                            <li key={`${chapter.at} ${chapter.title}`}>
                                <button type="button" class="chapter" aria-current={current.value === i ? "true" : undefined} onClick={() => seek(chapter.at)}>
                                    <Icon name="play" />
                                    <time>{clock(chapter.at / 1000)}</time>
                                    <span>{chapter.title}</span>
                                    {current.value === i && <span class="tag live">{w.chapterNow}</span>}
                                </button>
                            </li>
                        ))}
                    </ol>
                </>
            )}
        </>
    );
}

/** As much of the file as its comments can take; nothing where it cannot be had, and then there are no chapters. */
async function beginningOf(address: string): Promise<Uint8Array> {
    try {
        const response = await fetch(address, { headers: { Range: `bytes=0-${commentBytes - 1}` }, credentials: "same-origin" });
        if (response.status === 206) return new Uint8Array(await response.arrayBuffer());
        void response.body?.cancel(); // all of it, or an error: neither is wanted
    } catch {
        // The player itself says when the recording cannot be had.
    }
    return new Uint8Array();
}
