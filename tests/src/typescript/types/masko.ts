// Type tests for the short form. `.ci/typescript` compiles them; a `@ts-expect-error` without an error fails.
import { MaskoApiError, decodeError, errorOf, retryAdvice } from "masko-errors";
import type { ErrorCode, MaskoError, RetryAdvice, errors } from "masko-errors";
import { codes } from "masko-errors/codes";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

const error = decodeError(402, { "content-type": "application/json" }, "{}");
same<typeof error, MaskoError>(true);
same<Awaited<ReturnType<typeof errorOf>>, MaskoError | null>(true);
same<ErrorCode, keyof typeof codes>(true);

// Every code, and the last member.
export function exhaustive(error: MaskoError): string {
  switch (error.code) {
    case "bad_request":
    case "unauthorized":
    case "forbidden":
    case "not_found":
    case "internal_error":
      same<typeof error.fields, {}>(true);
      return error.message;
    case "insufficient_credits":
      same<typeof error, errors.InsufficientCredits>(true);
      same<typeof error.fields, { required: number; balance: number }>(true);
      // @ts-expect-error a field that it does not have
      return String(error.fields.other ?? error.fields.required);
    case "rate_limited":
      // Proxies drop headers.
      same<(typeof error.fields)["Retry-After"], number | string | undefined>(true);
      return "";
    case null:
      same<typeof error, errors.Unknown>(true);
      same<typeof error.codeText, string | undefined>(true);
      same<typeof error.reason, "code_unknown" | "payload_mismatch" | "encoded" | "no_code">(true);
      // @ts-expect-error what could not be typed has no fields
      return String(error.fields ?? error.received["balance"]);
  }
}

// @ts-expect-error a case is missing: the end is reached
export function incomplete(error: MaskoError): string {
  switch (error.code) {
    case "bad_request":
    case "unauthorized":
    case "forbidden":
    case "not_found":
    case "internal_error":
    case "insufficient_credits":
    case null:
      return error.message;
  }
}

export function satisfied(error: MaskoError) {
  if (error.code === "rate_limited" || error.code === null) return;
  // @ts-expect-error there are other codes
  error.code satisfies "bad_request";
  // @ts-expect-error there is no such code
  if (error.code === "teapot") return;
  const { meaning, docsUrl } = codes[error.code];
  same<typeof meaning, string>(true);
  same<typeof docsUrl, string | undefined>(true);
  // @ts-expect-error the table is not changed
  codes.bad_request.meaning = "";
}

// A value of a test, without headers.
export const made: MaskoError = {
  code: "insufficient_credits", status: 402, message: "", fields: { required: 1, balance: 0 }, unknown: {}, timing: {},
};
// @ts-expect-error a field is missing
export const partial: errors.InsufficientCredits = { ...made, code: "insufficient_credits", fields: { required: 1 }, unknown: {} };
// @ts-expect-error an optional member is left out, and not undefined
export const undefinedText: errors.Unknown = { code: null, codeText: undefined, reason: "no_code", status: 1, message: "", received: {}, excerpt: "", timing: {} };

export async function responses(response: Response, axios: { status: number; headers: object; data: unknown }) {
  const found = await errorOf(response);
  if (!found) return;
  decodeError(axios.status, axios.headers, axios.data);
  decodeError(400, new Headers(), new Uint8Array());
  decodeError(400, [["a", "b"]], null);
  const init: RequestInit = { method: "POST" };
  const advice = retryAdvice(found, 1, init, { retries: 2, maxWait: 1000, now: new Date(), random: Math.random });
  same<typeof advice, RetryAdvice>(true);
  if (advice.wait === null) same<typeof advice.reason, "permanent" | "not_idempotent" | "exhausted" | "too_long">(true);
  else same<typeof advice.wait, number>(true);
  const maybe: { retries?: number | undefined; method?: string | null } = {};
  retryAdvice(found, 1, { method: maybe.method ?? null }, { retries: maybe.retries, maxWait: undefined, now: undefined, random: undefined });
  retryAdvice(found, 1, "GET");
  retryAdvice(found, 1, new Request("https://x.example"));
  const thrown = new MaskoApiError(found, { cause: new Error() });
  same<typeof thrown.error, MaskoError>(true);
  thrown satisfies Error;
}
