import { useComputed, useSignal } from "@preact/signals";
import { passes, tileOrder, type TileFilter } from "../state/figures";
import { state } from "../state/store";
import { plain } from "../words/format";
import { language, words } from "../words/language";
import { BoxDialog } from "./box_dialog";
import { Icon } from "./icons";
import { Tile } from "./tile";

/** More than these are drawn closer together: 20 fill a screen of 1080 lines. */
const roomyTiles = 20;

/** Every enrolled box, always at the same place. */
export function Tiles() {
    const w = words.value;
    const filter = useSignal<TileFilter>("all");
    const search = useSignal("");
    const opened = useSignal<string | null>(null);
    // A string, so that a patch that leaves the list as it was draws only the tiles that changed.
    const shown = useComputed(() => {
        const boxes = state.value?.boxes ?? {};
        const wanted = plain(search.value.trim());
        return tileOrder(boxes, language.value)
            .filter((key) => {
                const box = boxes[key];
                return box !== undefined && passes(box, filter.value) && plain(box.name).includes(wanted);
            })
            .join(" ");
    });
    const counts = useComputed(() => {
        const all = Object.values(state.value?.boxes ?? {});
        const of = (kind: TileFilter): number => all.filter((box) => passes(box, kind)).length;
        return [all.length, of("asking"), of("troubled"), of("away")].join(" ");
    });
    const [all = "0", asking = "0", troubled = "0", away = "0"] = counts.value.split(" ");
    const kinds: [TileFilter, string, string][] = [
        ["all", w.box.all, all],
        ["asking", w.box.asking, asking],
        ["troubled", w.box.troubled, troubled],
        ["away", w.box.away, away],
    ];
    const keys = shown.value === "" ? [] : shown.value.split(" ");
    return (
        <section class="tiles-part" aria-labelledby="tiles-title">
            <div class="tiles-head">
                <h2 id="tiles-title">{w.box.tiles}</h2>
                <div class="segments" role="group" aria-labelledby="tiles-title">
                    {kinds.map(([kind, text, count]) => (
                        <button
                            key={kind}
                            type="button"
                            aria-pressed={filter.value === kind}
                            class={count !== "0" && kind === "troubled" ? "segment warn" : "segment"}
                            onClick={() => (filter.value = kind)}
                        >
                            {text} <b>{count}</b>
                        </button>
                    ))}
                </div>
                <label class="search">
                    <Icon name="search" />
                    <span class="unseen">{w.box.filter}</span>
                    <input
                        type="search"
                        placeholder={w.box.filter}
                        value={search.value}
                        onInput={(event) => (search.value = event.currentTarget.value)}
                    />
                </label>
            </div>
            {keys.length === 0 ? (
                <p class="hint">{all === "0" ? w.box.noBoxes : w.box.noMatch}</p>
            ) : (
                <ul class={keys.length > roomyTiles ? "tiles dense" : "tiles"}>
                    {keys.map((key) => (
                        <li key={key}>
                            <Tile id={key} onOpen={(id) => (opened.value = id)} />
                        </li>
                    ))}
                </ul>
            )}
            {opened.value !== null && <BoxDialog id={opened.value} onClose={() => (opened.value = null)} />}
        </section>
    );
}
