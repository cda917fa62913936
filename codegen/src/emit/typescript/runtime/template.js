// Texts with values in them, read back.

/** @typedef {import("./book.js").Form} Form */
/** @typedef {import("./book.js").Node} Node */
/** @typedef {import("./book.js").Slot} Slot */
/** @typedef {readonly (string | Slot)[]} Parts */

/** The part of a text that is the code: before the first `before` and, of that, after the last `after`. @param {Form} form @param {string} text */
export function codeOf({ after, before }, text) {
  const start = before === undefined ? text : text.split(before)[0];
  return after === undefined ? start : /** @type {string} */ (start.split(after).pop());
}

/**
 * The values in a text, whose rest must match the template exactly; `null` if it does not. A value runs to the first
 * occurrence of the text after it. Two values without a text between them cannot be read.
 *
 * @param {Parts} parts
 * @param {string} text
 */
export function captures(parts, text) {
  /** @type {[Slot, string][]} */
  const found = [];
  let rest = text;
  for (const [at, part] of parts.entries()) {
    if (typeof part === "string") {
      if (!rest.startsWith(part)) return null;
      rest = rest.slice(part.length);
      continue;
    }
    const next = parts[at + 1];
    let end = rest.length;
    if (typeof next === "object") return null;
    if (next !== undefined) {
      const isLast = at + 2 === parts.length;
      end = !isLast ? rest.indexOf(next) : rest.endsWith(next) ? rest.length - next.length : -1;
    }
    if (end < 0) return null;
    const value = rest.slice(0, end);
    rest = rest.slice(end);
    if (part.or !== value) found.push([part, value]);
  }
  return rest === "" ? found : null;
}

/** Whether a template has a place for the code. @param {Parts} parts */
export function hasCode(parts) {
  return parts.some((part) => typeof part === "object" && part.slot === "code");
}

/** The code in a text with other values; `undefined` if there is none. @param {Form} form @param {Parts} parts @param {string} text */
export function codeInText(form, parts, text) {
  if (!hasCode(parts)) return undefined;
  const found = captures(parts, text);
  const code = found?.find(([{ slot }]) => slot === "code");
  if (code) return codeOf(form, code[1]);
  const isCut = form.after !== undefined || form.before !== undefined;
  return !found && isCut ? codeOf(form, text) : undefined;
}

/** The code in the value of a header. @param {Form} form @param {Node} node @param {string} text */
export function codeInHeader(form, node, text) {
  if ("text" in node) return codeInText(form, node.text, text);
  return "slot" in node && node.slot === "code" && node.or !== text ? codeOf(form, text) : undefined;
}

/** The code at a place of its own. An integer that comes as a text is read too. @param {Form} form @param {string | null | undefined} or @param {unknown} value */
export function codeAt(form, or, value) {
  if (typeof value === "string") {
    if (value === or) return undefined;
    const code = codeOf(form, value);
    return !form.hasIntegerCodes || String(Number.parseInt(code, 10)) === code ? code : undefined;
  }
  return form.hasIntegerCodes && Number.isInteger(value) ? String(value) : undefined;
}
