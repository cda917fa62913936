// The values of a body by the nodes of a form. It knows no types.

import { isObject } from "./json.js";
import { codeInText } from "./template.js";
import { member } from "./values.js";

/** @typedef {import("./book.js").Form} Form */
/** @typedef {import("./book.js").Node} Node */
/** @typedef {import("./book.js").ObjectNode} ObjectNode */
/** @typedef {import("./book.js").ListNode} ListNode */

/** The maximum number of errors in one response that are kept. */
const MOST = 32;
/** The place of a constant that is as in the form, or of an object or a list, whose contents have places of their own. */
export const PRESENT = Symbol("present");
/** The object of the code's fields where it is a value of its own. @type {ObjectNode} */
const FIELDS = { object: [], hasFields: true };

/** The values of one error. */
export class Document {
  /** What is at each node: `PRESENT` or a value. @type {Map<Node, unknown>} */
  places = new Map();
  /** The members beside the fields, and the fields; `undefined` if their object was not found. @type {Map<string, unknown> | undefined} */
  extras;
  /** The node of the first code that was found on its own. @type {Node | undefined} */
  codeIn;
  /** The node of the first code that was found in a longer text. @type {Node | undefined} */
  codeInText;
  /** The other errors of the response. @type {Document[]} */
  others = [];
  /** How many more there were. */
  dropped = 0;

  /** @param {Form} form @param {Node} root @param {ReadonlyMap<unknown, unknown>} unfinished */
  constructor(form, root, unfinished) {
    this.form = form;
    this.root = root;
    this.unfinished = unfinished;
  }

  /** Puts a value at a node and those below it. What did not end is only read if it has nodes of its own; if not, the value before it counts. @param {Node} node @param {unknown} value */
  fill(node, value) {
    const object = objectOf(node);
    if (Array.isArray(value) && "each" in node) {
      this.places.set(node, PRESENT);
      this.each(node.each, value);
    } else if (Array.isArray(value) && "list" in node && node.list.length > 0) {
      this.places.set(node, PRESENT);
      this.list(node, value);
    } else if (isObject(value) && object) {
      this.places.set(node, PRESENT);
      if (object.hasFields) this.extras = new Map();
      for (const [name, it] of Object.entries(value)) this.member(object, name, it);
    } else if (!this.unfinished.has(value)) {
      this.put(node, value);
    } else if (this.unfinished.get(value) !== undefined) {
      this.fill(node, this.unfinished.get(value));
    }
  }

  /** @param {ObjectNode} object @param {string} name @param {unknown} value */
  member(object, name, value) {
    const node = object.object.find((it) => it[0] === name)?.[1];
    const ended = this.ended(value);
    if (node) this.fill(node, value);
    else if (object.hasFields && ended !== undefined) this.extras?.set(name, ended);
  }

  /** A value, or the one before it if it did not end. @param {unknown} value */
  ended(value) {
    return this.unfinished.has(value) ? this.unfinished.get(value) : value;
  }

  /** @param {Node} item @param {unknown[]} items */
  each(item, [first, ...others]) {
    if (first !== undefined) this.fill(item, first);
    this.dropped = Math.max(others.length - (MOST - 1), 0);
    for (const other of others.slice(0, MOST - 1)) {
      const document = new Document(this.form, item, this.unfinished);
      document.fill(item, other);
      // Of an item that breaks off, there may be nothing to read.
      if (document.places.size > 0) this.others.push(document);
    }
  }

  /** Items are found by their constants, or else by their index. @param {ListNode} node @param {unknown[]} items */
  list({ list }, items) {
    const isByIndex = !list.some(hasConstants);
    items.forEach((value, index) => {
      const isFree = (/** @type {Node} */ item) => !this.places.has(item);
      if (isByIndex && index < list.length) return this.fill(list[index], value);
      const isFinished = !this.unfinished.has(value);
      const [name, first] = Object.entries(isObject(value) ? value : {})[0] ?? [""];
      // An item usually begins with its constant.
      const begun = list.find((item) => isFree(item) && beginsWith(item, name, this.ended(first)));
      if (begun && (!isFinished || hasItsConstants(begun, value))) return this.fill(begun, value);
      if (!isFinished) return undefined;
      const found = list.find((item) => isFree(item) && hasConstants(item) && hasItsConstants(item, value));
      const byIndex = list[index] && !hasConstants(list[index]) && isFree(list[index]) ? list[index] : undefined;
      const item = found ?? byIndex;
      return item && this.fill(item, value);
    });
  }

