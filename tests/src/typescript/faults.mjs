// The positions of the faults that no row finds. Each has the packages that it is in, with their rows.
import { readFileSync } from "node:fs";
import { check, rowsOf } from "./rows.mjs";

const missed = [];
for (const [at, packages] of JSON.parse(readFileSync(process.argv[2], "utf8")).faults.entries()) {
  let isFound = false;
  for (const { path, rows } of packages) {
    const exports = await import(path);
    for (const row of rowsOf(rows)) {
      if (isFound) break;
      isFound = await check(exports, row).then(() => false, () => true);
    }
  }
  if (!isFound) missed.push(at);
}
console.log(JSON.stringify(missed));
