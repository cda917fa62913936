// Compiles books of hostile texts, renders every page with three renderers, and walks the trees.
//
// usage: node markdown.mjs XTASK SCRATCH CORPORA

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import MarkdownIt from "markdown-it";
import { marked } from "marked";
import { parse, parseFragment } from "parse5";

const [xtask, scratch, corpora] = process.argv.slice(2);

const HOSTILE = [
  // HTML, open, closed, broken, and cut by what is around it.
  "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<b>x", "</summary></details></td></table>",
  "<!-- x", "--> x <!--", "<!-->", "<?php x ?>", "<![CDATA[ x ]]>", "<!DOCTYPE x>", "<iframe src=https://x.example/>",
  "<a href='javascript:alert(1)'>x</a>", "<style>*{display:none}</style>", "<textarea>", "<plaintext>", "<base href=//x.example>",
  "a <b\nonclick=x> c", "<div>\n\n*x*\n\n</div>", "x <http://x.example/<script>> y", "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;img src=x onerror=alert(1)&#62;", "\\<b>x\\</b>", "\\\\<b>x", "`<b>` ``<i>`` <u>", "`<b>", "``` <b>", "<details open><summary>",
  // Links and images.
  "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))", "[x](java\tscript:alert(1))", "![x](javascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:x)", "[x](//x.example)", "[x](\\\\x.example)", "[x](guide.md)", "[x](#part)",
  "[x]: javascript:alert(1)\n\n[x]", "[first]: https://x.example/reach\n\n[See also]: https://x.example/reach", "[See also]", "[x][1]\n\n[1]: javascript:alert(1)",
  "![x](https://x.example/a.png)", "[![x](https://x.example/a.png)](https://x.example)", "[x](https://x.example \"onclick=a\")",
  "[x](<https://x.example/ a>)", "[x](https://x.example/\"onmouseover=alert(1))", "<javascript:alert(1)>", "<https://x.example/\"onx=\">",
  "https://x.example/a_b*c www.x.example me@x.example", "javascript:alert(1) data:text/html,x", "[x](https://x.example/|y) | z", "x\\|y | `a|b` `a\\|b`",
  "[a](javascript:x)[b](https://x.example)", "[[x](javascript:y)](https://x.example)",
  // Bare addresses directly before something else.
  "www.x.example<script>alert(1)</script>", "www.h<img src=x onerror=alert(1)>", "ftp://x.example/<img src=x onerror=alert(1)>", "xhttps://x.example/<img src=x onerror=alert(1)>",
  "xhttp://e<b>", "www.x`<b>`", "*www.x<img src=x onerror=alert(1)>*", "See [www.x.example<img src=x onerror=alert(1)>](guide.md).", "http://x.example`<b>`", "me@x.example<b>", "//x.example<b>",
  "<div>\nwww.x.example<img src=x onerror=alert(1)>\n</div>", "# www.x<img src=x onerror=alert(1)>", "- [ ] www.x<img src=x onerror=alert(1)>", "[unused]: https://x.example/lost",
  "[`` a[b` ``](https://x.example) [`c](javascript:alert(1))`](https://x.example)",
  // As codes, these are neighbours in lists of links.
  "a[b`", "c](javascript:alert(1))", "[x] ](https://x.example)&#x3c;", "//x.a**`<https://x.example>`", "q](javascript:alert(1))",
  // Footnotes.
  "</summary>[^1]\n\n[^1]: <img src=x onerror=\"document.title='PWNED'\">", "x[^a]\n\n[^a]:\n    ```\n    <b>\n\n[^a]", "[^1]", "[^1]: <script>alert(1)</script>",
  // Fences and indentation.
  "~~~[click](javascript:alert(1))", "```\nx", "```html\n<b>x</b>", "~~~ a&#10;~~~&#10;<img src=x onerror=alert(1)>\ncode", "    <b>x</b>", "\t<b>x</b>", "- ```\n<b>x</b>",
  "> ```\n<b>x</b>", "```{.x onclick=alert(1)}\ny\n```", "````\n```\n<b>\n```", "``` x\n```\n<i>y</i>",
  // Blocks that could take in what follows.
  "- x\n\n  - y\n\n    - z", "> x\n> > y", "1. x\n   1. y", "# x {#y onclick=alert(1)}", "x\n===\ny\n---", "###### x\n\n# y", "Term\n: <b>x</b>", "| a |\n| - |\n| <b> |",
  "> [!NOTE]\n> <b>x</b>", "- [ ] <b>x</b>", "***\n---\n___", "{{#include /etc/passwd}} {{#playground x.rs}}", "---\ntitle: x\n---\ny", "+++\nx\n+++",
  // Emphasis and extensions.
  "*x **y* z** ~~a~~ ~b~ ^c^ ==d== ++e++", "$x$ $$<b>$$ $`<b>`$", "*<b>*x*</b>*", "**[x](javascript:y)**", "_a_b_ __c__d__ *a*_b_", "~~~~<b>~~~~", "||x|| :smile: @x #1",
  "\u202e<b>x\u202c \u0000\u001b[31m \u00a0<i>", "<b\u200b>x", "<ſcript>x", "x\\", "\\", "`", "*", "[", "![", "<", "&", "|",
];

