// Which error without a code a body is: the one that lists the status and whose form the body has.

import { PRESENT, below, isConstant, isScalar, objectOf } from "./document.js";
import { captures } from "./template.js";
import { Issues, fieldFits, hasType } from "./values.js";

/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Node} Node */
/** @typedef {import("./book.js").ObjectNode} ObjectNode */
/** @typedef {import("./book.js").Row} Row */
/** @typedef {import("./book.js").Slot} Slot */
/** @typedef {import("./document.js").Document} Document */

/** The row of the only error without a code that the body can be. @param {Book} book @param {Document} document @param {number} status */
export function identify(book, document, status) {
  const isIt = (/** @type {Row} */ row) =>
    row[5]?.sendsNoCode && row[1].includes(status) && new Candidate(document, row).fits(document.root, undefined);
  const [row, another] = book.codes.filter(isIt);
  return another ? undefined : row;
}

/** An error that the body may be. */
class Candidate {
  /** @param {Document} document @param {Row} row */
  constructor(document, row) {
    this.document = document;
    this.fields = row[3] ?? [];
    this.part = row[5] ?? {};
  }

  /** Whether everything at a node and below it is there, with its type, that must be. `beside` is the name of the member, if the fields are beside it. @param {Node} node @param {string | undefined} beside @returns {boolean} */
  fits(node, beside) {
    const value = this.document.places.get(node);
    if ("slot" in node) {
      return node.slot === "fields" ? (value == null || value === PRESENT) && this.fieldsFit(undefined) : this.slotFits(node, value, beside);
    }
    if ("text" in node) return this.templateFits(node.text, value);
    if (isScalar(node)) return value === PRESENT;
    const object = objectOf(node);
    if (object && value != null && value !== PRESENT) return false;
    if ("object" in node) {
      return node.object.every(([name, it]) => this.fits(it, node.hasFields && name)) && (!node.hasFields || this.fieldsFit(node));
    }
    return below(node).every((it) => this.fits(it, undefined));
  }

  /** @param {Slot} slot @param {unknown} value @param {string | undefined} beside @returns {boolean} */
  slotFits({ slot, index = 0, or }, value, beside) {
    const isAbsent = value == null || (typeof value === "string" && value === or);
    const mayBeAbsent = isAbsent && or !== undefined;
    const { form } = this.document;
    switch (slot) {
      // A code that can be read decides alone.
      case "code":
        return isAbsent;
      case "message":
        if (!this.part.sendsNoMessage) return typeof value === "string" && !isAbsent;
        return isAbsent || (beside !== undefined && this.field(beside) !== undefined);
      case "status":
        return (Number.isInteger(value) && Number(value) >= 0) || mayBeAbsent;
      case "member":
        return isAbsent ? or !== undefined : isOfType(value, form.members[index][1]);
      case "code_member": {
        const constant = this.part.members?.[index];
        return constant ? value !== undefined && isConstant(constant, value) : isAbsent;
      }
      case "field": {
        const field = this.field(form.placed[index]);
        // A field that the error does not have is an extra.
        if (!field) return true;
        return isAbsent ? field[2] === 1 : isOfType(value, field[1]);
      }
      // The status as a text, or a text that is not read.
      default:
        return typeof value === "string" || mayBeAbsent;
    }
  }

  /** @param {readonly (string | Slot)[]} parts @param {unknown} value */
  templateFits(parts, value) {
    if (typeof value === "string") {
      // Whether the values can be separated.
      const isReadable = !parts.some((it, at) => typeof it === "object" && typeof parts[at + 1] === "object");
      return !isReadable || captures(parts, value) !== null;
    }
    const mustBeThere = parts.every((part) => {
      if (typeof part === "string") return true;
      if (part.slot === "code") return false;
      return part.slot === "message" ? !this.part.sendsNoMessage : part.or !== null;
    });
    return !mustBeThere;
  }

  /** Whether the required fields are there, and all have their types. One with a place of its own is checked there. If the message is not sent, a field beside it may have its name. @param {ObjectNode | undefined} beside */
  fieldsFit(beside) {
    const { extras, form, places } = this.document;
    return this.fields.every((field) => {
      const [name, type, optional] = field;
      if (form.placed.includes(name)) return true;
      if (extras?.has(name)) return fieldFits(extras.get(name), field, new Issues());
      const node = this.part.sendsNoMessage && beside?.object.find((it) => it[0] === name)?.[1];
      const value = node && "slot" in node && node.slot === "message" ? places.get(node) : undefined;
      return value == null ? optional === 1 : isOfType(value, type);
    });
  }

  /** @param {string} name */
  field(name) {
    return this.fields.find((it) => it[0] === name);
  }
}

/** @param {unknown} value @param {import("./book.js").Type} type */
function isOfType(value, type) {
  return value !== PRESENT && hasType(value, type, new Issues());
}
