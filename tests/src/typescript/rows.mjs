// What a package says of the rows of a conformance file, compared with what the row says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const rowsOf = (path) => readFileSync(path, "utf8").trim().split("\n").map((row) => JSON.parse(row));

/** An error as the file has it. */
const said = ({ code, codeText, reason, status, message, fields, received, unknown }) => ({
  code, code_text: codeText ?? null, reason: reason ?? null, status, message, fields: fields ?? null, received: received ?? {}, unknown: unknown ?? {},
});

/** The file has `null` for a message that was not sent, and the text of every code. */
const expected = ({ code, code_text, reason, status, message, fields, received, unknown }) => ({
  code, code_text: code === null ? code_text : null, reason, status, message: message ?? "", fields, received, unknown,
});

const plain = (value) => JSON.parse(JSON.stringify(value));

/** Throws if a package says something else. */
export async function check({ decodeError, errorOf, retryAdvice }, row) {
  const { status, headers, body } = row;
  for (const [kind, given] of [["pairs", headers], ["Headers", new Headers(headers)], ["object", Object.fromEntries(headers)]]) {
    for (const content of [body, new TextEncoder().encode(body)]) {
      const error = plain(decodeError(status, given, content));
      assert.deepEqual(said(error), expected(row.error), kind);
      assert.deepEqual(error.members ?? {}, row.error.members);
      assert.deepEqual((error.others ?? []).map(said), row.error.others.map(expected));
      assert.equal(error.dropped ?? 0, row.error.dropped);
    }
  }
  const error = decodeError(status, headers, body);
  const now = new Date(row.now);
  for (const [method, waits] of Object.entries(row.retry)) {
    for (const [at, wait] of waits.entries()) {
      const advice = retryAdvice(error, at + 1, method, { now, random: () => 1 });
      const said = advice.reason ?? advice.wait;
      const isSame = typeof wait === "number" ? Math.abs(said - wait) <= 1 : said === wait;
      assert(isSame, `${method}, attempt ${at + 1}: ${said}, not ${wait}`);
    }
  }
  // A `Response` cannot have every status, and no body with some.
  if (status < 200 || status > 599 || [204, 205, 304].includes(status)) return;
  // A text would get a media type.
  const response = new Response(new TextEncoder().encode(body), { status, headers });
  const found = await errorOf(response);
  assert.equal(found !== null, row.is_error);
  if (found) assert.deepEqual(plain(found), plain(decodeError(status, response.headers, body)));
  if (status < 300) assert.equal(await response.text(), body.replace(/^\ufeff/, ""));
}
