// From a response to an error. It never throws.

import { head as headOf, read } from "./body.js";
import { decodeShort, members } from "./short.js";
import { Issues, member } from "./values.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Body} Body */
/** @typedef {import("./book.js").Decoded} Decoded */
/** @typedef {import("./book.js").Head} Head */
/** @typedef {import("./book.js").Layout} Layout */

/** Problem details (RFC 9457) name the code and the message of a book like this. */
const PROBLEM = { code: "code", message: "detail" };
/** Their members that describe the error and are not its fields. */
const STANDARD = ["type", "title", "status", "instance"];

/**
 * @param {Book} book
 * @param {Layout} layout
 * @param {number} status
 * @param {unknown} headers
 * @param {unknown} body
 */
export function decode(book, layout, status, headers, body) {
  const head = headOf(status, headers);
  const content = read(head, body);
  const mediaType = head.headers.get("content-type")?.split(";")[0].trim().toLowerCase();
  const own = layout.decode(book, head, content);
  // The errors of the book may be problem details themselves, by its own form.
  if (mediaType !== "application/problem+json" || book.form?.isProblem) return own.error;
  const details = problem(book, head, content);
  const [misfit, ownMisfit] = [rank(details), rank(own)];
  return ownMisfit < misfit || (ownMisfit === misfit && own.issues < details.issues) ? own.error : details.error;
}

/** A known code outweighs any number of issues. @param {Decoded} decoded */
function rank({ error }) {
  if (error.code !== null) return 0;
  return { payload_mismatch: 1, code_unknown: 2, encoded: 3, no_code: 3 }[error.reason ?? "no_code"];
}

/** @param {Book} book @param {Head} head @param {Body} body */
function problem(book, head, body) {
  const { error } = members(PROBLEM, body);
  const issues = new Issues();
  /** @type {[string, unknown][]} */
  const found = [];
  for (const [name, value] of Object.entries(error ?? {})) {
    const isOwn = name === PROBLEM.code || name === PROBLEM.message;
    if (STANDARD.includes(name)) continue;
    if (isOwn && typeof value !== "string" && value !== null) continue;
    // A field with a reserved name has one more underscore.
    const isEscaped = /^(type|title|status|instance|code|detail)_+$/.test(name);
    found.push([isEscaped ? name.slice(0, -1) : name, value]);
  }
  for (const name of STANDARD) {
    const value = (error && member(error, name)) ?? undefined;
    if (value === undefined) continue;
    if (name !== "status") issues.unless(typeof value === "string");
    else issues.unless(isStatus(value) && (value === head.status || !body.isComplete));
  }
  return decodeShort(book, PROBLEM, head, body, { error: error && Object.fromEntries(found), nested: {} }, issues);
}

/** @param {unknown} value */
function isStatus(value) {
  return Number.isInteger(value) && /** @type {number} */ (value) >= 0 && /** @type {number} */ (value) < 65536;
}
