import { readFileSync } from "node:fs";

// The synthetic persons of the registers. A person can create only one account, so every test has its own person.

export interface Person {
    fin: string;
    name: string;
    surname: string;
    birth: { day: string; month: string; year: string };
    birthDate: string;
    /** National mobile number, nine digits. */
    phone: string;
    email: string;
    password: string;
}

interface Row {
    fin: string;
    name: string;
    surname: string;
    birthDate: string;
}

const file = new URL("../../../crates/simulator/data/persons.json", import.meta.url);
const rows = JSON.parse(readFileSync(file, "utf8")) as Row[];

/** The person with this FIN, with a separate number and e-mail address. */
export function person(fin: string): Person {
    const at = rows.findIndex((row) => row.fin === fin);
    const row = rows[at];
    if (!row) throw new Error(`no demo person ${fin}`);
    const [year = "", month = "", day = ""] = row.birthDate.split("-");
    return {
        fin,
        name: row.name,
        surname: row.surname,
        birth: { day, month, year },
        birthDate: row.birthDate,
        phone: `5055521${String(at).padStart(2, "0")}`,
        email: `${fin.toLowerCase()}@example.az`,
        password: `yaşıl-qatar-${at}-limon`,
    };
}
