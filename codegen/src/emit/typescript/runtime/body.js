// What a client has of a response: its headers and its body, in the types of any library.

import { parse } from "./json.js";

/** The maximum length of a body that is read, in bytes. */
export const LONGEST = 1 << 20;
/** The maximum length of an excerpt, in bytes. */
const EXCERPT = 1 << 10;

/** @typedef {import("./book.js").Head} Head */
/** @typedef {import("./book.js").Body} Body */

/**
 * A status and headers, by names in lower case. Of several values of a header, the first one counts.
 *
 * @param {number} status
 * @param {unknown} headers
 * @returns {Head}
 */
export function head(status, headers) {
  const found = new Map();
  try {
    const pairs = headers == null ? [] : Symbol.iterator in Object(headers) ? headers : Object.entries(headers);
    for (const [name, value] of /** @type {Iterable<[unknown, unknown]>} */ (pairs)) {
      const key = String(name).toLowerCase();
      const first = Array.isArray(value) ? value[0] : value;
      if (first != null && !found.has(key)) found.set(key, String(first).replace(/^[ \t]+|[ \t]+$/g, ""));
    }
  } catch {
    // What is not iterable, or not pairs, has no headers.
  }
  return { status, headers: found };
}

/**
 * A body as JSON: from text or bytes, or from JSON that a library has parsed.
 *
 * @param {Head} head
 * @param {unknown} body
 * @returns {Body}
 */
export function read({ headers }, body) {
  const [text, isWhole, isUtf8] = textOf(body);
  const encoding = headers.get("content-encoding")?.toLowerCase() || "identity";
  // If the body is text, the header is a leftover.
  if (encoding !== "identity" && (!isUtf8 || /[\0-\x08\x0b\x0e-\x1f\x7f]/.test(text))) {
    return { value: undefined, text: "", excerpt: "", isComplete: false, isEncoded: true, unfinished: new Map() };
  }
  const { value, isValid, unfinished } = parse(text);
  const start = isUtf8 ? text : new TextDecoder().decode(bytesOf(body).subarray(0, EXCERPT + 4));
  return { value, text, excerpt: excerpt(start), isComplete: isWhole && isUtf8 && isValid, isEncoded: false, unfinished };
}

/** The text that is read, whether it is the whole body, and whether the body is UTF-8. @param {unknown} body @returns {[string, boolean, boolean]} */
function textOf(body) {
  if (body == null) return ["", true, true];
  if (typeof body !== "string" && !isBytes(body)) return textOf(json(body));
  if (typeof body === "string" && body.length * 3 <= LONGEST) return [body.replace(/^\ufeff/, ""), true, true];
  let bytes = bytesOf(body);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
  const limited = bytes.subarray(0, LONGEST);
  const isWhole = limited.length === bytes.length;
  try {
    // A character that the limit cut off is no mistake.
    return [new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(limited, { stream: !isWhole }), isWhole, true];
  } catch {
    return [validStart(limited), isWhole, false];
  }
}

/** The text before the first byte that is not UTF-8: there, the replacement characters begin. @param {Uint8Array} bytes */
function validStart(bytes) {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let [at, end] = [0, 0];
  for (const character of text) {
    for (const byte of new TextEncoder().encode(character)) {
      if (byte !== bytes[at]) return text.slice(0, end);
      at += 1;
    }
    end += character.length;
  }
  return text.slice(0, end);
}

/** @param {unknown} body @returns {body is ArrayBuffer | ArrayBufferView} */
function isBytes(body) {
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body);
}

/** @param {unknown} body @returns {Uint8Array} */
function bytesOf(body) {
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return new TextEncoder().encode(String(body));
}

/** A parsed body as text; nothing for what is not JSON. @param {unknown} body */
function json(body) {
  try {
    return JSON.stringify(body);
  } catch {
    return undefined;
  }
}

/** The start of a text. @param {string} text */
function excerpt(text) {
  const bytes = new TextEncoder().encode(text.slice(0, EXCERPT));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, EXCERPT), { stream: true });
}
