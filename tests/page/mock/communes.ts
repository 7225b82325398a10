import type { Box } from "../../../firmware/mixer/chair/page/src/api/types";

// Communes of a mountain district and their links, for tests and for pictures.

const names = [
    "Trung tâm huyện Trạm Tấu", "Tà Xi Láng", "Làng Nhì", "Phình Hồ", "Bản Công", "Xà Hồ", "Hát Lừu", "Bản Mù",
    "Túc Đán", "Pá Lau", "Pá Hu", "Trạm Tấu", "Suối Giàng", "Sùng Đô", "Nậm Lành", "An Lương", "Suối Quyền", "Nậm Mười",
    "Cát Thịnh", "Nghĩa Tâm", "Minh An", "Thượng Bằng La", "Đồng Khê", "Tân Thịnh", "Chấn Thịnh", "Đại Lịch", "Bình Thuận",
    "Gia Hội", "Nậm Búng", "Tú Lệ", "Cao Phạ", "Púng Luông", "La Pán Tẩn", "Dế Xu Phình", "Chế Cu Nha", "Mồ Dề", "Lao Chải",
    "Khao Mang", "Hồ Bốn", "Chế Tạo",
];

/** The same boxes each time: what differs from box to box comes from its number. */
export function communes(count: number, now: number): Record<string, Box> {
    const boxes: Record<string, Box> = {};
    for (let i = 1; i <= count; i += 1) {
        const base = names[i - 1] ?? `Xã số ${i}`;
        const name = i === 1 ? base : `Xã ${base}`;
        boxes[String(i)] = commune(i, name, now);
    }
    return boxes;
}

function commune(i: number, name: string, now: number): Box {
    const wander = (i * 37) % 100;
    const bad = i % 9 === 5;
    const lost = i % 13 === 8;
    const never = i === 11;
    return {
        name,
        role: i === 1 ? "chair" : "member",
        room: 0,
        presence: never ? "never" : lost ? "lost" : "joined",
        ...(never ? {} : { since: now - 1000 * (lost ? 95 : 1200 + wander * 31) }),
        floor: "idle",
        level: 0,
        up: { loss: bad ? 140 : wander % 7, delay: bad ? 620 : 30 + wander, rung: bad ? 1 : 3 + (i % 3), bps: bad ? 14_000 : 31_000 },
        down: { loss: bad ? 60 : wander % 5, delay: bad ? 540 : 35 + wander, rung: bad ? 2 : 3 + (i % 3), bps: bad ? 18_500 : 29_000 },
        behind: i === 7 ? 14_000 : 0,
        sound: i === 10 ? "noCard" : "well",
        software: i === 4 ? "0.0.9" : "0.1.0",
        problems: [...(bad ? ["loss_up"] : []), ...(i === 4 ? ["old_software"] : [])],
        called: false,
        selfTest: { state: "none" },
    };
}
