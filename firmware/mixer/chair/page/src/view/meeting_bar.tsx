import { useSignal } from "@preact/signals";
import { act } from "../state/actions";
import { secondsSince } from "../state/server_clock";
import { can, linkState, serverNow, state } from "../state/store";
import { bytes, clock, day } from "../words/format";
import { language, words } from "../words/language";
import { ActionButton, Button } from "./button";
import { Confirm, Dialog } from "./dialog";
import { Icon } from "./icons";

/** What the meeting is called, since when it is open, who is there, whether it is recorded. */
export function MeetingBar() {
    const w = words.value;
    const now = state.value;
    const closing = useSignal(false);
    const opening = useSignal(false);
    if (now === null) return null;
    const { meeting, counts, recording } = now;
    return (
        <div class="meeting-bar">
            <div class="meeting-title">
                <h1>{meeting.open ? meeting.title : w.meeting.none}</h1>
                <p>
                    {meeting.open ? <OpenFor since={meeting.since} /> : <span>{w.meeting.noneHint}</span>}
                    <span class="present">
                        <strong>{w.meeting.present(counts.joined, counts.enrolled)}</strong>
                    </span>
                    <InRooms />
                </p>
            </div>
            <div class="row wrap">
                <span class={recording.on ? "recording on" : "recording"}>
                    <Icon name="record" />
                    {recording.on ? w.recording.on : w.recording.off}
                    {recording.on && recording.bytes > 0 && <small>{bytes(recording.bytes, language.value)}</small>}
                </span>
                {can("record") && (
                    <ActionButton
                        icon={recording.on ? "stop" : "record"}
                        action={{ kind: "record", on: !recording.on }}
                        disabled={!meeting.open}
                        why={meeting.open ? w.recording.notice : w.recording.needsMeeting}
                    >
                        {recording.on ? w.recording.stop : w.recording.start}
                    </ActionButton>
                )}
                {can("floor") &&
                    (meeting.open ? (
                        <Button kind="danger" icon="stop" disabled={linkState.value === "lost"} onClick={() => (closing.value = true)}>
                            {w.meeting.close}
                        </Button>
                    ) : (
                        <Button kind="main" icon="play" disabled={linkState.value === "lost"} onClick={() => (opening.value = true)}>
                            {w.meeting.open}
                        </Button>
                    ))}
            </div>
            {closing.value && (
                <Confirm
                    title={w.meeting.closeTitle}
                    text={w.meeting.closeText}
                    sure={w.meeting.closeSure}
                    icon="stop"
                    onClose={() => (closing.value = false)}
                    onSure={() => {
                        closing.value = false;
                        void act({ kind: "close_meeting" });
                    }}
                />
            )}
            {opening.value && <OpenMeeting onClose={() => (opening.value = false)} />}
        </div>
    );
}

function OpenFor({ since }: { since: number | undefined }) {
    return <span>{words.value.meeting.openedFor(clock(secondsSince(since, serverNow.value)))}</span>;
}

function InRooms() {
    const boxes = Object.values(state.value?.rooms ?? {}).reduce((sum, room) => sum + room.boxes.length, 0);
    if (boxes === 0) return null;
    return (
        <span class="tag private">
            <Icon name="lock" /> {words.value.rooms.count(boxes)}
        </span>
    );
}

function OpenMeeting({ onClose }: { onClose: () => void }) {
    const w = words.value.meeting;
    const title = useSignal(w.defaultTitle(day(serverNow.value || Date.now(), language.value)));
    return (
        <Dialog title={w.openTitle} onClose={onClose}>
            <form
                onSubmit={(event) => {
                    event.preventDefault();
                    void act({ kind: "open_meeting", text: title.value.trim() }).then((done) => done && onClose());
                }}
            >
                <label class="field">
                    <span>{w.titleLabel}</span>
                    <input
                        name="title"
                        required
                        maxLength={90}
                        value={title.value}
                        onInput={(event) => (title.value = event.currentTarget.value)}
                        aria-describedby="title-hint"
                    />
                </label>
                <p id="title-hint" class="hint">
                    {w.titleHint}
                </p>
                <div class="row end">
                    <Button onClick={onClose}>{words.value.cancel}</Button>
                    <Button kind="main" icon="play" submit>
                        {w.open}
                    </Button>
                </div>
            </form>
        </Dialog>
    );
}
