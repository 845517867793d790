// Holds a compose file against the schema of the Compose Specification, and its references against what is there.
// Usage: node check-compose.mjs docker-compose.yml compose-spec.json
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";

const [composeFile, schemaFile] = process.argv.slice(2);
const compose = parse(readFileSync(composeFile, "utf8"), { merge: true });
const { $schema, ...schema } = JSON.parse(readFileSync(schemaFile, "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const faults = [];

// Extension fields hold anchors only; the schema allows them at the top.
if (!ajv.validate(schema, compose)) {
    for (const error of ajv.errors) faults.push(`${error.instancePath || "/"} ${error.message}`);
}

const here = dirname(resolve(composeFile));
const names = (value) => (Array.isArray(value) ? value : Object.keys(value ?? {}));
const need = (service, kind, wanted, known) => {
    for (const name of wanted) if (!known.includes(name)) faults.push(`${service}: unknown ${kind} ${name}`);
};
const services = Object.entries(compose.services ?? {});
const known = {
    service: services.map(([name]) => name),
    network: [...names(compose.networks), "default"],
    volume: names(compose.volumes),
};
for (const [name, service] of services) {
    need(name, "service", names(service.depends_on), known.service);
    need(name, "network", names(service.networks), known.network);
    for (const [other, how] of Object.entries(service.depends_on ?? {})) {
        const waits = how?.condition === "service_healthy";
        if (waits && !compose.services[other]?.healthcheck) faults.push(`${name}: waits for ${other}, which has no health check`);
    }
    for (const volume of service.volumes ?? []) {
        const source = typeof volume === "string" ? volume.split(":")[0] : volume.source;
        if (source.startsWith(".")) {
            if (!existsSync(join(here, source))) faults.push(`${name}: ${source} is not there`);
        } else if (!source.startsWith("/")) {
            need(name, "volume", [source], known.volume);
        }
    }
    if (service.build) {
        const file = join(here, service.build.context ?? ".", service.build.dockerfile ?? "Dockerfile");
        if (!existsSync(file)) faults.push(`${name}: ${file} is not there`);
        else if (service.build.target) {
            const stages = [...readFileSync(file, "utf8").matchAll(/^FROM .* AS (\S+)$/gim)].map((match) => match[1]);
            need(name, "build stage", [service.build.target], stages);
        }
    }
    const lasting = service.restart !== "no";
    if (lasting && !service.healthcheck) faults.push(`${name}: no health check`);
}

if (faults.length > 0) {
    console.error(faults.join("\n"));
    process.exit(1);
}
