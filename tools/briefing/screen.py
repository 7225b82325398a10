"""The meeting as a table: the same for the terminal and for the end of a run."""
import unicodedata

COLUMNS = [("box", 16), ("here", 8), ("floor", 14), ("up kbit/s", 10), ("loss", 7), ("jitter", 8),
           ("down kbit/s", 12), ("loss", 7), ("guessed", 8), ("delay", 8)]
FLOOR = {"idle": "", "waiting": "waits", "speaking": "SPEAKS", "muted": "muted"}
HERE = {"joined": "yes", "lost": "LOST", "never": "not yet"}


def fit(text: str, width: int) -> str:
    """Pads to columns of the terminal: a composed letter of Vietnamese is one column, its marks are none."""
    text = unicodedata.normalize("NFC", text)[:width - 1]
    return text + " " * (width - len(text))


def one_way_ms(row: dict) -> float:
    """Half the round trip and what waits in the playout: about what a word takes to this box from the mixing box."""
    return row.get("round_trip_us", 0) / 2000 + row.get("depth_ms", 0)


def floor_text(row: dict) -> str:
    text = FLOOR.get(row["floor"], row["floor"])
    if row["floor"] == "waiting":
        text += f" ({row['place']})"
    if row["floor"] == "speaking" and row.get("time_left_ms") is not None:
        text += f" {row['time_left_ms'] // 1000} s"
    return text


def line_of(row: dict) -> str:
    up, down = row["up"], row["down"]
    cells = [row["name"] + (" *" if row["role"] == "chair" else ""), HERE.get(row["presence"], row["presence"]),
             floor_text(row), f"{up['bits_per_second'] / 1000:.1f}", f"{up['lost_permille'] / 10:.1f} %",
             f"{up['jitter_us'] / 1000:.0f} ms", f"{down['bits_per_second'] / 1000:.1f}",
             f"{down['lost_permille'] / 10:.1f} %", f"{down['concealed_permille'] / 10:.1f} %",
             f"{one_way_ms(row):.0f} ms"]
    return "".join(fit(cell, width) for cell, (_, width) in zip(cells, COLUMNS))


def table(meeting: dict) -> str:
    head = "".join(fit(name, width) for name, width in COLUMNS)
    names = {row["box"]: row["name"] for row in meeting["boxes"]}
    speakers = ", ".join(names.get(box, "?") for box in meeting["speakers"]) or "nobody"
    queue = ", ".join(names.get(box, "?") for box in meeting["queue"]) or "empty"
    about = f"policy {meeting['policy']}   speaking: {speakers}   queue: {queue}"
    return "\n".join([about, "", head, *map(line_of, meeting["boxes"])])
