import { MockServer, passwords } from "./server";

// To look at the page without a mixing box: tests/page/run --serve [PORT]. Boxes ask to speak every few seconds.

const port = Number(process.env["PORT"] ?? 8443);
const server = new MockServer(process.env["GIAOBAN_PAGE_OUT"] ?? "build/page", Number(process.env["BOXES"] ?? 15));
const address = await server.listen(port);
console.log(`${address}   accounts: ${Object.entries(passwords).map(([name, of]) => `${name} (${of.role})`).join(", ")}; password: mot cau de nho`);

let turn = 1;
setInterval(() => {
    turn += 1;
    const key = String((turn * 7) % Object.keys(server.meeting.state.boxes).length);
    if (server.meeting.state.boxes[key]?.presence === "joined" && server.meeting.state.queue.length < 5) server.meeting.press(key);
}, 7000);
