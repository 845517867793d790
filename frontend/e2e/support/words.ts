import { readFileSync } from "node:fs";

// The texts are read from the portal's own files, so that a better wording breaks no test.

export type Language = "az" | "en" | "ru";
export type Words = (key: string, values?: Record<string, string>) => string;

/** Whether `cargo xtask web` writes a hyphen between these two as one that does not break. */
function short(part: string, next: string): boolean {
    const before = part.endsWith("}") ? 1 : (part.match(/[\p{L}\p{N}]*$/u)?.[0].length ?? 0);
    const after = next.match(/^[\p{L}\p{N}]*/u)?.[0].length ?? 0;
    return before > 0 && after > 0 && Math.min(before, after) <= 4;
}

/** The text as the pages show it: it does not break at the hyphen of a short part. */
export function joined(text: string): string {
    return text.split("-").reduce((out, next) => out + (short(out, next) ? "\u2011" : "-") + next);
}

type Tree = { [name: string]: string | Tree };

function reader(name: string): Words {
    const file = new URL(`../../locales/${name}.json`, import.meta.url);
    const tree = JSON.parse(readFileSync(file, "utf8")) as Tree;
    return (key, values = {}) => {
        const found = key.split(".").reduce<string | Tree | undefined>(
            (at, name) => (typeof at === "object" ? at[name] : undefined),
            tree,
        );
        if (typeof found !== "string") throw new Error(`no text ${key} in ${name}.json`);
        const shown = name.startsWith("server/") ? found : joined(found);
        return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), shown);
    };
}

export const words: Record<Language, Words> = { az: reader("az"), en: reader("en"), ru: reader("ru") };
export const az = words.az;
/** Texts of the server. */
export const server = reader("server/az");

/** A pattern for a text with placeholders: `{time}` matches anything. */
export function pattern(text: string): RegExp {
    const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s/g, "\\s"));
    return new RegExp(parts.join(".+"));
}
