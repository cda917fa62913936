// Node's test runner: a package never throws, whatever it is given.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

const { decodeError, errorOf, retryAdvice } = await import(process.env.PACKAGE);
const cyclic = {};
cyclic.self = cyclic;
const throwing = new Proxy({}, { ownKeys() { throw new Error("no keys"); }, get() { throw new Error("no members"); } });
const deep = (open, close, levels) => open.repeat(levels) + close.repeat(levels);
const bodies = [
  undefined, null, "", " ", "null", "1e400", "-", "\u0000", "\ufeff{}", '{"error":', '{"error":{"code":"', "[]", "{}", 7, NaN, true, Symbol("x"), 10n,
  () => 1, cyclic, throwing, new Date(NaN), new Uint8Array(), new Uint8Array([0xff, 0xfe]), new Uint8Array([0xef, 0xbb, 0xbf, 0x7b]), new ArrayBuffer(3),
  new DataView(new ArrayBuffer(2)), deep("[", "]", 100_000), deep('{"error":', "}", 100_000), deep('{"a":[', "]}", 1000), `"${"\\".repeat(99_999)}"`,
  `{"error":{"code":"${"x".repeat(2_000_000)}`, '{"__proto__":{"code":"x"},"error":{"__proto__":null,"constructor":1}}', '"\\ud83d"',
  { error: { code: "x", message: "y" } }, JSON.stringify({ error: { code: "x" } }), "<html>",
];
const headers = [
  undefined, null, 7, "x", [], [[]], [null], [["Retry-After"]], [["Retry-After", null]], { "Retry-After": undefined }, { "Retry-After": ["5", "6"] }, cyclic,
  throwing, new Headers({ "Retry-After": "5" }), new Map([["RETRY-AFTER", "5"]]), { "Retry-After": "9".repeat(400) }, { Date: "x", Age: "y" },
  { "Content-Encoding": "gzip" }, { "Content-Type": "application/problem+json; x" }, { "content-type": 5 },
];
const statuses = [0, -1, NaN, 200, 400, 429, 599, 99_999, "500", undefined];

test("every combination gives an error, and advice", () => {
  for (const body of bodies) {
    for (const head of headers) {
      for (const status of statuses) {
        const error = decodeError(status, head, body);
        assert(error.code === null ? typeof error.reason === "string" : typeof error.fields === "object");
        assert.equal(typeof error.message, "string");
        for (const request of [undefined, "GET", { method: "post", headers: { "idempotency-key": 1 } }, { headers: [["a", "b"]] }, new Request("http://x.example")]) {
          const { wait, reason } = retryAdvice(error, 1, request);
          assert(wait === null ? typeof reason === "string" : Number.isInteger(wait) && wait >= 0 && wait <= 60_000);
        }
      }
    }
  }
  assert.equal({}.code, undefined, "no prototype was changed");
});

test("parts of a body give parts of an error, or none", () => {
  const body = '{"error":{"code":"not_found","message":"a\\u00e9\\ud83d\\ude00","details":[{"a":[1,2.5e3,{"b":null}]},true],"x":-0.5}}';
  for (let end = 0; end < body.length; end++) {
    const error = decodeError(404, {}, body.slice(0, end));
    assert.equal(error.code, null);
    assert(["no_code", "payload_mismatch", "code_unknown"].includes(error.reason));
  }
});

test("a body that does not end, breaks off, or is long", async () => {
  const text = (value) => new TextEncoder().encode(value);
  const stream = (start) => new Response(new ReadableStream({ start }), { status: 500 });
  // The failure of a connection, in every runtime.
  const broken = await errorOf(stream((it) => { it.enqueue(text("<html>")); setTimeout(() => it.error(new TypeError("reset")), 5); }));
  assert.equal(broken.excerpt, "<html>");
  let pulled = 0;
  const endless = new ReadableStream({ pull(it) { pulled += 1; it.enqueue(text("x".repeat(100_000))); } });
  assert.equal((await errorOf(new Response(endless, { status: 500 }))).excerpt.length, 1024);
  assert(pulled < 15);
});

test("a body that stalls is decoded after ten seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const body = new ReadableStream({ start(it) { it.enqueue(new TextEncoder().encode("<html>")); } });
  let found;
  const reading = errorOf(new Response(body, { status: 500 })).then((it) => { found = it; });
  // The start is read.
  await new Promise(setImmediate);
  t.mock.timers.tick(9_999);
  await new Promise(setImmediate);
  assert.equal(found, undefined);
  t.mock.timers.tick(1);
  await reading;
  assert.equal(found.excerpt, "<html>");
});

test("a request is aborted, for any reason, while the body is read", async (t) => {
  const server = createServer((_, response) => response.writeHead(500).write('{"error":{"code":"')).listen(0, "127.0.0.1");
  t.after(() => { server.closeAllConnections(); server.close(); });
  await once(server, "listening");
  const reasons = [undefined, new Error("mine"), "a text", 7, Object.assign(new Error("mine"), { code: "MINE" }), new DOMException("slow", "TimeoutError")];
  for (const reason of reasons) {
    const caller = new AbortController();
    const response = await fetch(`http://127.0.0.1:${server.address().port}`, { signal: caller.signal });
    setTimeout(() => caller.abort(reason), 5);
    const rejected = await errorOf(response).then(() => [], (it) => [it]);
    assert.equal(rejected[0], caller.signal.reason);
  }
});

test("a body that was read before", async () => {
  const response = new Response("{}", { status: 500 });
  await response.text();
  await assert.rejects(errorOf(response), { name: "TypeError", message: /give it to `decodeError`/ });
});

test("limits that are no numbers, or none that make sense", () => {
  const odd = [undefined, null, NaN, -1, -Infinity, Infinity, 2 ** 40, "5", {}];
  // Errors that are temporary for every book, with and without a wait, and ones that a caller has made.
  const waits = [{}, { "retry-after": "3" }, { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }];
  const errors = [...waits.map((it) => decodeError(429, it, "")), ...[NaN, -5, Infinity].map((retryAfter) => ({ ...decodeError(429, {}, ""), timing: { retryAfter } }))];
  const check = (error, attempt, options) => {
    const { wait, reason } = retryAdvice(error, attempt, "GET", options);
    assert(wait === null ? typeof reason === "string" : Number.isInteger(wait) && wait >= 0 && wait < 2 ** 31, `${wait} for ${JSON.stringify([attempt, options])}`);
    return reason;
  };
  for (const error of errors) {
    for (const value of odd) {
      for (const options of [{ retries: value }, { maxWait: value }, { now: value }, { now: new Date(value) }, { random: () => value }]) {
        check(error, 1, options);
        check(error, 2, options);
      }
      check(error, value, undefined);
      check(error, 1, null);
    }
    // A loop ends, whatever it counts.
    assert.equal(check(error, NaN, {}), "exhausted");
    assert(check(error, undefined, {}) !== null);
    assert(check(error, 1000, { retries: NaN }) !== null);
  }
  for (const request of [null, {}, { method: null }, { method: undefined, headers: null }]) assert.equal(retryAdvice(decodeError(503, {}, ""), 1, request).reason, null);
  for (const headers of [null, 5, [null, 5], [[]]]) assert.equal(retryAdvice(decodeError(503, {}, ""), 1, { method: 7, headers }).reason, "not_idempotent");
});

test("a success is not read", async () => {
  const response = new Response("body");
  assert.equal(await errorOf(response), null);
  assert.equal(await response.text(), "body");
});
