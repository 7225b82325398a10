import { useSignal } from "@preact/signals";
import { route } from "../state/route";
import { logOut } from "../state/session";
import { account, can, clockNow, linkState, lostAt } from "../state/store";
import { lasting } from "../words/format";
import { language, setLanguage, words } from "../words/language";
import { ChangePassword } from "./accounts_page";
import { Dialog } from "./dialog";
import { Icon } from "./icons";

export function TopBar() {
    const w = words.value;
    const here = route.value.page;
    const changing = useSignal(false);
    const pages: [typeof here, boolean][] = [
        ["meeting", true],
        ["minutes", can("minutes")],
        ["devices", can("boxes") || can("test")],
        ["accounts", can("accounts")],
        ["audit", can("audit")],
        ["hall", true],
    ];
    return (
        <header class="top">
            <a class="brand" href="#/" aria-label={w.appName}>
                <img src="./icon.svg" alt="" width="32" height="32" />
                <span>{w.appName}</span>
            </a>
            <nav class="tabs" aria-label={w.nav.label}>
                {pages
                    .filter(([, shown]) => shown)
                    .map(([page]) => (
                        <a key={page} href={page === "meeting" ? "#/" : `#/${page}`} aria-current={here === page ? "page" : undefined}>
                            {w.nav[page]}
                        </a>
                    ))}
            </nav>
            <div class="top-end">
                <LinkChip />
                <LanguageButton />
                <button type="button" class="who" title={w.accounts.changeOwn} onClick={() => (changing.value = true)}>
                    <strong>{account.value?.name}</strong>
                    <span>{account.value && w.role[account.value.role]}</span>
                    <span class="unseen">{w.accounts.changeOwn}</span>
                </button>
                <button type="button" class="button quiet on-dark" onClick={() => void logOut()}>
                    <span>{w.login.out}</span>
                </button>
            </div>
            {changing.value && account.value !== null && (
                <Dialog title={w.accounts.changeOwn} onClose={() => (changing.value = false)}>
                    <ChangePassword name={account.value.name} onDone={() => (changing.value = false)} />
                </Dialog>
            )}
        </header>
    );
}

export function LanguageButton() {
    const w = words.value;
    const other = language.value === "vi" ? "en" : "vi";
    return (
        <button type="button" class="button quiet on-dark language" lang={other} onClick={() => setLanguage(other)}>
            <span>{w.language}</span>
        </button>
    );
}

function LinkChip() {
    const link = linkState.value;
    const w = words.value.link;
    const text = link === "live" ? w.live : link === "lost" ? w.lostFor(lostFor()) : w.connecting;
    return <span class={`chip link-${link}`}>{text}</span>;
}

function lostFor(): string {
    return lasting(Math.max(0, clockNow.value - lostAt.value) / 1000, language.value);
}

/** Says at once that what is shown may be old. */
export function LinkBanner() {
    if (linkState.value !== "lost") return <div role="alert" class="no-banner" />;
    return (
        <div role="alert" class="banner">
            <Icon name="warning" />
            <span>{words.value.link.lost}</span>
        </div>
    );
}
