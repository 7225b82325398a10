import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { call, longPatienceMs, type CallOptions } from "../api/http";
import type { AccountLine, Role } from "../api/types";
import { tell, why } from "../state/actions";
import { renewed } from "../state/session";
import { account } from "../state/store";
import { words } from "../words/language";
import { Button } from "./button";
import { Confirm, Dialog } from "./dialog";
import { Loading, useLoaded } from "./loaded";

const roles: Role[] = ["chair", "secretary", "technician", "viewer"];
const shortestPassword = 10;

/** A new password: one's own with the one until now, anybody's by the technician. */
export function ChangePassword({ name, onDone }: { name: string; onDone: () => void }) {
    const w = words.value.accounts;
    const own = name === account.value?.name;
    return (
        <PasswordForm
            button={w.changePassword}
            onSubmit={async (data) => {
                const body = own ? { password: data.get("password"), current: data.get("current") } : { password: data.get("password") };
                const path = `api/accounts/${encodeURIComponent(name)}/password`;
                const done = await asked(path, { method: "POST", body }, w.changed(name), own ? renewed : undefined);
                if (done) onDone();
                return done;
            }}
        >
            {own && (
                <label class="field">
                    <span>{w.current}</span>
                    <input name="current" type="password" autocomplete="current-password" required maxLength={128} />
                </label>
            )}
        </PasswordForm>
    );
}

export function AccountsPage() {
    const w = words.value.accounts;
    const accounts = useLoaded<{ accounts: AccountLine[] }>("api/accounts");
    return (
        <div class="page">
            <h1>{w.title}</h1>
            <Loading of={accounts}>
                {(answer) => <Table lines={answer.accounts} changed={accounts.again} />}
            </Loading>
            <Add changed={accounts.again} />
        </div>
    );
}

async function asked(path: string, options: CallOptions, done: string, answered?: (answer: unknown) => void): Promise<boolean> {
    try {
        const answer = await call<unknown>(path, { patience: longPatienceMs, ...options });
        answered?.(answer);
        tell(done);
        return true;
    } catch (fault) {
        tell(words.value.refused(why(fault)), true);
        return false;
    }
}

function Table({ lines, changed }: { lines: readonly AccountLine[]; changed: () => void }) {
    const w = words.value.accounts;
    const removing = useSignal<string | null>(null);
    const changing = useSignal<string | null>(null);
    const path = (name: string): string => `api/accounts/${encodeURIComponent(name)}`;
    return (
        <div class="scroll" tabIndex={0} role="region" aria-label={w.title}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.role}</th>
                        <th scope="col">{w.password}</th>
                        <th scope="col">{w.remove}</th>
                    </tr>
                </thead>
                <tbody>
                    {lines.map((line) => (
                        <tr key={line.name}>
                            <th scope="row">
                                {line.name} {line.name === account.value?.name && <span class="hint">{w.you}</span>}
                            </th>
                            <td>{words.value.role[line.role] ?? line.role}</td>
                            <td>
                                <Button small label={`${w.changePassword}: ${line.name}`} onClick={() => (changing.value = line.name)}>
                                    {w.changePassword}
                                </Button>
                            </td>
                            <td>
                                <Button
                                    small
                                    kind="danger"
                                    label={`${w.remove}: ${line.name}`}
                                    disabled={line.name === account.value?.name}
                                    onClick={() => (removing.value = line.name)}
                                >
                                    {w.remove}
                                </Button>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {removing.value !== null && (
                <Confirm
                    title={w.removeTitle(removing.value)}
                    text={w.removeText}
                    sure={w.removeOf(removing.value)}
                    onClose={() => (removing.value = null)}
                    onSure={() => {
                        const name = removing.value ?? "";
                        removing.value = null;
                        void asked(path(name), { method: "DELETE" }, w.removed(name)).then(changed);
                    }}
                />
            )}
            {changing.value !== null && (
                <Dialog title={w.changeOf(changing.value)} onClose={() => (changing.value = null)}>
                    <ChangePassword name={changing.value} onDone={() => (changing.value = null)} />
                </Dialog>
            )}
        </div>
    );
}

function PasswordForm(props: { button: string; onSubmit: (data: FormData) => Promise<boolean>; children?: ComponentChildren }) {
    const w = words.value.accounts;
    const busy = useSignal(false);
    const shown = useSignal(false);
    return (
        <form
            class="stack"
            onSubmit={(event) => {
                event.preventDefault();
                const form = event.currentTarget;
                busy.value = true;
                void props.onSubmit(new FormData(form)).then((done) => {
                    busy.value = false;
                    if (done) form.reset();
                });
            }}
        >
            {props.children}
            <label class="field">
                <span>{w.newPassword}</span>
                <input
                    name="password"
                    type={(shown.value ? "text" : "password") as "password"}
                    autocomplete="new-password"
                    required
                    minLength={shortestPassword}
                    maxLength={64}
                    aria-describedby="password-hint"
                />
            </label>
            <p class="hint" id="password-hint">
                {w.passwordHint}
            </p>
            <label class="choice">
                <input type="checkbox" checked={shown.value} onChange={(event) => (shown.value = event.currentTarget.checked)} />
                <span>{w.show}</span>
            </label>
            <div class="row end">
                <Button kind="main" submit busy={busy.value}>
                    {props.button}
                </Button>
            </div>
        </form>
    );
}

function Add({ changed }: { changed: () => void }) {
    const w = words.value.accounts;
    return (
        <section class="panel narrow" aria-labelledby="add-title">
            <h2 id="add-title">{w.add}</h2>
            <PasswordForm
                button={w.add}
                onSubmit={async (data) => {
                    const name = String(data.get("name")).trim();
                    const body = { name, role: data.get("role"), password: data.get("password") };
                    const done = await asked("api/accounts", { method: "POST", body }, w.added(name));
                    if (done) changed();
                    return done;
                }}
            >
                <label class="field">
                    <span>{w.name}</span>
                    <input
                        name="name"
                        required
                        maxLength={32}
                        pattern="[a-z0-9][a-z0-9._\-]*"
                        title={w.nameHint}
                        aria-describedby="name-hint"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck={false}
                    />
                </label>
                <p class="hint" id="name-hint">
                    {w.nameHint}
                </p>
                <label class="field">
                    <span>{w.role}</span>
                    <select name="role">
                        {roles.map((role) => (
                            <option key={role} value={role}>
                                {words.value.role[role]}
                            </option>
                        ))}
                    </select>
                </label>
            </PasswordForm>
        </section>
    );
}
