// Speaks the language server protocol with `yaml-language-server`, as an editor does. See `editor`.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = process.argv[2];
const server = spawn(join(root, "node_modules/.bin/yaml-language-server"), ["--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
});
const waiting = new Map();
let received = Buffer.alloc(0);
let last = 0;

server.stdout.on("data", (bytes) => {
    received = Buffer.concat([received, bytes]);
    for (;;) {
        const head = received.indexOf("\r\n\r\n");
        if (head < 0) return;
        const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, head).toString())[1]);
        if (received.length < head + 4 + length) return;
        const message = JSON.parse(received.subarray(head + 4, head + 4 + length).toString());
        received = received.subarray(head + 4 + length);
        accept(message);
    }
});

function send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function accept(message) {
    if (message.method === "textDocument/publishDiagnostics") {
        waiting.get(message.params.uri)?.(message.params.diagnostics);
    } else if (message.method && message.id !== undefined) {
        // The server asks for settings: one answer for each item, or none.
        send({ id: message.id, result: message.params?.items?.map(() => null) ?? null });
    } else if (message.id !== undefined) {
        waiting.get(message.id)?.(message.result ?? fail(`the server: ${JSON.stringify(message.error)}`));
    }
}

function fail(why) {
    console.error(`error: ${why}`);
    server.kill();
    process.exit(1);
}

const request = (method, params) =>
    new Promise((resolve) => {
        waiting.set(++last, resolve);
        send({ id: last, method, params });
    });

// Opens a file, and waits for its diagnostics. `^` in the text is the cursor.
async function open(name, marked) {
    const uri = pathToFileURL(join(root, "spec", name)).href;
    const before = marked.split("^")[0].split("\n");
    const position = { line: before.length - 1, character: before.at(-1).length };
    const text = marked.replace("^", "");
    writeFileSync(join(root, "spec", name), text);
    const diagnostics = await new Promise((resolve) => {
        waiting.set(uri, resolve);
        send({
            method: "textDocument/didOpen",
            params: { textDocument: { uri, languageId: "yaml", version: 1, text } },
        });
    });
    return { uri, position, diagnostics };
}

async function completions(name, text) {
    const { uri, position } = await open(name, text);
    const found = await request("textDocument/completion", { textDocument: { uri }, position });
    return (found.items ?? found).map((it) => it.label);
}

async function hover(name, text) {
    const { uri, position } = await open(name, text);
    return JSON.stringify(await request("textDocument/hover", { textDocument: { uri }, position }));
}

const seconds = 60;
setTimeout(() => fail(`no answer within ${seconds} s`), seconds * 1000).unref();

await request("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: {} } },
});
send({ method: "initialized", params: {} });

const head = "# yaml-language-server: $schema=./errbook.schema.json\n";
const book = `${head}errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n`;
const entry = `${book}errors:\n  - status: 404\n    code: not_found\n    meaning: No such order.\n    remediation: Check the ID.\n`;
const waivers = "# yaml-language-server: $schema=./errbook-waivers.schema.json\n";

let count = 0;
function expect(what, found, ...parts) {
    for (const part of parts) {
        const has = Array.isArray(found) ? found.includes(part) : found.includes(part);
        if (!has) fail(`${what}: ${JSON.stringify(part)} is not in ${JSON.stringify(found)}`);
    }
    count += 1;
}

expect("the keys of a file", await completions("root.yaml", `${book}^`), "errors", "retired", "fallback");
expect("the keys of an error", await completions("error.yaml", `${entry}    ^`), "headers", "retry", "deprecated");
expect("the types of a field", await completions("type.yaml", `${entry}    fields:\n      by:\n        type: ^`), "timestamp", "enum");
expect("the styles of codes", await completions("style.yaml", `${head}errbook: 1\napi:\n  code_style: ^\n`), "kebab-case");
expect("the rules of waivers", await completions("waivers.yaml", `${waivers}- rule: ^\n`), "status-changed");
expect("an explained key", await hover("hover.yaml", entry.replace("remediation", "reme^diation")), "What the caller should do.");

const valid = await open("valid.yaml", `${entry}^`);
if (valid.diagnostics.length) fail(`a valid file: ${JSON.stringify(valid.diagnostics)}`);
for (const [what, text, line, message] of [
    ["an unknown key", `${entry}    mesage: Gone.\n`, 8, "mesage"],
    ["an unknown word", `${entry}    retry: sometimes\n`, 8, "idempotent"],
    ["a status as text", entry.replace("404", '"404"'), 4, "integer"],
    ["a missing key", entry.replace("    code: not_found\n", ""), 4, "code"],
]) {
    const { diagnostics } = await open(`wrong-${count}.yaml`, `${text}^`);
    const found = diagnostics.filter((it) => it.range.start.line === line);
    if (!found.length) fail(`${what}: not on line ${line + 1} of ${JSON.stringify(diagnostics)}`);
    expect(what, found.map((it) => it.message).join(), message);
}

console.log(`yaml-language-server: ${count} answers are right`);
server.kill();
process.exit(0);
