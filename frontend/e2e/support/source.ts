import { readdirSync, readFileSync } from "node:fs";

// Lists read from the sources: the addresses of the program, the steps of its flows, the operations of the interface.
// The tables of the tests are compared with them, so that a new entry without a row fails.

const root = new URL("../../../", import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), "utf8");

/** Addresses for which the program has pages: `/applications/:id/check`. */
export function addresses(): string[] {
    const body = text("frontend/src/lazy.rs").match(/pub fn page_of[\s\S]*?\n}\n/)?.[0] ?? "";
    const found = [...body.matchAll(/^ {8}\[(.*?)\] =>/gm)].map(([, words = ""]) => {
        const parts = words.split(",").map((word) => word.trim()).filter(Boolean);
        return `/${parts.map((part) => (part.startsWith('"') ? part.slice(1, -1) : `:${part}`)).join("/")}`;
    });
    return [...found, "*"];
}

/** Steps of a page that keeps its address: `/register#Phone`. */
export function steps(address: string, file: string): string[] {
    const body = text(`frontend/src/pages/${file}`).match(/\nenum Step \{([\s\S]*?)\n}/)?.[1] ?? "";
    return [...body.matchAll(/^ {4}(\w+),/gm)].map(([, name]) => `${address}#${name}`);
}

/** Sections of the forms of every procedure: `/applications/:id/exam`. */
export function sections(): string[] {
    return readdirSync(new URL("frontend/src/procedures/", root), { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name }) => {
        const body = text(`frontend/src/procedures/${name}/mod.rs`).match(/pub fn form\([\s\S]*?\n}\n/)?.[0] ?? "";
        return [...body.matchAll(/"(\w+)" =>/g)].map(([, word]) => `/applications/:id/${word}`);
    });
}

/** Operations of the interface: `POST /wallet/top-ups`. */
export function operations(): string[] {
    const { paths } = JSON.parse(text("openapi/openapi.json")) as { paths: Record<string, object> };
    return Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).filter((method) => /^(get|post|put|delete|patch)$/.test(method)).map((method) => `${method.toUpperCase()} ${path.replace("/api/v1", "")}`),
    );
}

/** A pattern for the addresses of an operation. */
export function calls(operation: string): { method: string; url: RegExp } {
    const [method = "", path = ""] = operation.split(" ");
    const plain = path.replaceAll(/[.?+^$[\]()|\\]/g, "\\$&").replaceAll(/\{\w+\}/g, "[^/?]+");
    return { method, url: new RegExp(`/api/v1${plain}(?:\\?.*)?$`) };
}
