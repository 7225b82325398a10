import type { Language } from "./language";

// Why the meeting refused something. The mixing box says it in English, with names in it; these are its sentences in
// Vietnamese. One that is not here is shown as it came: better read in English than not at all.

const sentences: [RegExp, string][] = [
    [/^nobody waits$/, "không có ai chờ phát biểu"],
    [/^a meeting is open already: close it first$/, "cuộc họp khác đang mở; hãy kết thúc cuộc họp đó trước"],
    [/^no meeting is open$/, "chưa mở cuộc họp"],
    [/^open a meeting first$/, "hãy mở cuộc họp trước"],
    [/^it is recorded already$/, "đang ghi âm rồi"],
    [/^it is not recorded$/, "hiện không ghi âm"],
    [/^a self-test is running already$/, "đang tự kiểm tra rồi"],
    [/^a room needs two boxes at least$/, "phòng riêng cần ít nhất hai điểm cầu"],
    [/^there is no such room$/, "không có phòng này"],
    [/^there is no box "(.+)"$/, "không có điểm cầu tên “$1”"],
    [/^there is a box "(.+)" already$/, "đã có điểm cầu tên “$1”"],
    [/^no such box is in the meeting$/, "không có điểm cầu này trong cuộc họp"],
    [/^the box is not connected$/, "điểm cầu này chưa kết nối"],
    [/^the box is muted: unmute it first$/, "điểm cầu này đang bị tắt micrô; hãy mở lại micrô trước"],
    [/^the chair's box always may speak$/, "thiết bị của chủ trì luôn được nói"],
    [/^the box neither speaks nor waits$/, "điểm cầu này không phát biểu và cũng không chờ"],
    [/^nobody who is connected waits for the floor$/, "không có điểm cầu nào đang kết nối chờ phát biểu"],
    [/^the policy is `chair`.*$/, "đang để chỉ chủ trì nói; hãy đổi cách cho phát biểu trước"],
    [/^all open microphones are in use.*$/, "mọi micrô tự do đều đang dùng; hãy kết thúc một lượt, hoặc cho mở thêm micrô"],
    [/^a time limit must be longer than the warning.*$/, "thời gian mỗi lượt phải dài hơn lời báo sắp hết giờ"],
    [/^the box does not speak$/, "điểm cầu này không đang phát biểu"],
    [/^the box speaks without a time limit$/, "lượt này không bị giới hạn thời gian"],
    [/^more time is 1 second to 24 hours$/, "chỉ thêm được từ 1 giây đến 24 giờ"],
    [/^the box does not wait for the floor$/, "điểm cầu này không chờ phát biểu"],
    [/^the box is not being called$/, "điểm cầu này không được gọi"],
    [/^the box speaks: it need not be called$/, "điểm cầu này đang phát biểu, không cần gọi"],
    [/^the meeting `(.+)` is open: close it first$/, "cuộc họp “$1” đang mở; hãy kết thúc cuộc họp đó trước"],
    [/^no meeting is open: open it, and then record$/, "hãy mở cuộc họp trước rồi mới ghi âm"],
    [/^a self-test is running$/, "đang tự kiểm tra rồi"],
    [/^no box is connected$/, "chưa có điểm cầu nào kết nối"],
    [/^there is no room \d+.*$/, "không có phòng này"],
    [/^no box is called `(.+?)`.*$/, "không có điểm cầu tên “$1”"],
    [/^at most (\d+) microphones can be open at once$/, "chỉ mở được nhiều nhất $1 micrô cùng lúc"],
    [/^there is an account of this name already$/, "đã có tài khoản tên này"],
    [/^this is the last technician.*$/, "đây là kỹ thuật viên cuối cùng; phải còn ít nhất một"],
    [/^only a technician changes somebody else's password$/, "chỉ kỹ thuật viên đổi được mật khẩu của người khác"],
    [/^`current` must be the password until now$/, "mật khẩu hiện nay không đúng"],
    // Of a box that is named: after those of `the box`, which they would take for a name.
    [/^(.+) is not in the meeting$/, "$1 chưa kết nối"],
    [/^(.+) is not there: nobody would hear the call$/, "$1 chưa kết nối, không ai nghe được lời gọi"],
    [/^(.+) is muted: unmute it first$/, "$1 đang bị tắt micrô; hãy mở lại micrô trước"],
    [/^(.+) is not muted$/, "$1 không bị tắt micrô"],
    [/^(.+) speaks already$/, "$1 đang phát biểu rồi"],
    [/^(.+) neither speaks nor waits$/, "$1 không phát biểu và cũng không chờ"],
    [/^(.+) does not wait$/, "$1 không chờ phát biểu"],
    [/^(.+) has no time limit now$/, "$1 đang không bị giới hạn thời gian"],
    [/^(.+) is in another room already$/, "$1 đang ở phòng riêng khác"],
];

export function refusalText(sentence: string, language: Language): string {
    if (language === "en") return sentence;
    for (const [pattern, text] of sentences) if (pattern.test(sentence)) return sentence.replace(pattern, text);
    return sentence;
}
