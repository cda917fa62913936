/** Why an error could not be typed. */
export type Reason =
  /** The book does not have the code: the server may use a newer one. */
  | "code_unknown"
  /** The book has the code, but the payload does not fit, or it was truncated. */
  | "payload_mismatch"
  /** The body is compressed, and the client did not decompress it. */
  | "encoded"
  /** There is no code: the response may come from a proxy, and not from the API. */
  | "no_code";

/** The headers of a response that `retryAdvice` needs. */
export interface RetryTiming {
  /** The value of `Retry-After`: seconds, or a date of HTTP. */
  retryAfter?: number | string;
  /** When the server sent the response, by its own clock, in milliseconds since 1970. */
  sent?: number;
  /** Whether the response has a wait that could not be read. */
  isUnreadable?: true;
}

/**
 * The headers of a response: those of `fetch`, of `axios`, of Node, a `Map`, an object, or pairs of name and value. Case is
 * ignored.
 */
export type AnyHeaders = object | null | undefined;

/** The part of a `Response` of `fetch` that is read. */
export interface FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: object;
  readonly bodyUsed?: boolean;
  readonly body: {
    getReader(): {
      read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
      cancel(): Promise<void>;
    };
  } | null;
  clone(): FetchResponse;
}

/** The failed request: what `fetch` was called with, or its method alone. */
export type RetryRequest =
  | string
  | { readonly method?: string | null | undefined; readonly headers?: unknown }
  | null
  | undefined;

export interface RetryOptions {
  /** The maximum number of retries. The book may allow fewer. */
  readonly retries?: number | undefined;
  /** The maximum wait in milliseconds; a minute by default. Timers take at most 2^31 - 1, which is almost 25 days. */
  readonly maxWait?: number | undefined;
  /** The current time; by default that of the system. A response with a `Date` has its own. */
  readonly now?: Date | number | undefined;
  /** A number from 0 to 1 that spreads the waits of the book's backoff; `Math.random` by default. */
  readonly random?: (() => number) | undefined;
}

/** Whether to send a request again, and when. */
export type RetryAdvice =
  /** Send it again after `wait` milliseconds. */
  | { readonly wait: number; readonly reason: null }
  /** Do not send it again. */
  | { readonly wait: null; readonly reason: GiveUpReason };

/** Why not to send a request again. */
export type GiveUpReason =
  /** It would fail again. */
  | "permanent"
  /** The server may have carried it out, and it is not idempotent. */
  | "not_idempotent"
  /** It was sent as often as the book or the caller allows. */
  | "exhausted"
  /** The server asks for a longer wait than the caller allows. */
  | "too_long";
