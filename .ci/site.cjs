// What `.ci/site` asks of a site, in headless Chromium: node site.cjs CHROMIUM BOOK ADDRESS FOLDER [SCREENSHOTS]
"use strict";

const assert = require("node:assert/strict");
const { mkdirSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const [executablePath, book, address, folder, shots] = process.argv.slice(2);
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const PAPER = { width: 794, height: 1123 };
const DARK = "dark";

const decoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#x3D;", "=").replaceAll("&amp;", "&");

// Follows every link from the first page: none leads to nothing, and no anchor is missing. All pages, by address.
async function crawl() {
  const pages = new Map();
  const wanted = [];
  const queue = [address];
  const seen = new Set(queue);
  while (queue.length > 0) {
    const url = queue.pop();
    const response = await fetch(url);
    assert.equal(response.status, 200, `${url} is linked, and is not there`);
    if (!response.headers.get("Content-Type").startsWith("text/html")) continue;
    const html = await response.text();
    const ids = new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map((it) => decoded(it[1])));
    pages.set(url, { html, ids });
    for (const [, found] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const to = new URL(decoded(found), url);
      if (to.origin !== new URL(address).origin) continue;
      const anchor = decodeURIComponent(to.hash.slice(1));
      to.hash = "";
      if (anchor) wanted.push([url, to.href, anchor]);
      if (!seen.has(to.href)) {
        seen.add(to.href);
        queue.push(to.href);
      }
    }
  }
  for (const [from, to, anchor] of wanted) {
    assert(pages.get(to)?.ids.has(anchor), `${from} links to ${to}#${anchor}, which is not there`);
  }
  console.log(`  ${pages.size} pages, ${seen.size} addresses and ${wanted.length} anchors`);
  // The chapters are read within a page, and what leads on by itself is not read.
  const isRead = ([url, { html }]) => !/\/(toc|print)\.html$/.test(url) && !html.includes('http-equiv="refresh"');
  return [...pages].filter(isRead).map(([url]) => url);
}

// A window of a browser of its own. What it asks of anybody else, and what its scripts complain about, is a mistake.
async function window(browser, options) {
  const context = await browser.newContext(options);
  await context.route(/^https?:/, (route) => {
    const { origin, href } = new URL(route.request().url());
    if (origin === new URL(address).origin) return route.continue();
    failures.push(`${href} was asked for`);
    return route.abort();
  });
  context.on("weberror", (it) => failures.push(`a script failed: ${it.error().message}`));
  return context;
}
const failures = [];

const read = async (page, url) => {
  await page.goto(url, { waitUntil: "load" });
  return page;
};

// No page is wider than a phone.
async function phone(browser, pages) {
  const context = await window(browser, { viewport: PHONE });
  const page = await context.newPage();
  for (const url of pages) {
    await read(page, url);
    const wide = await page.evaluate(() => {
      const inner = document.documentElement.clientWidth;
      window.scrollTo(1000, 0);
      const moved = window.scrollX;
      const out = [...document.querySelectorAll("main *")].filter((it) => {
        const framed = it.closest(".table-wrapper, pre, svg");
        return it.getBoundingClientRect().right > inner + 1 && (!framed || framed === it);
      });
      return moved > 0 || out.length > 0 ? [moved, ...out.slice(0, 3).map((it) => it.outerHTML.slice(0, 200))] : null;
    });
    assert.equal(wide, null, `${url} is wider than a phone: ${wide}`);
  }
  await context.close();
}

