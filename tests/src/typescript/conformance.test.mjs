// Node's tests of a package with a conformance file. The arguments are in the environment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, rowsOf } from "./rows.mjs";

const exports = await import(process.env.PACKAGE);
const rows = rowsOf(process.env.ROWS);

for (const row of rows) test(row.case, () => check(exports, row));
test("there are rows", () => assert(rows.length > 0));
