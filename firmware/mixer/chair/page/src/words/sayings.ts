import type { Entry, Policy } from "../api/types";
import type { Language } from "./language";
import type { Words } from "./vi";

// What an entry of the minutes says beside its kind. The mixing box writes it down in words of its own (net/floor's and
// MeetingNote's), which stay as they are in the file; here they are put into the page's language. A word that is not here
// is shown as it came.

/** `kind: text` of an entry, and what is said in place of both. */
const sayings: Record<Language, readonly (readonly [RegExp, string])[]> = {
    vi: [
        [/^joined in a room: .*$/, "vào phòng riêng"],
        [/^joined: (member|chair)$/, "vào họp"],
        [/^asked: reply$/, "xin trả lời"],
        [/^policy: all others held$/, "tạm giữ hàng chờ"],
        [/^policy: held no more$/, "bỏ tạm giữ hàng chờ"],
        [/^time_limit: given more time$/, "được thêm thời gian"],
        [/^log: moved to another room$/, "được chuyển phòng"],
        [/^log: call answered$/, "đã trả lời cuộc gọi"],
        [/^log: call ended: by the chair$/, "không được gọi nữa"],
        [/^log: call ended: no answer$/, "không trả lời cuộc gọi"],
        [/^log: the mixing box was restarted$/, "máy trung tâm khởi động lại"],
        [/^log: the meeting goes on, .*$/, "cuộc họp tiếp tục như trước khi khởi động lại"],
        [/^log: the floor began anew: .*$/, "hàng chờ lập lại từ đầu: ai đang nói thì chờ trước"],
        [/^log: self-test begun: (\d+) box(?:es)?$/, "tự kiểm tra $1 điểm cầu"],
        [/^log: self-test ended: (\d+) well, (\d+) failed$/, "tự kiểm tra xong: $1 tốt, $2 hỏng"],
    ],
    en: [
        [/^joined in a room: .*$/, "came into a private room"],
        [/^joined: (member|chair)$/, "joined"],
        [/^asked: reply$/, "asks to reply"],
        [/^policy: all others held$/, "the queue is held"],
        [/^policy: held no more$/, "the queue goes on"],
        [/^time_limit: given more time$/, "was given more time"],
        [/^log: (the .*|moved to another room|call answered|call ended: .*|self-test .*)$/, "$1"],
    ],
};

/** What happened, in words, without who it happened to. */
export function saying(entry: Pick<Entry, "kind" | "text" | "room">, language: Language, w: Words): string {
    const { kind, text } = entry;
    const what = w.events.kinds[kind] ?? kind;
    if (kind === "policy" && text in w.floor.policies) return `${what}: ${w.floor.policies[text as Policy]}`;
    if (kind === "spoke") return text === "" || text === "done" ? what : `${what}: ${w.minutes.endings[text] ?? text}`;
    const said = `${kind}${kind === "joined" && entry.room !== 0 ? " in a room" : ""}: ${text}`;
    for (const [pattern, words] of sayings[language]) if (pattern.test(said)) return said.replace(pattern, words);
    return text === "" ? what : `${what}: ${text}`;
}
