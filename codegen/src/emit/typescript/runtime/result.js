// What both layouts of errors share: codes, payloads, and the error that a caller gets.

import { all, fieldFits, headerValue, httpDate, member, record } from "./values.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Row} Row */
/** @typedef {import("./book.js").Type} Type */
/** @typedef {import("./book.js").Head} Head */
/** @typedef {import("./book.js").AnyError} AnyError */
/** @typedef {import("./types.js").RetryTiming} RetryTiming */
/** @typedef {import("./values.js").Issues} Issues */

/** @type {WeakMap<Book, Map<string, Row>>} */
const rows = new WeakMap();

/** The row of a code. @param {Book} book @param {string | null | undefined} code */
export function find(book, code) {
  let found = rows.get(book);
  if (!found) {
    found = new Map(book.codes.map((row) => [row[0], row]));
    rows.set(book, found);
  }
  return code == null ? undefined : found.get(code);
}

/**
 * The payload of a code: its fields and its headers, by their names; `undefined` if a field does not fit. Proxies drop
 * headers: one that is missing or unreadable is left out.
 *
 * @param {Row} row
 * @param {Record<string, unknown>} values
 * @param {Head | null} head
 * @param {Issues} issues
 */
export function payload(row, values, head, issues) {
  const fields = row[3] ?? [];
  if (!all(fields, (field) => fieldFits(member(values, field[0]), field, issues))) return undefined;
  const found = [];
  for (const [name, type, optional] of (head && row[4]) || []) {
    const text = head?.headers.get(name.toLowerCase());
    const value = text === undefined ? undefined : headerValue(text, type);
    issues.unless(value !== undefined || (text === undefined && optional === 1));
    if (value !== undefined) found.push([name, value]);
  }
  return { ...record(values, fields), ...Object.fromEntries(found) };
}

/**
 * The headers that retry advice needs. `row` is that of the code, and `fields` its payload if it fits.
 *
 * @param {Head | null} head
 * @param {Row | undefined} row
 * @param {Record<string, unknown> | undefined} fields
 * @returns {RetryTiming}
 */
export function timing(head, row, fields) {
  const isDelay = (/** @type {string} */ type) => ["s", "ms", "min", "epoch", "epoch_ms", "date"].includes(type);
  const delays = (row?.[4] ?? []).filter(([, type]) => isDelay(type)).map(([name]) => name);
  if (!head) {
    const isLost = row && !fields && hasOwnDelay(row, isDelay);
    return isLost ? { isUnreadable: true } : {};
  }
  const asked = head.headers.get("retry-after");
  const retryAfter = asked === undefined ? undefined : headerValue(asked, "s");
  const date = head.headers.has("age") ? undefined : head.headers.get("date");
  const sent = date === undefined ? null : httpDate(date);
  const isUnreadable =
    (asked !== undefined && retryAfter === undefined) ||
    (row && fields ? delays.some((it) => !Object.hasOwn(fields, it) && head.headers.has(it.toLowerCase())) : row && hasOwnDelay(row, isDelay));
  return {
    ...(retryAfter !== undefined && { retryAfter: /** @type {number | string} */ (retryAfter) }),
    ...(sent !== null && { sent }),
    ...(isUnreadable && { isUnreadable: true }),
  };
}

/** Whether a code has a wait other than `Retry-After`. @param {Row} row @param {(type: string) => boolean} isDelay */
function hasOwnDelay([, , , fields, headers], isDelay) {
  /** @type {(type: Type) => boolean} */
  const contains = (type) => {
    if (typeof type === "string") return isDelay(type);
    return "fields" in type ? type.fields.some((it) => contains(it[1])) : contains(type[0]);
  };
  return (
    (fields ?? []).some((it) => contains(it[1])) ||
    (headers ?? []).some(([name, type]) => isDelay(type) && name.toLowerCase() !== "retry-after")
  );
}

/**
 * The error of a response: typed if it has `fields`.
 *
 * @param {Row | undefined} row
 * @param {string | undefined} code
 * @param {Record<string, unknown> | undefined} fields
 * @param {Record<string, unknown>} unknown
 * @param {{excerpt: string, isEncoded: boolean}} body
 * @param {{status: number, message: string | undefined, timing: RetryTiming}} rest
 * @returns {AnyError}
 */
export function result(row, code, fields, unknown, { excerpt, isEncoded }, { status, message, timing }) {
  const shared = { status, message: message ?? "", timing };
  if (row && fields) return { code: row[0], ...shared, fields, unknown };
  const codeText = code ?? row?.[0];
  const reason = codeText === undefined ? (isEncoded ? "encoded" : "no_code") : row ? "payload_mismatch" : "code_unknown";
  return { code: null, ...(codeText !== undefined && { codeText }), reason, ...shared, received: unknown, excerpt };
}
