// The tables of a book, and what the decoder makes of a response: for the files in this folder only.

import type { Reason, RetryTiming } from "./types.js";

export interface Book {
  /** The retry advice for errors that the book does not know. */
  readonly retry: Retry;
  /** The short form of the envelope; in other books, `form`. */
  readonly short?: Short;
  readonly form?: Form;
  readonly codes: readonly Row[];
}

/** The names of an envelope that has no other members. */
export interface Short {
  readonly within?: string;
  readonly code: string;
  readonly message: string;
  readonly fields?: string;
}

/** A code, its statuses, retry advice, fields, headers, and its part of the form. */
export type Row = readonly [
  code: string,
  statuses: readonly number[],
  retry?: Retry | null,
  fields?: readonly Field[],
  headers?: readonly Header[],
  form?: Part,
];

export interface Part {
  /** The values of members that each code has, in their order. */
  readonly members?: readonly (Node | null)[];
  readonly sendsNoCode?: true;
  readonly sendsNoMessage?: true;
}

/** Which requests, how often, and how long to wait, in milliseconds. */
export type Retry = readonly [
  when: "idempotent" | "always",
  retries: number,
  initial: number,
  factor: number,
  max: number,
  jitter?: "none",
];

export type Field = readonly [name: string, type: Type, optional?: 1];
export type Header = readonly [name: string, type: HeaderType, optional?: 1];

export type Unit = "s" | "ms" | "min" | "epoch" | "epoch_ms" | "date";
export type Type =
  | "string"
  | "integer"
  | "unsigned"
  | "number"
  | "boolean"
  | "timestamp"
  | "any"
  | Unit
  | readonly [Type]
  | { readonly fields: readonly Field[] };
export type HeaderType = "string" | "integer" | "unsigned" | "http_date" | Unit;

/** The layout of every error. */
export interface Form {
  readonly body: Node;
  readonly headers: readonly (readonly [name: string, value: Node])[];
  /** Whether the errors of the book are problem details (RFC 9457). */
  readonly isProblem?: true;
  /** The members with a value for each response. */
  readonly members: readonly (readonly [name: string, type: Type])[];
  /** The fields that have a place of their own. */
  readonly placed: readonly string[];
  readonly after?: string;
  readonly before?: string;
  readonly hasIntegerCodes?: true;
}

export type Node = Constant | ObjectNode | ListNode | EachNode | Slot | TextNode;
export interface Constant {
  readonly constant: string | number | boolean | null;
}
export interface ObjectNode {
  readonly object: readonly (readonly [name: string, value: Node])[];
  /** Whether the code's fields are beside the members. */
  readonly hasFields?: true;
}
export interface ListNode {
  readonly list: readonly Node[];
}
/** A list with an item for each error. */
export interface EachNode {
  readonly each: Node;
}
export interface TextNode {
  readonly text: readonly (string | Slot)[];
}
/** The place of a value. `or` is what is sent if there is none: a text, or `null` for nothing. */
export interface Slot {
  readonly slot: SlotName;
  readonly index?: number;
  readonly or?: string | null;
}
export type SlotName =
  | "code"
  | "message"
  | "fields"
  | "status"
  | "status_text"
  | "status_phrase"
  | "meaning"
  | "remediation"
  | "docs_url"
  | "member"
  | "code_member"
  | "field";

export interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

export interface Body {
  readonly value: unknown;
  readonly text: string;
  readonly excerpt: string;
  /** Whether all of it was read. */
  readonly isComplete: boolean;
  /** Whether it is in an encoding such as gzip, so that it is unreadable. */
  readonly isEncoded: boolean;
  readonly unfinished: ReadonlyMap<unknown, unknown>;
}

/** An error as the types of a book describe it, whatever the book. */
export interface AnyError {
  code: string | null;
  codeText?: string;
  reason?: Reason;
  status: number;
  message: string;
  fields?: Record<string, unknown>;
  received?: Record<string, unknown>;
  unknown?: Record<string, unknown>;
  members?: Record<string, unknown>;
  others?: AnyError[];
  dropped?: number;
  excerpt?: string;
  timing: RetryTiming;
}

/** An error, and how many differences from the book it has. */
export interface Decoded {
  error: AnyError;
  issues: number;
}

/** How a book lays out its errors. */
export interface Layout {
  decode(book: Book, head: Head, body: Body): Decoded;
  /** Whether the body of a success is an error. */
  isError(book: Book, head: Head, body: Body): boolean;
}
