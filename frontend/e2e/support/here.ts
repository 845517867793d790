// Every worker has its own portal, with its own database, simulator and clock, so tests of different workers cannot
// disturb each other. `cargo xtask test --only browser` starts the portals and names them in PORTALS; without it, one
// portal started by `cargo xtask run` is used.

interface Here {
    portal: string;
    simulator: string;
    database: string;
}

const byHand: Here = { portal: "http://127.0.0.1:8080", simulator: "http://127.0.0.1:8081", database: "sqlite:../../data/qabul.db" };

export const portals: Here[] = process.env.PORTALS ? JSON.parse(process.env.PORTALS) : [byHand];

/** The portal of this worker. */
export const here: Here = portals[Number(process.env.TEST_PARALLEL_INDEX ?? 0)] ?? byHand;