  /** @param {Node} node @param {unknown} value */
  put(node, value) {
    this.places.set(node, isConstant(node, value) ? PRESENT : value);
    if (typeof value !== "string") return;
    if ("slot" in node && node.slot === "code") {
      if (node.or !== value && !this.form.hasIntegerCodes) this.codeIn ??= node;
    } else if ("text" in node && !this.codeIn && codeInText(this.form, node.text, value) !== undefined) {
      this.codeInText ??= node;
    }
  }

  /** Takes what is at a node. @param {Node} node */
  take(node) {
    const value = this.places.get(node);
    this.places.delete(node);
    return value;
  }
}

/** The object at a node. `{}` is a constant. @param {Node} node @returns {ObjectNode | undefined} */
export function objectOf(node) {
  if ("object" in node) return node.object.length > 0 || node.hasFields ? node : undefined;
  return "slot" in node && node.slot === "fields" ? FIELDS : undefined;
}

/** The nodes in a node. @param {Node} node @returns {readonly Node[]} */
export function below(node) {
  if ("object" in node) return node.object.map((it) => it[1]);
  if ("list" in node) return node.list;
  return "each" in node ? [node.each] : [];
}

/** The first result for a node or one below it. @template T @param {Node} node @param {(node: Node) => T | undefined} of @returns {T | undefined} */
export function findNode(node, of) {
  let found = of(node);
  for (const it of below(node)) found ??= findNode(it, of);
  return found;
}

/** Whether a node is a constant that says something. @param {Node} node @returns {node is import("./book.js").Constant} */
export function isScalar(node) {
  return "constant" in node && node.constant !== null;
}

/** Whether a value is the constant of a node. @param {Node} node @param {unknown} value @returns {boolean} */
export function isConstant(node, value) {
  if ("constant" in node) return node.constant === value;
  if ("list" in node) {
    return Array.isArray(value) && value.length === node.list.length && node.list.every((it, at) => isConstant(it, value[at]));
  }
  if (!("object" in node) || !isObject(value)) return false;
  const isThere = (/** @type {readonly [string, Node]} */ [name, it]) => Object.hasOwn(value, name) && isConstant(it, value[name]);
  return Object.keys(value).length === node.object.length && node.object.every(isThere);
}

/** Whether an item has constants, by which it is found at any index. @param {Node} node @returns {boolean} */
function hasConstants(node) {
  return isScalar(node) || (!("each" in node) && below(node).some(hasConstants));
}

/** Whether a value has the constants of a node. @param {Node} node @param {unknown} value @returns {boolean} */
function hasItsConstants(node, value) {
  if (isScalar(node)) return isConstant(node, value);
  if ("object" in node && isObject(value)) {
    return node.object.every(([name, it]) => !hasConstants(it) || (Object.hasOwn(value, name) && hasItsConstants(it, member(value, name))));
  }
  if ("list" in node && Array.isArray(value)) {
    return node.list.every((it) => !hasConstants(it) || value.some((item) => hasItsConstants(it, item)));
  }
  return !hasConstants(node);
}

/** Whether an item has this member as a constant. One with lists is not found by it. @param {Node} item @param {string} name @param {unknown} value */
function beginsWith(item, name, value) {
  const constant = objectOf(item)?.object.find((it) => it[0] === name)?.[1];
  const hasLists = (/** @type {Node} */ node) => (("list" in node || "each" in node) ? true : undefined);
  return constant !== undefined && isScalar(constant) && isConstant(constant, value) && !findNode(item, hasLists);
}
