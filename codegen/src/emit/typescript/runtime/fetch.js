// The error of a response of `fetch`.

import { LONGEST, head, read } from "./body.js";
import { decode } from "./decode.js";

/** @typedef {import("./book.js").AnyError} AnyError */
/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./book.js").Head} Head */
/** @typedef {import("./book.js").Layout} Layout */
/** @typedef {import("./types.js").FetchResponse} FetchResponse */

/** How long to wait for the end of a body, in milliseconds. */
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
    return decode(book, layout, status, headers, await bytes(unread(response)));
  }
  const received = head(status, headers);
  if (!response.ok || !isListed((it) => it >= 200 && it < 300) || !mayBeError(received)) return null;
  const body = await bytes(unread(response).clone());
  const content = read(received, body);
  if (content.isEncoded || !layout.isError(book, received, content)) return null;
  return decode(book, layout, status, headers, body);
}

/** Whether a success has the media type of an error, which names JSON. Streams of JSON do not end. @param {Head} received */
function mayBeError({ headers }) {
  const type = headers.get("content-type")?.split(";")[0].toLowerCase();
  return !type || (type.includes("json") && !/ndjson|jsonl|json-seq/.test(type));
}

/** @param {FetchResponse} response */
function unread(response) {
  if (response.bodyUsed) throw new TypeError("The body was already read: give it to `decodeError`.");
  return response;
}

/**
 * The part of a body that is decoded. One that breaks off, or does not end in time, has what was received. It throws only if
 * the caller aborts the request.
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
      const chunk = await Promise.race([reader.read().catch(unlessBroken), end]);
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
  return all;
}

/** Fetch has a `TypeError` for a connection that breaks off. Anything else is the reason for which the caller aborted the request. @param {unknown} error */
function unlessBroken(error) {
  if (Object(error).name !== "TypeError") throw error;
  return undefined;
}
