// Node's test runner: what a conformance file cannot have, since not every language agrees on it or since it is not text.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as list from "kinds-errors";
import { MaskoApiError, decodeError, errorOf, retryAdvice } from "masko-errors";
import * as slack from "slack-errors";
import * as stripe from "stripe-errors";

const bytes = (text) => new TextEncoder().encode(text);
const body = (members) => `{"error":{"code":"not_found","message":"m"${members}}}`;

test("a text that was cut in the middle of a character", () => {
  assert.equal(decodeError(404, {}, String.raw`{"error":{"code":"not_found","message":"a\ud83d"}}`).message, "a\ufffd");
  assert.equal(decodeError(404, {}, String.raw`{"error":{"code":"not_found","message":"\ud83d\ude00"}}`).message, "😀");
});

test("bytes that are no text", () => {
  const [start, end] = [bytes('{"error":{"code":"not_found","message":"m","name":"'), bytes('"}}')];
  const error = decodeError(404, {}, new Uint8Array([...start, 0x66, 0xfc, ...end]));
  assert.deepEqual([error.codeText, error.reason, error.received], ["not_found", "payload_mismatch", {}]);
  assert(error.excerpt.endsWith('"f\ufffd"}}'), error.excerpt);
  const gzip = decodeError(404, { "content-encoding": "gzip" }, new Uint8Array([0x1f, 0x8b, 8, 0]));
  assert.deepEqual([gzip.reason, gzip.excerpt], ["encoded", ""]);
  const mark = decodeError(404, {}, new Uint8Array([0xef, 0xbb, 0xbf, ...bytes(body(""))]));
  assert.equal(mark.code, "not_found");
});

test("a body of more than 1 MiB", () => {
  const error = decodeError(404, {}, body(`,"name":"${"é".repeat(600_000)}"`));
  assert.deepEqual([error.codeText, error.reason, error.received], ["not_found", "payload_mismatch", {}]);
  // A character has two bytes here, and the text before them an odd number.
  assert.equal(bytes(error.excerpt).length, 1023);
  assert.equal(decodeError(404, {}, body(`,"name":"${"e".repeat(1_000_000)}"`)).code, "not_found");
});

test("a member that breaks off is dropped, whatever it contains", () => {
  assert.deepEqual(decodeError(404, {}, body(',"whole":[1],"half":{"a":1,"b').slice(0, -2)).received, { whole: [1] });
});

test("integers beyond 2^53 are rounded, and beyond 64 bits do not fit", () => {
  const credits = (balance) => decodeError(402, {}, `{"error":{"code":"insufficient_credits","message":"","required":18446744073709551615,"balance":${balance}}}`);
  assert.deepEqual(credits("9007199254740993").fields, { required: 2 ** 64, balance: 2 ** 53 });
  assert.equal(credits("-9223372036854775808").code, "insufficient_credits");
  assert.equal(credits("1e19").reason, "payload_mismatch");
});

test("problem details, which a book in another form may send", () => {
  const details = { type: "about:blank", title: "Payment Required", status: 402, code: "insufficient_credits", detail: "d", required: 140, balance: 50 };
  const error = decodeError(402, { "Content-Type": "application/problem+json; charset=utf-8" }, details);
  assert.deepEqual([error.code, error.message, error.fields, error.unknown], ["insufficient_credits", "d", { required: 140, balance: 50 }, {}]);
  // A field with a reserved name has one more underscore, and the book's own form is read, too.
  const unknown = decodeError(400, { "Content-Type": "application/problem+json" }, { code: "x", type_: 1, type: "t" });
  assert.deepEqual([unknown.codeText, unknown.received], ["x", { type: 1 }]);
  assert.equal(decodeError(404, { "Content-Type": "application/problem+json" }, body("")).code, "not_found");
});

test("JSON that a library has parsed", () => {
  assert.equal(decodeError(404, {}, JSON.parse(body(""))).code, "not_found");
  assert.equal(decodeError(404, {}, [1]).reason, "no_code");
});

test("a date with a wrong day of the week is no date", () => {
  const error = decodeError(429, { "Retry-After": "Fri, 01 Jan 2026 00:00:30 GMT" }, '{"error":{"code":"rate_limited","message":""}}');
  assert.deepEqual([error.fields, error.timing], [{}, { isUnreadable: true }]);
});

test("an unreadable wait beside a short one", () => {
  const fields = {
    text: "", whole: 0, natural: 0, number: 0, flag: true, time: "2026-01-01T00:00:00Z", word: "", words: [], lists: [], object: { inner: "" }, objects: [],
    anything: null, wait: 0.2, until: "2000-01-01T00:00:00Z", reset: 0,
  };
  const error = list.decodeError(409, { "Retry-After": "soon" }, { errors: [{ code: "all", detail: "", ...fields }], class: "server" });
  assert.equal(error.code, "all");
  assert.equal(list.retryAdvice(error, 1, "GET", { random: () => 0 }).wait, 1000);
  // The headers belong to the first error.
  const both = list.decodeError(404, { "Retry-After": "5" }, { errors: [{ code: "record", detail: "" }, { code: "all", detail: "", ...fields }], class: "client" });
  assert.deepEqual([both.code, both.others[0].code, both.others[0].fields["Retry-After"]], ["record", "all", undefined]);
});

