// The same as app.py, on Fastify: the token is checked, the same rows are read, nothing is unsealed or judged.
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

import Database from "better-sqlite3";
import Fastify from "fastify";

const x = Buffer.from(process.env.PEER_KEY, "hex").toString("base64url");
const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
const db = new Database(process.env.PEER_DB, { readonly: true });
const asked = readFileSync(process.env.PEER_SQL, "utf8")
    .split(";\n")
    .filter((sql) => sql.trim())
    .map((sql) => db.prepare(sql));

function accountOf(authorization) {
    const [head, body, signature] = authorization.slice("Bearer ".length).split(".");
    if (!verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"))) throw new Error("forged");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    if (claims.exp < Date.now() / 1000 || claims.aud !== "qabul-api") throw new Error("over");
    return claims.sub.replaceAll("-", "");
}

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const shown = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? hex(value) : value]));

const app = Fastify();
app.get("/api/v1/applications/:number", (request, reply) => {
    let account;
    try {
        account = accountOf(request.headers.authorization ?? "");
    } catch {
        return reply.code(401).send();
    }
    const id = Buffer.from(request.params.number.replaceAll("-", ""), "hex");
    const sets = asked.map((sql) => sql.all(id).map(shown));
    if (sets[0][0]?.account_id !== account) return reply.code(404).send();
    return reply.send({ sets });
});
await app.listen({ host: "127.0.0.1", port: Number(process.env.PEER_PORT) });
