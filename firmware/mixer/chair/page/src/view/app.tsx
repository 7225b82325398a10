import { useEffect } from "preact/hooks";
import { route } from "../state/route";
import { checked } from "../state/session";
import { account, can } from "../state/store";
import { words } from "../words/language";
import { AccountsPage } from "./accounts_page";
import { AuditPage } from "./audit_page";
import { DevicesPage } from "./devices_page";
import { openDialogs } from "./dialog";
import { HallPage, HallEntrance } from "./hall_page";
import { LoginPage } from "./login_page";
import { MeetingPage } from "./meeting_page";
import { MinutesList } from "./minutes_list";
import { MinutesPage } from "./minutes_page";
import { Announcer, Notices } from "./notices";
import { LinkBanner, TopBar } from "./top_bar";

/** The whole page: who is logged in decides what is there, the address decides which of it is shown. */
export function App() {
    const at = route.value;
    useEffect(() => {
        // A screen reader goes on reading where the new page begins.
        document.getElementById("content")?.focus({ preventScroll: true });
        scrollTo(0, 0);
    }, [at.page, at.page === "minutes" ? at.id : ""]);
    useEffect(() => {
        document.title = `${titleOf(at.page)} – ${words.value.appName}`;
    }, [at.page, words.value]);

    if (at.page === "hall" && at.token !== undefined) return <HallEntrance token={at.token} />;
    if (!checked.value) {
        return (
            <>
                <LinkBanner />
                <main class="waiting-for-box" aria-busy="true">
                    <h1>{words.value.appName}</h1>
                    <p role="status">{words.value.link.connecting}</p>
                </main>
            </>
        );
    }
    if (account.value === null) return <LoginPage />;
    if (at.page === "hall") return <HallPage />;
    return (
        <>
            <a class="skip" href="#content" onClick={skip}>
                {words.value.skipToContent}
            </a>
            <TopBar />
            <LinkBanner />
            <main id="content" tabIndex={-1}>
                <Shown />
            </main>
            {openDialogs.value === 0 && <Notices />}
            <Announcer />
        </>
    );
}

function Shown() {
    const at = route.value;
    if (at.page === "minutes" && can("minutes")) return at.id === undefined ? <MinutesList /> : <MinutesPage key={at.id} id={at.id} />;
    if (at.page === "devices" && (can("boxes") || can("test"))) return <DevicesPage />;
    if (at.page === "accounts" && can("accounts")) return <AccountsPage />;
    if (at.page === "audit" && can("audit")) return <AuditPage />;
    return <MeetingPage />;
}

function skip(event: Event): void {
    event.preventDefault();
    document.getElementById("content")?.focus();
}

function titleOf(page: keyof typeof words.value.nav): string {
    return words.value.nav[page];
}
