// Takes the values of a document out of the places of its form, and compares them with the book.

import { PRESENT, below, isConstant, isScalar, objectOf } from "./document.js";
import { captures, codeAt, codeInHeader, codeInText, codeOf, hasCode } from "./template.js";
import { Issues, hasType, typed } from "./values.js";

/** @typedef {import("./book.js").Head} Head */
/** @typedef {import("./book.js").Node} Node */
/** @typedef {import("./book.js").Row} Row */
/** @typedef {import("./book.js").Slot} Slot */
/** @typedef {import("./document.js").Document} Document */

/** Takes the values of one error. */
export class Consumer {
  /** @type {string | undefined} */
  message;
  /** The status in the body. @type {number | undefined} */
  status;
  /** The code's fields. @type {Map<string, unknown>} */
  fields = new Map();
  /** The fields that the book does not have. @type {Map<string, unknown>} */
  unknown = new Map();
  /** The members of the response. @type {Map<string, unknown>} */
  members = new Map();

  /** @param {Document} document @param {string | undefined} code @param {Row | undefined} row @param {Head | null} head @param {boolean} isComplete @param {Issues} issues */
  constructor(document, code, row, head, isComplete, issues) {
    this.document = document;
    this.form = document.form;
    this.code = code;
    this.row = row;
    this.part = row?.[5];
    this.head = head;
    this.isComplete = isComplete;
    this.issues = issues;
    /** Whether there is a place of the code, or of the message, that must not be empty and is. */
    this.lacks = { code: false, message: false };
    this.isMessageNoText = false;
  }

  all() {
    const { extras } = this.document;
    for (const [name] of this.row?.[3] ?? []) {
      if (!extras?.has(name) || this.form.placed.includes(name)) continue;
      this.fields.set(name, extras.get(name));
      extras.delete(name);
    }
    this.node(this.document.root, undefined);
    this.headers();
    if (this.lacks.code) this.missing();
    if (this.lacks.message && !this.isMessageNoText) this.missing();
    for (const [name, value] of extras ?? []) this.unknown.set(name, value);
  }

  missing() {
    this.issues.unless(!this.isComplete);
  }

  /** `beside` is the name of the member, if the code's fields are beside it. @param {Node} node @param {string | undefined} beside @returns {void} */
  node(node, beside) {
    const { document } = this;
    if ("slot" in node && node.slot !== "fields") return this.slot(node, document.take(node), beside);
    if ("text" in node) return this.template(node.text, document.take(node), document.codeIn === undefined && document.codeInText === node);
    if (isScalar(node)) {
      const value = document.take(node);
      if (value === undefined) this.missing();
      else this.issues.unless(value === PRESENT);
      return undefined;
    }
    const isEmpty = !objectOf(node) && below(node).length === 0;
    if (isEmpty || !this.isThere(node)) return undefined;
    if ("object" in node) for (const [name, it] of node.object) this.node(it, node.hasFields && name);
    else for (const it of below(node)) this.node(it, undefined);
    return undefined;
  }

  /** Whether an object or a list was found. @param {Node} node */
  isThere(node) {
    const value = this.document.places.get(node);
    if (value === PRESENT) return true;
    this.document.take(node);
    if (value != null) this.issues.unless(false);
    else if (this.isRequired(node)) this.missing();
    this.noteAbsent(node);
    return false;
  }

  /** Notes the places of the code and the message in an object that is not there. @param {Node} node */
  noteAbsent(node) {
    if ("slot" in node && node.or === undefined) this.absent(node);
    for (const it of below(node)) this.noteAbsent(it);
  }

  /** Whether a node has anything that every such error sends, apart from code, message and fields. @param {Node} node @returns {boolean} */
  isRequired(node) {
    if (isScalar(node)) return true;
    if (!("slot" in node)) return below(node).some((it) => this.isRequired(it));
    if (["code", "message", "fields", "field"].includes(node.slot)) return false;
    return node.or === undefined && (node.slot !== "code_member" || this.constant(node) !== undefined);
  }

