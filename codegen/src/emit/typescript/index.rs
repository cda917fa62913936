//! `index.js` and `index.d.ts`: what a program imports.

use super::names::{class, union};
use super::source::{comment, headed};
use super::types::field;
use crate::markdown::{Place, plain};
use crate::model::{Book, Field};

pub(in crate::emit) fn script(book: &Book) -> String {
    let layout = if book.short_envelope().is_some() { "short" } else { "form" };
    let class = class(book);
    headed(&format!(
        r#"import {{ BOOK }} from "./book.js";
import {{ decode }} from "./lib/decode.js";
import {{ errorOf as readError }} from "./lib/fetch.js";
import {{ {layout} }} from "./lib/{layout}.js";
import {{ advice }} from "./lib/retry.js";

export function decodeError(status, headers, body) {{
  return decode(BOOK, {layout}, status, headers, body);
}}

export function errorOf(response) {{
  return readError(BOOK, {layout}, response);
}}

export function retryAdvice(error, attempt, request, options) {{
  return advice(BOOK, error, attempt, request, options ?? {{}});
}}

export class {class} extends Error {{
  constructor(error, options) {{
    super(error.message || error.code || error.codeText || `HTTP ${{error.status}}`, options);
    this.name = "{class}";
    this.error = error;
  }}
}}
"#
    ))
}

pub(in crate::emit) fn types(book: &Book) -> String {
    let (union, class) = (union(book), class(book));
    let members = super::types::union(book.errors.iter().map(|it| format!("errors.{}", it.name)));
    let unknown = if book.api.open { " New codes may be added: they are in the last member." } else { "" };
    let about = comment(
        "",
        [format!(
            "An error of the {}. `code` tells which one, and is `null` if the error does not fit the book.{unknown}",
            plain(&book.api.full_name(), Place::Paragraph)
        )],
    );
    headed(&format!(
        r#"import type * as errors from "./errors.js";
import type {{ AnyHeaders, FetchResponse, Reason, RetryAdvice, RetryOptions, RetryRequest, RetryTiming }} from "./lib/types.js";

export type {{ errors }};
export type {{ AnyHeaders, FetchResponse, GiveUpReason, Reason, RetryAdvice, RetryOptions, RetryRequest, RetryTiming }} from "./lib/types.js";

{about}export type {union} ={members}
  | errors.Unknown;

/** A code of the API. */
export type ErrorCode = Exclude<{union}["code"], null>;

/** What every error has. */
export interface Shared {{
  /** The HTTP status. */
  status: number;
  /** The message as it was received; empty if there was none. */
  message: string;
{shared}  /** What `retryAdvice` needs of the headers. */
  timing: RetryTiming;
}}

/** What an error with a code has. */
export interface Typed extends Shared {{
  /** Fields that the book does not have for the code. */
  unknown: Record<string, unknown>;
}}

/** What an error has that could not be typed. */
export interface Untyped extends Shared {{
  code: null;
  /** The code as it was received, if there was one. */
  codeText?: string;
  /** Why the error could not be typed. */
  reason: Reason;
  /** The fields that were received. */
  received: Record<string, unknown>;
  /** The start of the body: at most 1 KiB. */
  excerpt: string;
}}

/**
 * The error of a response with a status of 400 or more. It never throws, whatever it is given.
 *
 * `body` is a text, bytes, or JSON that a library has parsed.
 */
export declare function decodeError(status: number, headers: AnyHeaders, body: unknown): {union};

/**
 * The error of a response of `fetch`, or `null` for a success, whose body is not read.{success}
 * It reads at most 1 MiB, for at most ten seconds. It rejects if the request is aborted, with the reason for that, and with
 * a `TypeError` if the body was read before: then use `decodeError`.
 */
export declare function errorOf(response: FetchResponse): Promise<{union} | null>;

/**
 * Whether to send a request again after attempt number `attempt` has failed, starting at 1, and when.
 *
 * `request` is what `fetch` was called with, or the method: `GET` by default. One with the header `Idempotency-Key` is
 * idempotent, whatever its method.
 */
export declare function retryAdvice(
  error: {union},
  attempt: number,
  request?: RetryRequest,
  options?: RetryOptions,
): RetryAdvice;

/** An error of the API to throw. */
export declare class {class} extends Error {{
  constructor(error: {union}, options?: {{ readonly cause?: unknown }});
  readonly error: {union};
}}
"#,
        shared = shared(book, &union),
        success = if book.has_errors_of_success {
            "\n * A success may be an error by its body: a clone of JSON is read, and judged by the part that was read."
        } else {
            ""
        },
    ))
}

/// The members of the response, which are optional for a client, and its other errors: not every book has them.
fn shared(book: &Book, union: &str) -> String {
    let members: String = book
        .envelope
        .response_members()
        .map(|it| field("    ", &Field { optional: true, ..it.field.clone() }))
        .collect();
    let mut out = String::new();
    if !members.is_empty() {
        out.push_str(&format!("  /** The members of the response. */\n  members: {{\n{members}  }};\n"));
    }
    if book.envelope.has_list() {
        out.push_str(&format!(
            "  /** The other errors of the response, at most 31. */\n  others: {union}[];\n  /** How many more there were. */\n  dropped: number;\n"
        ));
    }
    out
}