test("an error without a code has its own statuses", () => {
  const sent = { error: { type: "api_error", message: "m" } };
  assert.equal(stripe.decodeError(500, {}, sent).code, "api_error");
  assert.equal(stripe.decodeError(502, {}, sent).reason, "no_code");
});

test("an error with the status of a success is found in a long body, and in a slow one as far as it was read", async () => {
  const sent = (body, type = "application/json; charset=utf-8") => new Response(body, { headers: type && { "content-type": type } });
  const long = (members, length) => bytes(`{"filler":"${"x".repeat(length)}",${members}}`);
  const failed = '"ok":false,"error":"channel_not_found"';
  for (const length of [0, 100_000, 1_000_000]) {
    const response = sent(long(failed, length));
    assert.equal((await slack.errorOf(response))?.code, "channel_not_found", `${length}`);
    assert.equal((await response.json()).filler.length, length);
    assert.equal(await slack.errorOf(sent(long('"ok":true', length))), null);
  }
  // No more is read than is decoded, and the rest is left for the caller.
  let pulled = 0;
  const endless = sent(new ReadableStream({ pull(it) { it.enqueue(bytes(pulled++ ? "x".repeat(100_000) : `{${failed},"filler":"`)); } }));
  const error = await slack.errorOf(endless);
  assert.deepEqual([error.codeText, error.reason, pulled < 15], ["channel_not_found", "payload_mismatch", true]);
  assert.match(new TextDecoder().decode((await endless.body.getReader().read()).value), /^{"ok":false/);
});

test("a success of another media type is not read, nor one that was read before and may be no error", async () => {
  const body = '{"ok":false,"error":"channel_not_found"}';
  for (const type of ["application/json", "application/problem+json;x", "application/vnd.shop.json.v2", "TEXT/JSON", undefined]) {
    const response = new Response(bytes(body), { headers: type ? { "content-type": type } : {} });
    assert.equal((await slack.errorOf(response))?.code, "channel_not_found", type);
    assert.equal(await response.text(), body);
  }
  for (const type of ["text/event-stream", "text/html", "application/octet-stream", "application/x-ndjson", "application/json-seq", "image/png"]) {
    // It never ends.
    const response = new Response(new ReadableStream({ start(it) { it.enqueue(bytes(body)); } }), { headers: { "content-type": type } });
    response.clone = () => assert.fail(type);
    assert.equal(await slack.errorOf(response), null);
  }
  const read = [new Response(body, { headers: { "content-type": "application/json" } }), new Response(body)];
  for (const response of read) await response.text();
  await assert.rejects(slack.errorOf(read[0]), { name: "TypeError", message: /give it to `decodeError`/ });
  assert.equal(await slack.errorOf(read[1]), null);
});

test("limits and keys of idempotency", () => {
  const [internal, limited] = ["internal_error", "rate_limited"].map((code) => decodeError(code === "rate_limited" ? 429 : 500, { "retry-after": "5" }, { error: { code, message: "" } }));
  assert.equal(retryAdvice(internal, 1, { method: "POST", headers: {} }).reason, "not_idempotent");
  for (const headers of [{ "idempotency-key": "k" }, [["Idempotency-Key", "k"]], new Headers({ "Idempotency-Key": "k" })]) {
    assert.equal(retryAdvice(internal, 1, { method: "POST", headers }).wait, 5000);
  }
  for (const request of [undefined, "get", { method: "put" }, new Request("http://x.example")]) assert.equal(retryAdvice(internal, 1, request).wait, 5000);
  assert.equal(retryAdvice(limited, 1, "POST", { retries: 0 }).reason, "exhausted");
  assert.equal(retryAdvice(limited, 1, "POST", { maxWait: 4999 }).reason, "too_long");
  const unknown = decodeError(503, {}, "");
  assert.deepEqual([0, 0.5, 1].map((chance) => retryAdvice(unknown, 1, "GET", { random: () => chance }).wait), [1000, 1000, 1000]);
});

test("an error to throw", async () => {
  const cause = new Error("x");
  const thrown = new MaskoApiError(await errorOf(new Response(body(""), { status: 404 })), { cause });
  assert(thrown instanceof Error);
  assert.deepEqual([thrown.name, thrown.message, thrown.error.code, thrown.cause], ["MaskoApiError", "m", "not_found", cause]);
  assert.equal(new MaskoApiError(decodeError(502, {}, "<html>")).message, "HTTP 502");
  assert.equal(new MaskoApiError(decodeError(402, {}, { error: { code: "new_code" } })).message, "new_code");
});