/** An entry with a text in one key. */
const KEYS = {
  meaning: (it) => ({ meaning: it }),
  remediation: (it) => ({ remediation: it }),
  message: (it) => ({ message: it.replaceAll("{", "{{").replaceAll("}", "}}") }),
  details: (it) => ({ details: it }),
  cause: (it) => ({ causes: [it, "Second."] }),
  doc: (it) => ({ fields: { a: { type: "string", doc: it, example: "x" }, b: { type: "string", doc: "B.", example: it } } }),
  header: (it) => ({ headers: { "X-A": { type: "string", doc: it, example: "x" } } }),
  word: (it) => ({ fields: { a: { type: "enum", values: [it, "other"], example: "other" } } }),
  field: (it) => ({ fields: { [it]: { type: "string", name: "field", example: "x" } } }),
  constant: (it) => ({ headers: { "X-A": { value: it } } }),
  title: (it) => ({ fields: { a: { type: "string", example: "x" } }, examples: [{ title: it, values: { a: it } }] }),
  tag: (it) => ({ tags: [it] }),
  note: (it) => ({ deprecated: { since: "1.0.0", use: "last", note: it } }),
  code: (it, at) => ({ code: it, name: `Code${at}` }),
};

const corpus = () => {
  if (!existsSync(corpora)) {
    console.log(`skipped: no catalogues, since there is no ${corpora}`);
    return [];
  }
  const texts = new Set();
  const collect = (value) => {
    if (typeof value === "string" && value.trim()) texts.add(value);
    else if (value && typeof value === "object") Object.values(value).forEach(collect);
  };
  for (const file of readdirSync(corpora).filter((it) => it.endsWith(".jsonl"))) {
    for (const line of readFileSync(join(corpora, file), "utf8").split("\n").filter(Boolean)) collect(JSON.parse(line));
  }
  return [...texts];
};

