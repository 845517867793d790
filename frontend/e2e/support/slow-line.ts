import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";

// A simulated slow connection between browser and portal. All connections share its bandwidth, every byte takes half a
// round trip, a new connection takes a whole one, and a lost segment arrives one round trip later, together with all
// that follow it on its connection.

const segment = 1448;

export interface Line {
    /** Bytes per second, in each direction. */
    width: number;
    /** Milliseconds for both directions. */
    roundTrip: number;
    /** Share of segments that are lost. */
    loss: number;
}

/** One direction of the line. */
class Way {
    private free = 0;
    constructor(private readonly line: Line, private readonly random: () => number) {}

    /** When these bytes arrive if they are sent now, and whether they had to be sent twice. */
    send(bytes: number): { at: number; lost: boolean } {
        this.free = Math.max(performance.now(), this.free) + (bytes / this.line.width) * 1000;
        const lost = this.random() < this.line.loss;
        return { at: this.free + this.line.roundTrip / 2 + (lost ? this.line.roundTrip : 0), lost };
    }
}

/** The same losses in every run. */
function seeded(): () => number {
    let state = 1;
    return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

export class SlowLine {
    /** Whether it is slow at present; otherwise it is as fast as the machine. */
    slow = false;
    private readonly sockets = new Set<Socket>();

    private constructor(
        /** Address of its local end. */
        readonly address: string,
        private readonly server: ReturnType<typeof createServer>,
        private readonly line: Line,
    ) {}

    /** Connects it to the portal at `far`. */
    static async to(far: string, line: Line): Promise<SlowLine> {
        const { hostname, port } = new URL(far);
        const random = seeded();
        const [up, down] = [new Way(line, random), new Way(line, random)];
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const laid = new SlowLine(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, line);
        server.on("connection", (near) => {
            const there = createConnection(Number(port), hostname);
            const open = laid.slow ? performance.now() + line.roundTrip : 0;
            laid.carry(near, there, up, open);
            laid.carry(there, near, down, 0);
        });
        return laid;
    }

    /** Forwards one direction of a connection, in order, from `open` on. As many bytes are in flight as TCP would
     * allow: ten segments at first, one more for each acknowledged segment, half of them after a loss. */
    private carry(from: Socket, to: Socket, way: Way, open: number): void {
        const waiting: Buffer[] = [];
        // Timers with the same instant fire in any order, but data must be delivered in order. `null` marks the end.
        const arriving: (Buffer | null)[] = [];
        const deliver = () => {
            const part = arriving.shift();
            if (part === null) to.end();
            else if (part && to.writable) to.write(part);
        };
        let [window, underWay, last, ended] = [10, 0, open, false];
        const at = (when: number, act: () => void) => setTimeout(act, Math.max(0, when - performance.now()));
        const pump = () => {
            while (waiting.length > 0 && (underWay < window || !this.slow)) {
                const part = waiting.shift() ?? Buffer.alloc(0);
                const sent = this.slow ? way.send(part.length) : { at: 0, lost: false };
                last = Math.max(last, sent.at);
                underWay += 1;
                arriving.push(part);
                at(last, deliver);
                at(last + (this.slow ? this.line.roundTrip / 2 : 0), () => {
                    underWay -= 1;
                    window = sent.lost ? Math.max(2, window >> 1) : Math.min(64, window + 1);
                    pump();
                });
            }
            if (ended && waiting.length === 0) {
                ended = false;
                arriving.push(null);
                at(last, deliver);
            }
        };
        this.sockets.add(from);
        from.on("data", (bytes) => {
            for (let start = 0; start < bytes.length; start += segment) waiting.push(bytes.subarray(start, start + segment));
            pump();
        });
        from.on("end", () => {
            ended = true;
            pump();
        });
        from.on("error", () => to.destroy());
        from.on("close", () => this.sockets.delete(from));
    }

    async close(): Promise<void> {
        this.sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.server.close(resolve));
    }
}
