import { createHmac } from "node:crypto";

import type { Person } from "./persons.js";
import type { Portal } from "./portal.js";

// An authenticator app: RFC 6238 with SHA-1, six digits, steps of 30 seconds.

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytes(secret: string): Buffer {
    const bits = [...secret.replaceAll(" ", "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** The code shown by the app now, or this many steps ahead: each code can be used once, and the portal also accepts the
    next step's. */
export function appCode(secret: string, ahead = 0): string {
    const step = Buffer.alloc(8);
    step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
    const digest = createHmac("sha1", bytes(secret)).update(step).digest();
    const at = (digest[19] ?? 0) & 15;
    return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Six digits that differ from this code. */
export const otherThan = (code: string): string => (code === "000000" ? "000001" : "000000");

/** Turns it on through the API; returns the app's secret and the recovery codes. */
export async function turnOn(portal: Portal, who: Person): Promise<{ secret: string; codes: string[] }> {
    const { secret } = await (await portal.call("post", "/me/second-factor", { password: who.password })).json();
    const { items } = await (await portal.call("post", "/me/second-factor/on", { code: appCode(secret) })).json();
    return { secret, codes: items };
}
