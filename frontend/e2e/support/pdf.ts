import { constants, inflateSync } from "node:zlib";

// A minimal PDF reader that counts pages and extracts text of the portal's prints, so that no other reader is needed.

export interface Paper {
    pages: number;
    text: string;
    language: string | undefined;
    tagged: boolean;
}

function bodies(file: Buffer): Map<string, string> {
    const raw = file.toString("latin1");
    const found = new Map<string, string>();
    for (const match of raw.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)endobj/g)) {
        const [, number = "", body = ""] = match;
        const at = body.search(/stream\r?\n/);
        if (at < 0) {
            found.set(number, body);
            continue;
        }
        const start = match.index + match[0].indexOf(body) + at + (body.slice(at).match(/stream\r?\n/)?.[0].length ?? 0);
        const data = file.subarray(start);
        const packed = body.slice(0, at).includes("FlateDecode");
        const inner = packed ? inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH }) : data;
        found.set(number, body.slice(0, at) + (packed ? inner.toString("latin1") : ""));
    }
    return found;
}

/** Glyph → text, from a font's `ToUnicode`. */
function glyphs(map: string): Map<number, string> {
    const read = new Map<number, string>();
    const said = (hex: string) => Buffer.from(hex, "hex").swap16().toString("utf16le");
    for (const [, block = ""] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
        for (const [, from = "", to = ""] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
            read.set(parseInt(from, 16), said(to));
        }
    }
    return read;
}

/** Bytes of a string in a content stream: `(\000I)` or `<0049>`. */
function bytes(token: string): number[] {
    if (token.startsWith("<")) return [...Buffer.from(token.slice(1, -1), "hex")];
    const escapes: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };
    const all = token.slice(1, -1).matchAll(/\\([0-7]{1,3}|[\s\S])|([\s\S])/g);
    return [...all].map(([, escaped, plain]) => {
        if (escaped === undefined) return plain?.charCodeAt(0) ?? 0;
        return /^[0-7]/.test(escaped) ? parseInt(escaped, 8) : (escapes[escaped] ?? escaped.charCodeAt(0));
    });
}

export function read(file: Buffer): Paper {
    const objects = bodies(file);
    const all = [...objects.values()];
    const fonts = new Map<string, Map<number, string>>();
    for (const [, names = ""] of all.join("\n").matchAll(/\/Font<<([^>]*)>>/g)) {
        for (const [, name = "", number = ""] of names.matchAll(/\/(\w+) (\d+) 0 R/g)) {
            const map = objects.get(number)?.match(/\/ToUnicode (\d+) 0 R/)?.[1];
            if (map) fonts.set(name, glyphs(objects.get(map) ?? ""));
        }
    }
    let text = "";
    let font = new Map<number, string>();
    const page = all.filter((body) => body.includes(" Tf")).join("\n");
    for (const [token, name] of page.matchAll(/\/(\w+) [\d.]+ Tf|\((?:\\[\s\S]|[^\\)])*\)|<[0-9A-Fa-f]*>(?=[^>])|\bET\b/g)) {
        if (name) font = fonts.get(name) ?? font;
        else if (token === "ET") text += "\n";
        else {
            const codes = bytes(token);
            for (let at = 0; at + 1 < codes.length; at += 2) text += font.get((codes[at] ?? 0) * 256 + (codes[at + 1] ?? 0)) ?? "";
        }
    }
    const raw = all.join("\n");
    return {
        pages: [...raw.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length,
        text,
        language: raw.match(/\/Lang\s*\((\w+)\)/)?.[1],
        tagged: /\/MarkInfo\s*<<[^>]*\/Marked true/.test(raw),
    };
}
