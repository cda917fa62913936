// What `.ci/site` asks of the sites of three books: node site.cjs EMPTY SHOP MASKO
"use strict";

const assert = require("node:assert/strict");
const { readFileSync, readdirSync, existsSync } = require("node:fs");
const { join, relative } = require("node:path");
const { pathToFileURL, fileURLToPath } = require("node:url");
const vm = require("node:vm");

const [empty, shop, masko] = process.argv.slice(2);

const files = (site, ending) =>
  readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && it.name.endsWith(ending))
    .map((it) => join(it.parentPath, it.name));
const read = (...path) => readFileSync(join(...path), "utf8");
const decoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#x3D;", "=").replaceAll("&#x27;", "'").replaceAll("&amp;", "&");

// Every link within a site leads to a file and, where it has an anchor, to an element.
function links(site) {
  const ids = (file) => new Set([...read(file).matchAll(/\s(?:id|name)="([^"]*)"/g)].map((it) => decoded(it[1])));
  const pages = files(site, ".html").filter((it) => !it.endsWith("404.html"));
  let count = 0;
  for (const page of pages) {
    for (const [, found] of read(page).matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const to = new URL(decoded(found), pathToFileURL(page));
      if (to.protocol !== "file:") continue;
      const anchor = decodeURIComponent(to.hash.slice(1));
      to.hash = to.search = "";
      const target = fileURLToPath(to);
      assert(existsSync(target), `${page} links to ${found}, which does not exist`);
      assert(!anchor || ids(target).has(anchor), `${page} links to ${found}, which has no such anchor`);
      count += 1;
    }
  }
  assert(count > pages.length, site);
  console.log(`  ${pages.length} pages with ${count} links`);
}

// The pages that the site's own search finds for some words, the best one first.
function search(site, words) {
  const named = (name) => read(files(site, ".js").find((it) => relative(site, it).startsWith(name)));
  const context = vm.createContext({ window: { search: {} } });
  vm.runInContext(named("elasticlunr"), context);
  vm.runInContext(named("searchindex"), context);
  context.words = words;
  const found = vm.runInContext("(window.elasticlunr ?? elasticlunr).Index.load(window.search.index).search(words, window.search.search_options).map((it) => window.search.doc_urls[it.ref])", context);
  return [...found].map((it) => it.split("#")[0]);
}

// The scripts and styles of a site, those in its pages included, without what differs from book to book: hashes of contents,
// and the way from a page to the site's root.
function scripts(site) {
  const plain = (text) => text.replace(/-[0-9a-f]{8}\b/g, "").replace(/"(\.\.\/)+/g, '"').replace(/const path_to_root = ".*?"/, "").trim();
  const named = [".js", ".css"].flatMap((it) => files(site, it)).map((it) => relative(site, it));
  const inline = files(site, ".html").flatMap((page) => [...read(page).matchAll(/<script\b[\s\S]*?<\/script>|<link\b[^>]*stylesheet[^>]*>|\son\w+="[^"]*"/g)].map((it) => it[0]));
  return new Set([...named, ...inline].map(plain));
}

for (const site of [shop, masko]) {
  links(site);
  for (const it of scripts(site)) assert(scripts(empty).has(it), `neither mdBook's nor in a site without codes: ${it}`);
}
for (const [site, words, code] of [
  [masko, "insufficient_credits", "insufficient_credits"],
  [masko, "credits", "insufficient_credits"],
  [masko, "api key missing", "unauthorized"],
  [masko, "429", "rate_limited"],
  [shop, "stock", "out_of_stock"],
  [shop, "fewer pieces", "out_of_stock"],
  [shop, "too_late", "too_late"],
]) {
  assert(search(site, words).slice(0, 5).includes(`errors/${code}.html`), `${words}: ${search(site, words)}`);
}
const page = read(shop, "errors/out_of_stock.html");
assert(page.includes("An order was &lt;b&gt;faster&lt;/b&gt;."), "HTML of the spec is text");
assert(page.includes("{{#include ../SUMMARY.md}} {{#title Other}}"), "so is a directive of mdBook");
assert(read(shop, "errors/too_late.html").includes('href="closed.html"'), "a renamed code leads on");
assert(read(shop, "404.html").includes('<base href="/docs/api/">'), "the site knows where it is published");