  /** The code's own value of a member. @param {Slot} slot */
  constant({ index = 0 }) {
    return this.part?.members?.[index] ?? undefined;
  }

  /** Notes an empty place of the code or the message. @param {Slot} slot */
  absent({ slot }) {
    if (slot === "code" && !this.part?.sendsNoCode) this.lacks.code = true;
    if (slot === "message" && !this.part?.sendsNoMessage) this.lacks.message = true;
  }

  /** @param {Slot} slot @param {unknown} value @param {string | undefined} beside @returns {void} */
  slot(slot, value, beside) {
    const { issues, form } = this;
    if (slot.slot === "code") return this.codeSlot(slot, value);
    const isText = ["status_phrase", "meaning", "remediation", "docs_url"].includes(slot.slot);
    const isAny = slot.slot === "field" || (slot.slot === "member" && form.members[slot.index ?? 0][1] === "any");
    if (value === undefined || (value === slot.or && typeof value === "string") || (value === null && !isAny)) {
      if (slot.slot === "message") {
        if (slot.or === undefined) this.absent(slot);
      } else if (slot.slot !== "field" && !(slot.slot === "code_member" && !this.constant(slot))) {
        if (slot.or === undefined && this.row) this.missing();
      }
      return undefined;
    }
    if (slot.slot === "message") {
      if (typeof value === "string") return this.messageText(value, beside);
      if (!this.isField(beside, value)) {
        this.isMessageNoText = true;
        issues.unless(false);
      }
      return undefined;
    }
    if (isText) return undefined;
    if (slot.slot !== "status" && slot.slot !== "status_text") return this.value(slot, value);
    const isNumber = slot.slot === "status" ? typeof value === "number" : typeof value === "string" && /^\+?\d+$/.test(value);
    const found = isNumber ? Number(value) : NaN;
    return issues.unless(Number.isInteger(found) && found >= 0 && found < 65536) ? this.statusFound(found) : undefined;
  }

  /** @param {Slot} slot @param {unknown} value @returns {void} */
  codeSlot(slot, value) {
    if (this.document.codeIn === slot && !this.form.hasIntegerCodes) return;
    const code = codeAt(this.form, slot.or, value);
    if (code !== undefined) {
      this.issues.unless(code === this.code);
      this.issues.unless(!this.form.hasIntegerCodes || typeof value !== "string");
    } else if (value == null) {
      if (slot.or === undefined) this.absent(slot);
    } else if (value !== slot.or) {
      this.issues.unless(false);
    }
  }

  /** @param {string} text @param {string | undefined} beside */
  messageText(text, beside) {
    if (this.part?.sendsNoMessage) {
      if (!this.isField(beside, text)) this.message = text;
      return;
    }
    if (this.message !== undefined) this.issues.unless(this.message === text);
    this.message ??= text;
  }

  /** Stores a value as the field with the name of the message's member, if the message is not sent and there is such a field. @param {string | undefined} name @param {unknown} value */
  isField(name, value) {
    const isField = name !== undefined && this.part?.sendsNoMessage && this.declared(name) && !this.fields.has(name);
    if (isField) this.fields.set(name, value);
    return isField;
  }

  /** @param {string} name */
  declared(name) {
    return this.row?.[3]?.find((it) => it[0] === name);
  }

  /** @param {number} found */
  statusFound(found) {
    this.status ??= found;
    if (this.head) this.issues.unless(this.head.status === found);
  }

  /** A value of the response, of the code or of a field. @param {Slot} slot @param {unknown} value @returns {void} */
  value(slot, value) {
    const { issues, form } = this;
    const index = slot.index ?? 0;
    if (slot.slot === "member") {
      const [name, type] = form.members[index];
      if (hasType(value, type, issues)) this.keep(this.members, name, value);
    } else if (slot.slot === "code_member") {
      const constant = this.constant(slot);
      if (this.row) issues.unless(constant !== undefined && isConstant(constant, value));
    } else if (slot.slot === "field") {
      const name = form.placed[index];
      if (this.declared(name)) this.keep(this.fields, name, value);
      else if (value !== null) this.unknown.set(name, value);
    }
  }

