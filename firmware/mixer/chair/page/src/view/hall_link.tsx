import { useSignal } from "@preact/signals";
import { call } from "../api/http";
import { tell, why } from "../state/actions";
import { words } from "../words/language";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** Makes the address that the hall's projector opens, good for one use and for seeing alone. */
export function HallLink() {
    const w = words.value;
    const address = useSignal("");
    const busy = useSignal(false);

    async function make(): Promise<void> {
        busy.value = true;
        try {
            const made = await call<{ path: string }>("api/viewer-link", { method: "POST", body: {} });
            address.value = new URL(made.path, document.baseURI).href;
        } catch (fault) {
            tell(w.refused(why(fault)), true);
        } finally {
            busy.value = false;
        }
    }

    async function copy(): Promise<void> {
        try {
            await navigator.clipboard.writeText(address.value);
            tell(w.hall.copied);
        } catch {
            document.querySelector<HTMLInputElement>("input[name=hall-link]")?.select();
        }
    }

    return (
        <>
            <Button icon="screen" busy={busy.value} onClick={() => void make()}>
                {w.hall.linkMake}
            </Button>
            {address.value !== "" && (
                <Dialog title={w.hall.linkTitle} onClose={() => (address.value = "")}>
                    <p>{w.hall.linkText}</p>
                    <label class="field">
                        <span class="unseen">{w.hall.linkTitle}</span>
                        <input name="hall-link" readOnly value={address.value} onFocus={(event) => event.currentTarget.select()} />
                    </label>
                    <div class="row end">
                        <Button kind="main" onClick={() => void copy()}>
                            {w.hall.copy}
                        </Button>
                    </div>
                </Dialog>
            )}
        </>
    );
}
