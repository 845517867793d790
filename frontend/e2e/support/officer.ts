import { execFileSync } from "node:child_process";

// Officers decide through the command line. The portal owns its database; the command is sent to it over its local
// socket.
const program = process.env.QABUL_PROGRAM ?? "../../target/debug/qabul";
const database = process.env.QABUL_DATABASE ?? "sqlite:../../data/qabul.db";

/** Runs a command of the portal's program; returns its output. */
export function officer(...words: string[]): string {
    const env = { ...process.env, QABUL_DATABASE: database, QABUL_DEMO: "true", RUST_LOG: "error" };
    return execFileSync(program, words, { env, encoding: "utf8" });
}
