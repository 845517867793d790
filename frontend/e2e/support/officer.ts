import { execFileSync } from "node:child_process";

import { here } from "./here.js";

// Officers decide through the command line. The portal owns its database; the command is sent to it over its local
// socket.
const program = process.env.QABUL_PROGRAM ?? "../../target/debug/qabul";

/** Runs a command of the portal's program; returns its output. */
export function officer(...words: string[]): string {
    const env = { ...process.env, QABUL_DATABASE: here.database, QABUL_DEMO: "true", RUST_LOG: "error" };
    return execFileSync(program, words, { env, encoding: "utf8" });
}