  /** Keeps the first of several copies. @param {Map<string, unknown>} values @param {string} name @param {unknown} value */
  keep(values, name, value) {
    if (values.has(name)) this.issues.unless(isEqual(values.get(name), value));
    else values.set(name, value);
  }

  /** A text with values in it. @param {readonly (string | Slot)[]} parts @param {unknown} value @param {boolean} isTheCode */
  template(parts, value, isTheCode) {
    const { issues, form } = this;
    if (isTheCode && !form.hasIntegerCodes && parts.every((it) => typeof it === "string" || it.slot === "code")) return;
    if (value == null) return this.emptyTemplate(parts);
    const found = typeof value === "string" ? captures(parts, value) : null;
    if (typeof value !== "string" || !found) {
      // A code that is read from a longer text may have any text around it.
      const code = typeof value === "string" ? codeInText(form, parts, value) : undefined;
      issues.unless(code !== undefined && code === this.code);
      return;
    }
    for (const [slot, text] of found) {
      if (slot.slot === "code") issues.unless(codeOf(form, text) === this.code);
      else if (slot.slot === "message") this.messageText(text, undefined);
      else if (slot.slot === "status" || slot.slot === "status_text") {
        if (/^\+?\d+$/.test(text) && Number(text) < 65536) this.statusFound(Number(text));
      } else if (slot.slot === "code_member") {
        const constant = this.constant(slot);
        if (this.row) issues.unless(constant !== undefined && "constant" in constant && String(constant.constant) === text);
      } else if (slot.slot === "member") {
        this.value(slot, typed(text, form.members[slot.index ?? 0][1]));
      } else if (slot.slot === "field") {
        this.value(slot, typed(text, this.declared(form.placed[slot.index ?? 0])?.[1] ?? "string"));
      }
    }
  }

  /** @param {readonly (string | Slot)[]} parts */
  emptyTemplate(parts) {
    const isRequired = (/** @type {string | Slot} */ part) => {
      if (typeof part === "string") return true;
      if (part.slot === "code") return this.row !== undefined && !this.part?.sendsNoCode;
      if (part.slot === "message") return this.row !== undefined && !this.part?.sendsNoMessage;
      if (part.slot === "code_member" && part.or === undefined) return this.constant(part) !== undefined;
      return part.or !== null;
    };
    if (hasCode(parts) && this.code === undefined) this.absent({ slot: "code" });
    else if (parts.every(isRequired)) this.missing();
  }

  /** Compares the values in headers with those in the body, and takes members that are in headers only. Proxies drop headers: a missing one is no difference. */
  headers() {
    for (const [name, node] of this.form.headers) {
      const text = this.head?.headers.get(name.toLowerCase());
      if (text === undefined) continue;
      const code = codeInHeader(this.form, node, text);
      if (code !== undefined) {
        this.issues.unless(code === this.code);
        continue;
      }
      /** @type {[Slot, string][]} */
      const found = "text" in node ? (captures(node.text, text) ?? []) : "slot" in node && node.or !== text ? [[node, text]] : [];
      for (const [{ slot, index = 0 }, it] of found) {
        if (slot !== "member") continue;
        const [member, type] = this.form.members[index];
        const value = typed(it, type);
        if (this.members.has(member)) this.issues.unless(isEqual(this.members.get(member), value));
        else if (this.issues.unless(hasType(value, type, new Issues()))) this.members.set(member, value);
      }
    }
  }
}

/** Whether two values of JSON are the same. @param {unknown} one @param {unknown} other @returns {boolean} */
function isEqual(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
