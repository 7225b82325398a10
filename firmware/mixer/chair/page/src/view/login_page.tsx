import { useEffect, useRef, useState } from "preact/hooks";
import { why } from "../state/actions";
import { ended, logIn } from "../state/session";
import { words } from "../words/language";
import { Button } from "./button";
import { Icon } from "./icons";
import { LanguageButton, LinkBanner } from "./top_bar";

export function LoginPage() {
    const w = words.value;
    const [busy, setBusy] = useState(false);
    const [fault, setFault] = useState("");
    const form = useRef<HTMLFormElement>(null);
    useEffect(() => form.current?.querySelector("input")?.focus(), []);

    async function submit(event: Event): Promise<void> {
        event.preventDefault();
        if (form.current === null || busy) return;
        const data = new FormData(form.current);
        setBusy(true);
        setFault("");
        try {
            await logIn(String(data.get("name")).trim(), String(data.get("password")));
        } catch (refusal) {
            setFault(why(refusal));
            setBusy(false);
            const password = form.current?.elements.namedItem("password");
            if (password instanceof HTMLInputElement) password.select();
        }
    }

    return (
        <div class="login">
            <LinkBanner />
            <div class="login-language">
                <LanguageButton />
            </div>
            <main class="login-card" id="content" tabIndex={-1}>
                <img src="./icon.svg" alt="" width="64" height="64" />
                <h1>{w.appName}</h1>
                <p class="tagline">{w.tagline}</p>
                {ended.value && <p role="status" class="note">{w.login.ended}</p>}
                <form ref={form} onSubmit={(event) => void submit(event)} aria-label={w.login.title}>
                    <label class="field">
                        <span>{w.login.name}</span>
                        <input name="name" autocomplete="username" autocapitalize="none" spellcheck={false} required maxLength={64} />
                    </label>
                    <label class="field">
                        <span>{w.login.password}</span>
                        <input name="password" type="password" autocomplete="current-password" required maxLength={256} />
                    </label>
                    <div role="alert">
                        {fault !== "" && (
                            <p class="note bad">
                                <Icon name="warning" /> <span>{fault.charAt(0).toUpperCase() + fault.slice(1)}.</span>
                            </p>
                        )}
                    </div>
                    <Button kind="main" submit busy={busy}>
                        {busy ? w.login.checking : w.login.submit}
                    </Button>
                </form>
                <p class="hint">{w.login.first}</p>
            </main>
        </div>
    );
}