/** A book of entries, a line each, and guides, without those that `check` rejects. Gives the pages' folder and the counts. */
const compile = (name, entries, guides = []) => {
  const spec = join(scratch, name, "spec");
  const out = join(scratch, name, "out");
  mkdirSync(join(spec, "guides"), { recursive: true });
  const guidesLeft = new Set(guides.map((_, at) => `guides/g${at}.md`));
  guides.forEach((it, at) => writeFileSync(join(spec, "guides", `g${at}.md`), it));
  const head = ["errbook: 1", 'api: {name: "Shop", version: 1.0.0, crate: shop-errors, code_style: any}', "errors:"];
  for (;;) {
    writeFileSync(join(spec, "s.yaml"), `${[...head, ...entries.map((it) => `  - ${JSON.stringify(it)}`)].join("\n")}\n`);
    const { stdout } = spawnSync(xtask, ["check", "--spec", spec, "--format", "json"], { maxBuffer: 2 ** 30, encoding: "utf8" });
    const errors = stdout.split("\n").filter(Boolean).map((it) => JSON.parse(it)).filter((it) => it.severity === "error");
    if (errors.length === 0) break;
    for (const { file } of errors.filter((it) => guidesLeft.delete(it.file))) rmSync(join(spec, file));
    const ofEntries = errors.filter((it) => it.file === "s.yaml");
    const inHead = ofEntries.find((it) => it.line <= head.length);
    if (inHead) throw new Error(`${name}: ${inHead.message}`);
    const rejected = new Set(ofEntries.map((it) => it.line - head.length - 1));
    entries = entries.filter((_, at) => !rejected.has(at));
  }
  execFileSync(xtask, ["codegen", "--spec", spec, "--out", out], { stdio: "ignore" });
  return { docs: join(out, "docs"), accepted: `${entries.length} entries and ${guidesLeft.size} guides` };
};

const entry = (text, key, at) => ({
  status: 400, code: `t${at}_${key}`, meaning: "M.", remediation: "R.", ...KEYS[key](text, at),
});
const last = { status: 401, code: "last", meaning: "The last one.", remediation: "R." };

