// The error of a response of `fetch`.

import { head, read } from "./body.js";
import { decode } from "./decode.js";

/** @typedef {import("./book.js").AnyError} AnyError */
/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Layout} Layout */
/** @typedef {import("./types.js").FetchResponse} FetchResponse */

/** The maximum length of a body, in bytes. */
const LONGEST = 64 << 10;
/** How long to wait for its end, in milliseconds. */
const PATIENCE = 10_000;

/**
 * @param {Book} book
 * @param {Layout} layout
 * @param {FetchResponse} response
 * @returns {Promise<AnyError | null>}
 */
export async function errorOf(book, layout, response) {
  const { status, headers } = response;
  const isListed = (/** @type {(status: number) => boolean} */ is) => book.codes.some((row) => row[1].some(is));
  if (status >= 400 || (status >= 300 && isListed((it) => it === status))) {
    return decode(book, layout, status, headers, await bytes(response));
  }
  if (!response.ok || !isListed((it) => it >= 200 && it < 300)) return null;
  const body = await bytes(response.clone());
  const content = read(head(status, headers), body);
  if (content.isEncoded || !layout.isError(book, head(status, headers), content)) return null;
  return decode(book, layout, status, headers, body);
}

/**
 * The start of a body. One that breaks off, or does not end in time, has what was received. It throws only if the caller
 * aborts the request.
 *
 * @param {FetchResponse} response
 */
async function bytes({ body }) {
  const reader = body?.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const end = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE))).then(() => undefined);
  try {
    while (reader && length <= LONGEST) {
      const chunk = await Promise.race([reader.read().catch(unlessAborted), end]);
      if (!chunk?.value) break;
      chunks.push(chunk.value);
      length += chunk.value.length;
    }
  } finally {
    clearTimeout(timer);
    reader?.cancel().catch(() => undefined);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all.subarray(0, LONGEST);
}

/** @param {unknown} error */
function unlessAborted(error) {
  if (error instanceof Error && error.name === "AbortError") throw error;
  return undefined;
}
