// Type tests for every type of field, and for a form with a list of errors. See `masko.ts`.
import type { KindsError, errors } from "kinds-errors";
import { codes } from "kinds-errors/codes";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

type Fields = errors.All["fields"];
same<Fields["text"] | Fields["time"] | Fields["until"], string>(true);
same<Fields["whole"] | Fields["natural"] | Fields["number"] | Fields["wait"] | Fields["reset"], number>(true);
same<Fields["flag"], boolean>(true);
same<Fields["lists"], number[][]>(true);
same<Fields["object"], { inner: string; maybe?: number }>(true);
same<Fields["objects"], { "two words": string }[]>(true);
same<Fields["anything"], unknown>(true);
same<Pick<Fields, "maybe" | "class">, { maybe?: unknown; class?: string }>(true);
same<Pick<Fields, "X-Left" | "X-Sent">, { "X-Left"?: number; "X-Sent"?: string }>(true);

// Enums are open: a new word is a text.
const word: Fields["word"] = "violet";
const words: Fields["words"] = ["a", word];
// @ts-expect-error a number is no word
const number: Fields["word"] = 1;

// Names that TypeScript has, too.
same<errors.Record["code"] | errors.String["code"] | errors.Proto["code"], "record" | "string" | "__proto__">(true);
same<keyof typeof codes, "record" | "string" | "__proto__" | "two words" | "all">(true);

export function list(error: KindsError) {
  same<typeof error.members, { request?: string }>(true);
  same<typeof error.others, KindsError[]>(true);
  for (const other of error.others) if (other.code === "all") return [other.fields.whole, error.dropped, words, number];
  return [];
}