// Nothing serious that keeps people out, in either theme, on a desk and on a phone.
async function accessible(browser, pages) {
  const axe = require.resolve("axe-core/axe.min.js");
  let rules = 0;
  for (const [viewport, colorScheme] of [[DESK, "light"], [DESK, DARK], [PHONE, "light"], [PHONE, DARK]]) {
    const context = await window(browser, { viewport, colorScheme });
    const page = await context.newPage();
    for (const url of pages) {
      await read(page, url);
      await page.addScriptTag({ path: axe });
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document));
      rules += passes.length;
      const serious = violations.filter((it) => it.impact === "serious" || it.impact === "critical");
      const told = serious.map((it) => `${it.id}: ${it.help}\n${it.nodes.slice(0, 4).map((node) => `    ${node.target}: ${node.html.slice(0, 160)}\n      ${node.any[0]?.message}`).join("\n")}`);
      assert.equal(serious.length, 0, `${url} (${viewport.width}, ${colorScheme})\n${told.join("\n")}`);
    }
    await context.close();
  }
  assert(rules > 0, "axe-core has looked at nothing");
}

// Types into the search, and follows the first thing found.
async function search(page, words) {
  await page.keyboard.press("/");
  await page.locator("#mdbook-searchbar").pressSequentially(words);
  const first = page.locator("#mdbook-searchresults a").first();
  await first.waitFor();
  await first.click();
  await page.waitForURL(/\?highlight=/);
  return page.url().split("?")[0];
}

async function finds(browser, first, wanted) {
  const context = await window(browser, { viewport: DESK });
  const page = await context.newPage();
  for (const [words, code] of wanted) {
    await read(page, first);
    assert((await search(page, words)).endsWith(`/errors/${code}.html`), `${words}: ${page.url()}`);
    assert.equal((await page.locator("main h1").first().innerText()).trim(), code);
  }
  await context.close();
}

