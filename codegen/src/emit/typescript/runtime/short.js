// The short form: code, message and fields are in one object, which may be a member of the body.

import { isObject } from "./json.js";
import { find, payload, result, timing } from "./result.js";
import { Issues, member } from "./values.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Short} Short */
/** @typedef {import("./book.js").Head} Head */
/** @typedef {import("./book.js").Body} Body */

/** @type {import("./book.js").Layout} */
export const short = {
  decode(book, head, body) {
    const names = /** @type {Short} */ (book.short);
    return decodeShort(book, names, head, body, members(names, body), new Issues());
  },

  isError(book, head, body) {
    const names = /** @type {Short} */ (book.short);
    const { error } = members(names, body);
    return [names.code, names.message].some((name) => typeof error?.[name] === "string");
  },
};

/**
 * The members of the error, and those of its fields.
 *
 * @param {Short} names
 * @param {Body} body
 * @returns {{error: Record<string, unknown> | undefined, nested: Record<string, unknown>}}
 */
export function members({ within, fields }, { value, unfinished }) {
  /** @param {unknown} object @param {string | undefined} open */
  const finished = (object, open) => {
    if (!isObject(object)) return undefined;
    /** @type {[string, unknown][]} */
    const found = Object.entries(object).map(([name, it]) => [
      name,
      (name === open && isObject(it)) || !unfinished.has(it) ? it : unfinished.get(it),
    ]);
    return Object.fromEntries(found.filter(([, it]) => it !== undefined));
  };
  const top = finished(value, within ?? fields);
  const error = within === undefined ? top : finished(top && member(top, within), fields);
  const nested = error && fields !== undefined && finished(member(error, fields), undefined);
  if (error && nested) delete error[/** @type {string} */ (fields)];
  return { error, nested: nested || {} };
}

/**
 * @param {Book} book
 * @param {Short} names
 * @param {Head} head
 * @param {Body} body
 * @param {{error: Record<string, unknown> | undefined, nested: Record<string, unknown>}} found
 * @param {Issues} issues
 */
export function decodeShort(book, names, head, body, { error, nested }, issues) {
  if (body.isComplete) issues.unless(error !== undefined);
  const unknown = { ...error };
  /** A text of the envelope. One of another type stays among the members. @param {string} name */
  const text = (name) => {
    const value = error && member(error, name);
    if (typeof value === "string" || value == null) delete unknown[name];
    issues.unless(typeof value === "string" || (value == null && !(body.isComplete && error)));
    return typeof value === "string" ? value : undefined;
  };
  const [code, message] = [text(names.code), text(names.message)];
  const row = find(book, code);
  const place = names.fields === undefined ? unknown : nested;
  const fields = row && body.isComplete ? payload(row, place, head, issues) : undefined;
  if (row) issues.unless(row[1].includes(head.status));
  else issues.unless(code === undefined);
  if (row && fields) for (const [name] of row[3] ?? []) delete place[name];
  const rest = { status: head.status, message, timing: timing(head, row, fields) };
  return { error: result(row, code, fields, { ...unknown, ...nested }, body, rest), issues: issues.count };
}
