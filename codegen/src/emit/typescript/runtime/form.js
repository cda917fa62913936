// Any other form: the body is as the book has it, with places for the values of an error.

import { Consumer } from "./consume.js";
import { Document, PRESENT, findNode, isScalar } from "./document.js";
import { identify } from "./identify.js";
import { find, payload, result, timing } from "./result.js";
import { codeAt, codeInHeader, codeInText } from "./template.js";
import { Issues, record } from "./values.js";

/** @typedef {import("./book.js").Body} Body */
/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Form} Form */
/** @typedef {import("./book.js").Head} Head */
/** @typedef {import("./book.js").Node} Node */

/** @type {import("./book.js").Layout} */
export const form = {
  decode(book, head, body) {
    const { body: root } = formOf(book);
    const document = new Document(formOf(book), root, body.unfinished);
    document.fill(root, body.value);
    const first = one(book, document, head, body, true);
    const others = document.others.map((it) => one(book, it, head, body, false).error);
    return hasList(root) ? { ...first, error: { ...first.error, others, dropped: document.dropped } } : first;
  },

  isError(book, head, { value, unfinished }) {
    const document = new Document(formOf(book), formOf(book).body, unfinished);
    document.fill(document.root, value);
    // The constants of lists may be those of other items.
    /** @type {(node: Node) => boolean} */
    const isThere = (node) => {
      if (isScalar(node)) return document.places.get(node) === PRESENT;
      return !("object" in node) || node.object.every((it) => isThere(it[1]));
    };
    const { others } = document;
    return isThere(document.root) && [document, ...others].some((it) => codeIn(it, head) !== undefined || hasMessage(it));
  },
};

/** Whether an error has a message. @param {Document} document */
function hasMessage({ root, places }) {
  const isMessage = (/** @type {Node} */ node) => "slot" in node && node.slot === "message" && typeof places.get(node) === "string";
  return findNode(root, (node) => (isMessage(node) ? true : undefined)) === true;
}

/** Whether a response may have several errors. @param {Node} root */
function hasList(root) {
  return findNode(root, (node) => ("each" in node ? true : undefined)) === true;
}

/** @param {Book} book */
function formOf(book) {
  return /** @type {Form} */ (book.form);
}

/** One error. Only the first one has the headers of the response. @param {Book} book @param {Document} document @param {Head} response @param {Body} body @param {boolean} isFirst */
function one(book, document, response, body, isFirst) {
  const issues = new Issues();
  const head = isFirst ? response : null;
  const code = codeIn(document, head);
  // A code in a header says nothing about the body.
  const isForm = document.codeIn !== undefined || hasValues(document);
  const isComplete = body.isComplete && isForm;
  if (!isForm) {
    document.take(document.root);
    issues.unless(!body.isComplete);
  }
  let row = find(book, code);
  if (code === undefined && isComplete) row = identify(book, document, statusIn(document) ?? response.status);
  const consumer = new Consumer(document, code, row, head, isComplete, issues);
  consumer.all();
  const ownStatus = isFirst ? undefined : consumer.status;
  const status = ownStatus ?? response.status;
  // Some servers send the code in a header, and nothing in the body.
  const hasNoBody = isFirst && body.text === "" && !body.isEncoded;
  const isRead = body.isComplete || hasNoBody;
  const values = Object.fromEntries(consumer.fields);
  const fields = row && isRead ? payload(row, values, head, issues) : undefined;
  if (row) issues.unless((isFirst ? response.status : ownStatus) === undefined || row[1].includes(status));
  else if (code !== undefined) issues.unless(false);
  else if (isComplete && issues.count === 0) issues.unless(false);
  const unknown = Object.fromEntries(consumer.unknown);
  if (!fields) Object.assign(unknown, values);
  const rest = { status, message: consumer.message, timing: timing(head, row, fields) };
  const excerpt = isFirst ? body : { ...body, excerpt: "" };
  const error = result(row, code, fields, unknown, excerpt, rest);
  const types = document.form.members.map(([name, type]) => /** @type {const} */ ([name, type, 1]));
  const members = types.length > 0 && { members: record(Object.fromEntries(consumer.members), types) };
  return { error: { ...error, ...members }, issues: issues.count };
}

/** The code: on its own in the body, or else in a longer text, or else in a header. @param {Document} document @param {Head | null} head */
function codeIn({ form, places, root, codeIn, codeInText: inText }, head) {
  if (codeIn) return codeAt(form, undefined, places.get(codeIn));
  const own = form.hasIntegerCodes
    ? findNode(root, (node) => ("slot" in node && node.slot === "code" ? codeAt(form, node.or, places.get(node)) : undefined))
    : undefined;
  if (own !== undefined) return own;
  if (inText && "text" in inText) return codeInText(form, inText.text, String(places.get(inText)));
  for (const [name, node] of form.headers) {
    const text = head?.headers.get(name.toLowerCase());
    const code = text === undefined ? undefined : codeInHeader(form, node, text);
    if (code !== undefined) return code;
  }
  return undefined;
}

/** The status in the body. @param {Document} document */
function statusIn({ root, places }) {
  return findNode(root, (node) => {
    const value = places.get(node);
    if (!("slot" in node)) return undefined;
    if (node.slot === "status_text" && typeof value === "string" && /^\+?\d+$/.test(value)) return inRange(Number(value));
    return node.slot === "status" && Number.isInteger(value) ? inRange(Number(value)) : undefined;
  });
}

/** @param {number} status */
function inRange(status) {
  return status >= 0 && status < 65536 ? status : undefined;
}

/** Whether any value of the form was found. @param {Document} document */
function hasValues({ root, places }) {
  const isValue = (/** @type {Node} */ node) =>
    node !== root && places.has(node) && !(places.get(node) === PRESENT && "constant" in node && node.constant === null);
  return findNode(root, (node) => (isValue(node) ? true : undefined)) === true;
}