// The button beside an example puts it into the clipboard, as it stands.
async function copies(browser, url) {
  const context = await window(browser, { viewport: DESK, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await read(await context.newPage(), url);
  const examples = page.locator("main pre");
  const count = await examples.count();
  assert(count > 0);
  for (let at = 0; at < count; at++) {
    const example = examples.nth(at);
    await example.hover();
    await example.locator("button.clip-button").click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied.trim(), (await example.locator("code").innerText()).trim());
    assert(copied.length > 20);
  }
  await context.close();
}

// All that is to be read is there without scripts, the chapters too.
async function withoutScripts(browser, url) {
  const context = await window(browser, { viewport: DESK, javaScriptEnabled: false });
  const page = await read(await context.newPage(), url);
  assert(await page.locator("main h1").isVisible());
  assert(await page.locator("main pre").first().isVisible());
  const chapters = page.frameLocator("iframe.sidebar-iframe-outer").locator("a");
  assert((await chapters.count()) > 2);
  await page.locator("#mdbook-sidebar-toggle").click();
  await chapters.nth(1).click();
  await page.waitForURL((it) => it.href !== url);
  assert(await page.locator("main h1").isVisible());
  await context.close();
}

async function notFound(browser) {
  const context = await window(browser, { viewport: PHONE });
  const page = await context.newPage();
  for (const path of ["no-such-page", "errors/no_such_code.html", "%2e%2e/Cargo.toml"]) {
    const response = await page.goto(address + path);
    assert.equal(response.status(), 404, path);
    assert.equal(await page.locator("main h1").innerText(), "There is no such page");
    const color = () => page.evaluate(() => getComputedStyle(document.querySelector("main p a")).color);
    assert.notEqual(await color(), "rgb(0, 0, 238)", "it has no style");
    await page.locator("main p a").click();
    await page.waitForURL(/errors\.html$/);
  }
  await context.close();
}

// On paper there is the page, and nothing that one could click.
async function prints(browser, url) {
  const context = await window(browser, { viewport: PAPER });
  const page = await read(await context.newPage(), url);
  await page.emulateMedia({ media: "print" });
  for (const gone of ["#mdbook-sidebar", "#mdbook-menu-bar", ".nav-wide-wrapper", "pre > .buttons"]) {
    assert(!(await page.locator(gone).first().isVisible()), gone);
  }
  const box = await page.locator("main").boundingBox();
  assert(box.x < 120, `the text begins ${box.x} px from the left`);
  await context.close();
}

// Without a server, from the disk, search works too.
async function fromDisk(browser, words, code) {
  const context = await browser.newContext({ offline: true });
  const page = await read(await context.newPage(), pathToFileURL(join(folder, "index.html")).href);
  assert((await search(page, words)).endsWith(`/errors/${code}.html`));
  await context.close();
}

async function pictures(browser, names) {
  mkdirSync(shots, { recursive: true });
  for (const [viewport, colorScheme] of [[DESK, "light"], [DESK, DARK], [PHONE, "light"], [PHONE, DARK]]) {
    const context = await window(browser, { viewport, colorScheme });
    const page = await context.newPage();
    for (const name of names) {
      await page.goto(address + name);
      const file = `${book}-${name.replace(/\W+/g, "-") || "index"}-${viewport.width}-${colorScheme}.png`;
      await page.screenshot({ path: join(shots, file), fullPage: viewport === PHONE });
    }
    await context.close();
  }
}

async function masko(browser, pages) {
  const code = `${address}errors/insufficient_credits.html`;
  await finds(browser, address, [["credits", "insufficient_credits"], ["rate_limited", "rate_limited"], ["api key missing", "unauthorized"]]);
  await copies(browser, code);
  await withoutScripts(browser, code);
  await notFound(browser);
  await prints(browser, code);
  await fromDisk(browser, "credits", "insufficient_credits");
  await phone(browser, pages);
  await accessible(browser, pages);
}

async function shop(browser, pages) {
  assert(address.endsWith("/docs/api/"), "it is served where it is published");
  await finds(browser, address, [["stock", "out_of_stock"], ["faster", "out_of_stock"], ["closed", "closed"]]);
  await notFound(browser);
  const context = await window(browser, { viewport: DESK });
  const page = await context.newPage();
  for (const scripts of [true, false]) {
    const context = await window(browser, { viewport: DESK, javaScriptEnabled: scripts });
    const page = await context.newPage();
    await page.goto(`${address}errors/too_late.html`);
    await page.waitForURL(/errors\/closed\.html$/);
    await context.close();
  }
  await read(page, `${address}errors/too_early.html`);
  await page.locator("main a", { hasText: "out_of_stock" }).click();
  await page.waitForURL(/errors\/out_of_stock\.html$/);
  assert.equal(await page.locator("main b").count(), 0, "HTML of the spec is shown, and not obeyed");
  assert((await page.locator("main").innerText()).includes("{{#include ../SUMMARY.md}} {{#title Other}}"), "so is what mdbook would obey");
  await context.close();
  await phone(browser, pages);
  await accessible(browser, pages);
}

async function many(browser) {
  await finds(browser, address, [["problem_617", "problem_617"], ["617", "problem_617"]]);
  const context = await window(browser, { viewport: DESK });
  const page = await read(await context.newPage(), `${address}errors/problem_617.html`);
  const chapters = page.locator("#mdbook-sidebar a");
  // The codes of its own status, and one line for each of the others.
  const listed = await chapters.allInnerTexts();
  assert(listed.length > 300 && listed.length < 330, `${listed.length} chapters`);
  assert.equal((await page.locator("#mdbook-sidebar a.active").innerText()).trim(), "problem_617");
  await context.close();
  const some = ["errors.html", "statuses/401.html", "errors/problem_617.html"].map((it) => address + it);
  await withoutScripts(browser, some[2]);
  await phone(browser, some);
  await accessible(browser, some.slice(1));
}

async function main() {
  const pages = await crawl();
  const profile = mkdtempSync(join(tmpdir(), "errbook-chromium-"));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", `--crash-dumps-dir=${profile}`],
  });
  try {
    if (shots) await pictures(browser, { masko: ["", "errors/insufficient_credits.html", "errors/rate_limited.html", "statuses/429.html"], shop: ["", "errors/out_of_stock.html", "errors/too_early.html", "no-such-page"], many: ["errors/problem_617.html", ""] }[book]);
    await { masko, shop, many }[book](browser, pages);
    assert.deepEqual(failures, []);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
  console.log("  all of it holds");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
