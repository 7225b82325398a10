import { useComputed } from "@preact/signals";
import { can, state } from "../state/store";
import { words } from "../words/language";
import { Events } from "./events";
import { MeetingBar } from "./meeting_bar";
import { Queue } from "./queue";
import { Rooms } from "./rooms";
import { Settings } from "./settings";
import { Speakers } from "./speakers";
import { Tiles } from "./tiles";

/** The meeting as the chair runs it: who speaks and who waits beside all the boxes. */
export function MeetingPage() {
    const known = useComputed(() => state.value !== null);
    if (!known.value) {
        return (
            <p class="hint centred" role="status">
                {words.value.loading}
            </p>
        );
    }
    return (
        <>
            <MeetingBar />
            <div class="meeting">
                <div class="meeting-floor">
                    <Speakers />
                    <Queue />
                </div>
                <div class="meeting-boxes">
                    <Tiles />
                </div>
                <div class="meeting-rest">
                    {(can("floor") || can("test") || can("invite")) && <Settings />}
                    <Rooms />
                    <Events />
                </div>
            </div>
        </>
    );
}
