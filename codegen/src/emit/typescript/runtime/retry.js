// Whether to send a request again, and when.

import { head } from "./body.js";
import { find } from "./result.js";
import { httpDate, member, timestamp } from "./values.js";

/** @typedef {import("./book.js").AnyError} AnyError */
/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Retry} Retry */
/** @typedef {import("./book.js").Type} Type */
/** @typedef {import("./types.js").RetryAdvice} RetryAdvice */
/** @typedef {import("./types.js").RetryOptions} RetryOptions */
/** @typedef {import("./types.js").RetryRequest} RetryRequest */

/** The idempotent methods: those of HTTP, and those of WebDAV that only read. */
const IDEMPOTENT = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY", "PROPFIND", "REPORT", "SEARCH"];
/** The statuses that proxies send for an unreachable or slow server are among these. */
const TRANSIENT = [408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530, 598, 599];
/** The default of the maximum wait, in milliseconds, and the longest one of timers: they fire at once after a longer one. */
const [MINUTE, LONGEST] = [60_000, 2 ** 31 - 1];
/** The milliseconds of each unit. */
const UNITS = { s: 1000, ms: 1, min: 60_000, epoch: 1000, epoch_ms: 1 };

/**
 * @param {Book} book
 * @param {AnyError} error
 * @param {number} attempt
 * @param {RetryRequest} request
 * @param {RetryOptions} options
 * @returns {RetryAdvice}
 */
export function advice(book, error, attempt, request, options) {
  const retries = limit(options.retries, Infinity);
  const maxWait = Math.min(limit(options.maxWait, MINUTE), LONGEST);
  const row = find(book, error.code ?? error.codeText);
  const retry = row ? row[2] : ofStatus(error.status, book.retry);
  const giveUp = (/** @type {import("./types.js").GiveUpReason} */ reason) => ({ wait: null, reason });
  if (!retry) return giveUp("permanent");
  if (retry[0] === "idempotent" && !isIdempotent(request)) return giveUp("not_idempotent");
  // An attempt that is not a number would never be the last one.
  if (!(attempt <= Math.min(retry[1], retries))) return giveUp("exhausted");
  const { sent, isUnreadable } = error.timing;
  const asked = longest(book, error, sent ?? limit(Number(options.now ?? NaN), Date.now()));
  if (asked !== null && asked > maxWait) return giveUp("too_long");
  const [, , initial, factor, max, jitter] = retry;
  const full = Math.min(initial * factor ** Math.max(attempt - 1, 0) || 0, max, maxWait);
  const backoff = jitter === "none" || isUnreadable ? full : full * Math.min(limit((options.random ?? Math.random)(), 1), 1);
  // Waits that are always in the past would use up all attempts at once.
  const isPast = attempt > 1 && asked === 0 && !isUnreadable;
  const wait = asked === null || isPast ? backoff : isUnreadable ? Math.max(asked, backoff) : asked;
  return { wait: Math.ceil(limit(wait, full)), reason: null };
}

/** A number that is not negative; `otherwise` if it is none. @param {unknown} value @param {number} otherwise */
function limit(value, otherwise) {
  return typeof value === "number" && !Number.isNaN(value) ? Math.max(value, 0) : otherwise;
}

/** The advice for an unknown error. @param {number} status @param {Retry} retry @returns {Retry | null} */
function ofStatus(status, [, ...rest]) {
  if (status === 425 || status === 429) return ["always", ...rest];
  return TRANSIENT.includes(status) ? ["idempotent", ...rest] : null;
}

/** @param {RetryRequest} request */
function isIdempotent(request) {
  const { method, headers } = typeof request === "string" ? { method: request, headers: undefined } : (request ?? {});
  return IDEMPOTENT.includes(String(method ?? "GET").toUpperCase()) || head(0, headers).headers.has("idempotency-key");
}

/** The longest wait in milliseconds that the error or another of the same response names; `null` if none does. @param {Book} book @param {AnyError} error @param {number} now @returns {number | null} */
function longest(book, error, now) {
  const row = find(book, error.code ?? error.codeText);
  /** @type {(number | null)[]} */
  const waits = (error.others ?? []).map((it) => longest(book, it, now));
  const { retryAfter } = error.timing;
  if (retryAfter !== undefined) {
    // Some APIs send a number in another unit.
    const unit = row?.[4]?.find((it) => it[0].toLowerCase() === "retry-after")?.[1];
    waits.push((typeof retryAfter === "number" && unit ? wait(retryAfter, unit, now) : null) ?? wait(retryAfter, "s", now));
  }
  const each = (/** @type {unknown} */ value, /** @type {Type | import("./book.js").HeaderType} */ type) => {
    if (Array.isArray(type)) {
      if (Array.isArray(value)) for (const item of value) each(item, type[0]);
    } else if (typeof type === "object" && "fields" in type) {
      for (const [name, of] of type.fields) each(value == null ? undefined : member(Object(value), name), of);
    } else if (typeof type === "string") {
      waits.push(wait(value, type, now));
    }
  };
  for (const [name, type] of [...(row?.[3] ?? []), ...(row?.[4] ?? [])]) each(error.fields && member(error.fields, name), type);
  for (const [name, type] of book.form?.members ?? []) each(error.members && member(error.members, name), type);
  const named = waits.filter((it) => it !== null);
  return named.length > 0 ? Math.max(...named) : null;
}

/** The wait of a value; `null` for one that is no delay. @param {unknown} value @param {string} type @param {number} now */
function wait(value, type, now) {
  const isDelay = type === "date" || Object.hasOwn(UNITS, type);
  if (!isDelay) return null;
  if (typeof value === "string") {
    const until = httpDate(value) ?? (type === "date" ? timestamp(value) : null);
    return until === null ? null : Math.max(until - now, 0);
  }
  if (typeof value !== "number" || type === "date") return null;
  const unit = UNITS[/** @type {keyof typeof UNITS} */ (type)];
  return type.startsWith("epoch") ? Math.max(Math.ceil(value) * unit - now, 0) : value * unit;
}
