// Documents of APIs that have errors, and a mock server of them. See `openapi`.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [task, folder, argument] = process.argv.slice(2);

// The document, and the errors with the names of their components.
function book() {
    const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
    const { openapi, components } = read("openapi.json");
    const names = Object.keys(components.schemas);
    const errors = read("errors.json").errors.map((error, at) => ({ ...error, component: names[at] }));
    return { openapi, components, errors };
}

// An operation for each response of an error, and for each of a status.
function api({ openapi, components, errors }) {
    const statuses = Object.keys(components.responses).filter((name) => /^\d+$/.test(name));
    const uses = errors.flatMap((it) => it.statuses.map((status) => [it.component, status]));
    const operation = ([name, status]) => [
        `/${name}/${status}`,
        {
            get: {
                operationId: `${name}-${status}`,
                summary: name,
                description: `Fails with ${name}.`,
                tags: ["errors"],
                security: [],
                responses: {
                    200: { description: "It does not fail." },
                    [status]: { $ref: `openapi.json#/components/responses/${name}` },
                },
            },
        },
    ];
    return {
        openapi,
        info: {
            title: "An API",
            version: "1.0.0",
            description: "An API that refers to its errors.",
            license: { name: "MIT", url: "https://opensource.org/license/mit" },
            contact: { name: "Support", url: "https://shop.example", email: "support@shop.example" },
        },
        servers: [{ url: "https://api.shop.example" }],
        tags: [{ name: "errors", description: "Operations that fail." }],
        paths: Object.fromEntries([...uses, ...statuses.map((it) => [it, it])].map(operation)),
    };
}

// A constant for each example, of the type that `openapi-typescript` gives it.
function examples({ components }) {
    const constants = Object.keys(components.schemas).flatMap((name) =>
        Object.values(components.responses[name].content).flatMap((content) =>
            Object.keys(content.examples).map((example) => [name, components.examples[example].value]),
        ),
    );
    const lines = constants.map(
        ([name, value], at) =>
            `export const example${at}: components["schemas"]["${name}"] = ${JSON.stringify(value)};\n`,
    );
    return `import type { components } from "./openapi";\n${lines.join("")}`;
}

function fail(why) {
    console.error(`error: ${why}`);
    process.exitCode = 1;
}

// Asks the mock server for every example, by the error's response and by the status's, and compares the answers with
// those of the book.
async function mock({ components, errors }) {
    const port = 20000 + (process.pid % 20000);
    const prism = join(argument, "node_modules/@stoplight/prism-cli/dist/index.js");
    const server = spawn(process.execPath, [prism, "mock", "-p", String(port), join(folder, "api.json")]);
    let log = "";
    const ready = new Promise((resolve, reject) => {
        for (const output of [server.stdout, server.stderr]) {
            output.on("data", (bytes) => {
                log += bytes;
                if (log.includes("Prism is listening")) resolve();
            });
        }
        server.on("exit", () => reject(new Error(`prism ended:\n${log}`)));
        setTimeout(() => reject(new Error(`prism does not start:\n${log}`)), 60_000).unref();
    });
    let count = 0;
    try {
        await ready;
        for (const { component, statuses, responses } of errors) {
            const content = Object.values(components.responses[component].content)[0];
            const examples = Object.keys(content.examples);
            for (const status of statuses) {
                for (const [at, response] of responses.entries()) {
                    for (const name of [component, String(status)]) {
                        const Prefer = `code=${status}, example=${examples[at]}`;
                        const answer = await fetch(`http://127.0.0.1:${port}/${name}/${status}`, { headers: { Prefer } });
                        compare(`${name}, ${Prefer}`, status, response, answer, await answer.text());
                        count += 1;
                    }
                }
            }
        }
    } finally {
        server.kill();
    }
    return count;
}

function compare(what, status, response, answer, body) {
    const expected = JSON.stringify(response.body);
    if (answer.status !== status || body !== expected) {
        fail(`${what}: ${answer.status} ${body} instead of ${status} ${expected}`);
    }
    for (const { name, value } of response.headers) {
        if (answer.headers.get(name) !== value) fail(`${what}: ${name} is ${answer.headers.get(name)}, not ${value}`);
    }
}

if (task === "api") {
    writeFileSync(join(folder, "api.json"), JSON.stringify(api(book()), null, 2));
    writeFileSync(join(folder, "examples.ts"), examples(book()));
} else if (task === "served") {
    const answer = await fetch(`${argument.trim()}/openapi.json`);
    writeFileSync(join(folder, "api.json"), await answer.text());
} else {
    console.log(`prism: ${await mock(book())} answers compared with the book's`);
}