// What a page may have. Attributes are by element; `*` is any element.
const PLAIN = "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img input li ol p pre s strong table tbody td th thead tr ul".split(" ");
const OF_MDBOOK = "button div i label main path span svg".split(" ");
const ATTRIBUTES = {
  a: ["href", "title", "class"], img: ["src", "alt", "title", "class"], input: ["type", "checked", "disabled", "class"], ol: ["start"], td: ["style", "align"], th: ["style", "align"],
  code: ["class"], pre: ["class"], li: ["class"], ul: ["class"], "*": ["id"],
  // These are of mdBook's own wrappers.
  label: ["class"], div: ["class", "role"], span: ["class", "role"], i: ["class"], blockquote: ["class"], svg: ["xmlns", "viewBox", "width", "height", "class"], path: ["d"], button: ["class", "title", "aria-label"],
  p: ["class"],
};
const OWN_LINK = /^(\.\.\/)?((errors|statuses)\/)?[\w.-]+\.(md|html)(#[\w%-]*)?$|^#[^\s:]*$/;
const CLASS = /^(language-[\w+#.-]*|playground|boring|header|table-wrapper|hljs|contains-task-list|task-list-item|(blockquote|checkbox|fa|img)-[\w-]*)$/;

const failures = [];
let nodes = 0;

/** Walks a page's tree. `asked` has the hosts that its texts name. */
const walk = (root, where, asked) => {
  const fail = (what) => failures.push(`${where}: ${what}`);
  const isAsked = (address) => asked.has(/^(?:(?:https?:)?\/\/|mailto:[^@]*@)([\w.-]+)/i.exec(address)?.[1].toLowerCase());
  const visit = (node) => {
    nodes += 1;
    if (node.nodeName === "#comment" && !node.data.includes("Generated by")) fail(`comment ${node.data}`);
    if (node.tagName) {
      const isOwn = PLAIN.includes(node.tagName) || (where.startsWith("mdbook") && OF_MDBOOK.includes(node.tagName));
      if (!isOwn) fail(`element <${node.tagName}>`);
      for (const { name, value } of node.attrs) {
        const allowed = [...(ATTRIBUTES[node.tagName] ?? []), ...ATTRIBUTES["*"]];
        if (!allowed.includes(name)) fail(`attribute ${name} of <${node.tagName}>`);
        if (name === "class" && !value.split(/\s+/).every((it) => it === "" || CLASS.test(it))) fail(`class ${value}`);
        if (name === "style" && !/^text-align: ?(left|right|center);?$/.test(value)) fail(`style ${value}`);
        if (name === "src" && !(value.startsWith("https://") && isAsked(value))) fail(`image ${value}`);
        if (name === "href" && !OWN_LINK.test(value) && !isAsked(value)) fail(`link to ${value}`);
      }
    }
    (node.childNodes ?? []).forEach(visit);
  };
  (root.childNodes ?? []).forEach(visit);
};

const textOf = (node) => (node.nodeName === "#text" ? node.value : (node.childNodes ?? []).map(textOf).join(""));

/** The sections of a code's page are the page's, whatever its texts say. */
const sections = (root, where) => {
  const own = root.childNodes.filter((it) => it.tagName === "h2").map((it) => textOf(it).trim());
  for (const title of ["What to do", "The full response", "See also"]) {
    if (!own.includes(title)) failures.push(`${where}: the section ${title} is no longer one`);
  }
  if (root.childNodes.filter((it) => it.tagName === "h1").length !== 1) failures.push(`${where}: another title`);
};

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).filter((it) => it.isFile() && it.name.endsWith(".md")).map((it) => join(it.parentPath, it.name));

const find = (node, tag) => (node.tagName === tag ? node : (node.childNodes ?? []).map((it) => find(it, tag)).find(Boolean));

/** Every page with the renderers of single pages; then all of them, a hundred a chapter, with mdBook. */
const render = (name, docs, asked) => {
  const it = new MarkdownIt({ html: true, linkify: true });
  // A link that it would refuse is one that another renderer would not.
  it.validateLink = () => true;
  const pages = files(docs);
  for (const page of pages) {
    const text = readFileSync(page, "utf8");
    for (const [renderer, html] of [["markdown-it", it.render(text)], ["marked", marked.parse(text)]]) {
      const where = `${renderer} ${name} ${relative(docs, page)}`;
      const root = parseFragment(html);
      walk(root, where, asked);
      if (page.includes("/errors/")) sections(root, where);
    }
  }
  const book = join(scratch, name, "book");
  mkdirSync(join(book, "src"), { recursive: true });
  writeFileSync(join(book, "book.toml"), '[book]\ntitle = "x"\n[build]\nuse-default-preprocessors = false\n[output.html.search]\nenable = false\n');
  const chapters = [];
  for (let at = 0; at < pages.length; at += 100) {
    chapters.push(`c${at}`);
    writeFileSync(join(book, "src", `c${at}.md`), pages.slice(at, at + 100).map((page) => readFileSync(page, "utf8")).join("\n"));
  }
  writeFileSync(join(book, "src", "SUMMARY.md"), `# Summary\n\n${chapters.map((it) => `- [${it}](${it}.md)`).join("\n")}\n`);
  execFileSync("mdbook", ["build", book], { stdio: ["ignore", "ignore", "ignore"] });
  for (const chapter of chapters) {
    const main = find(parse(readFileSync(join(book, "book", `${chapter}.html`), "utf8")), "main");
    walk(main, `mdbook ${name} ${chapter}`, asked);
  }
  return pages.length;
};

/** Every host that texts name: some renderers make links of bare addresses, and they differ on where these end. */
const hosts = (texts) => new Set(texts.flatMap((it) => it.toLowerCase().match(/[\w-]+(\.[\w-]+)+/g) ?? []));

const texts = corpus();
const hostile = Object.keys(KEYS).flatMap((key, k) => HOSTILE.map((text, at) => entry(text, key, at + 1000 * k)));
const guides = HOSTILE.map((it, at) => `# Guide ${at}\n\n${it}\n`);
const books = [
  ["hostile", [...hostile, last], HOSTILE, []],
  ["guides", [last], HOSTILE, guides],
  ["corpora", [...["meaning", "details"].flatMap((key, k) => texts.map((text, at) => entry(text, key, at + 100_000 * k))), last], texts, []],
];
let pages = 0;
for (const [name, entries, all, guides] of books) {
  const { docs, accepted } = compile(name, entries, guides);
  pages += render(name, docs, hosts(all));
  console.log(`${name}: of ${entries.length} entries and ${guides.length} guides, check accepts ${accepted}`);
}
for (const failure of [...new Set(failures)].slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${HOSTILE.length} hostile texts, ${texts.length} texts of catalogues, ${pages} pages, ${nodes} nodes: ${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
