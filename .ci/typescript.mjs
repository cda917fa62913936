// Checks the npm packages of the books in a folder with its tools. See `typescript`.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const scratch = process.argv[2];
const require = createRequire(join(scratch, "x.js"));
const books = readdirSync(join(scratch, "books"));
const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitReturns: true,
    noUnusedLocals: false,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: false,
    noEmit: true,
    target: "es2022",
    types: [],
};

function run(command, ...args) {
    try {
        return execFileSync("node", [command, ...args], { cwd: scratch, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    } catch (error) {
        console.error(`error: ${[command, ...args].join(" ")}\n${error.stdout}${error.stderr}`);
        process.exit(1);
    }
}

// Compiles with the newest compiler, and if it matters with the one that is written in TypeScript itself.
function compile(name, options, files, versions = ["newest"]) {
    const config = join(scratch, `tsconfig.${name}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...strict, ...options }, files }));
    for (const version of versions) run(`node_modules/${version}/bin/tsc`, "--project", config);
}

// The packages are where programs find them.
const packages = books.map((book) => {
    const from = join(scratch, "books", book, "out/typescript");
    const { name } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
    const to = join(scratch, "node_modules", name);
    cpSync(from, to, { recursive: true });
    return { book, name, folder: to };
});

// What a bundler makes of a program.
const { buildSync } = require("esbuild");
const bundled = (contents) => buildSync({
    stdin: { contents, loader: "ts", resolveDir: scratch }, bundle: true, minify: true, write: false, format: "esm", logLevel: "error",
}).outputFiles[0].text;

if (process.argv[3] === "sizes") {
    const rows = new Map();
    for (const { name, folder } of packages) {
        const codes = Object.keys((await import(join(folder, "codes.js"))).codes);
        const union = /type (\w+Error) =/.exec(readFileSync(join(folder, "index.d.ts"), "utf8"))[1];
        const cases = [codes[0], codes.at(-1)].map((code) => `case "${code}": console.log(error.fields); break;`).join("\n");
        const decoding = `import { decodeError } from "${name}";\nconst error = decodeError(400, {}, "{}");\nswitch (error.code) { ${cases} }\n`;
        const retrying = `${decoding}import { errorOf, retryAdvice } from "${name}";\nconsole.log(errorOf, retryAdvice);\n`;
        for (const [program, text] of Object.entries({
            "a `switch` over two codes, by types alone": `import type { ${union} } from "${name}";\nexport function f(error: ${union}) { switch (error.code) { ${cases} } }`,
            "the same after `decodeError`": decoding,
            "`errorOf` and `retryAdvice`, too": retrying,
            "all texts, too (`codes`)": `${retrying}import { codes } from "${name}/codes";\nconsole.log(codes);\n`,
        })) {
            const bytes = bundled(text);
            rows.set(program, [...(rows.get(program) ?? []), Buffer.byteLength(bytes), gzipSync(bytes, { level: 9 }).length]);
        }
    }
    for (const [program, bytes] of rows) console.log(`| ${[program, ...bytes.map((it) => it.toLocaleString("en"))].join(" | ")} |`);
    process.exit(0);
}

// The sources, as JavaScript with types.
const runtime = join(scratch, "runtime");
cpSync(resolve("codegen/src/emit/typescript/runtime"), runtime, { recursive: true });
const sources = readdirSync(runtime).map((file) => join(runtime, file));
writeFileSync(join(scratch, "package.json"), '{"type": "module"}');
compile("runtime", { types: ["node"], allowJs: true, checkJs: true, module: "nodenext", noUncheckedIndexedAccess: false }, sources);

// The type tests, and the declarations alone, as browsers, bundlers and Node resolve them.
const tests = resolve("tests/src/typescript/types");
mkdirSync(join(scratch, "types"));
cpSync(tests, join(scratch, "types"), { recursive: true });
const files = readdirSync(tests).map((file) => join("types", file));
compile("node", { module: "nodenext", types: ["node"] }, files, ["typescript", "newest"]);
compile("browser", { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"] }, files);
writeFileSync(join(scratch, "types/all.ts"), packages.map(({ name }, at) => `export * as p${at} from "${name}";\n`).join(""));
compile("alone", { module: "nodenext", lib: ["es2022"] }, ["types/all.ts"]);

// The code in the README and on the pages.
const shown = packages.flatMap(({ book, folder }) => {
    const docs = join(scratch, "books", book, "out/docs");
    const pages = readdirSync(docs, { recursive: true }).filter((it) => /^errors(\.md|.+\.md)$/.test(it)).map((it) => join(docs, it));
    const blocks = [join(folder, "README.md"), ...pages].flatMap((page) => readFileSync(page, "utf8").match(/(?<=\n```ts\n)[^]*?(?=\n```\n)/g) ?? []);
    if (blocks.length < (book === "empty" ? 2 : 4)) throw new Error(`the documentation of ${book} has only ${blocks.length} blocks`);
    return blocks.map((block, at) => {
        const file = join("types", `${book}-${at}.ts`);
        writeFileSync(join(scratch, file), `declare const url: string, options: RequestInit | undefined;\n${block}\nexport {};\n`);
        return file;
    });
});
compile("shown", { module: "nodenext", lib: ["es2022", "dom"] }, shown);

for (const { folder } of packages) {
    run("node_modules/publint/src/cli.js", folder, "--strict", "--pack", "npm");
    // The package has no CommonJS.
    run("node_modules/@arethetypeswrong/cli/dist/index.js", "--pack", folder, "--profile", "esm-only");
}

// What editors show: the documentation of a code and of its fields, and the codes that can be compared.
const ts = require("typescript");
const program = join(scratch, "types/editor.ts");
const marked = `import type { MaskoError } from "masko-errors";
import { codes } from "masko-errors/codes";
export function f(error: MaskoError) {
  switch (error.code) {
    case "insufficient_credits": return error.co|de + error.fields.bal|ance;
    case "|": return codes.rate_lim|ited;
  }
}
`;
const [places, source] = [[], marked.replaceAll("|", "")];
for (let at = marked.indexOf("|"); at >= 0; at = marked.indexOf("|", at + 1)) places.push(at - places.length);
writeFileSync(program, source);
const service = ts.createLanguageService({
    getCompilationSettings: () => ({ strict: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }),
    getScriptFileNames: () => [program],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(file)) : undefined,
    getCurrentDirectory: () => scratch,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    useCaseSensitiveFileNames: () => true,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
});
const docs = (place) => ts.displayPartsToString(service.getQuickInfoAtPosition(program, place)?.documentation);
const expect = (found, wanted) => {
    if (!found.includes(wanted)) throw new Error(`an editor does not show ${wanted}, but ${found}`);
};
expect(docs(places[0]), "The account does not hold enough credits");
expect(docs(places[1]), "What the account holds, in credits.");
expect(docs(places[3]), "Wait as many seconds as the header");
const offered = service.getCompletionsAtPosition(program, places[2], {})?.entries.map((it) => it.name) ?? [];
for (const code of ["bad_request", "rate_limited"]) expect(offered.join(" "), code);

// What a bundler keeps.
const typesOnly = bundled('import type { MaskoError } from "masko-errors"; export const f = (e: MaskoError) => e.code === "not_found";');
if (typesOnly.length > 100) throw new Error(`types alone are ${typesOnly.length} bytes:\n${typesOnly}`);
const decoding = bundled('import { decodeError } from "masko-errors"; console.log(decodeError(400, {}, ""));');
for (const unused of ["enough credits for", "extends Error", "getReader", "PROPFIND"]) {
    if (decoding.includes(unused)) throw new Error(`a program that only decodes has ${unused}`);
}
console.log(`${books.length} packages, ${shown.length} blocks of code, ${files.length} files of type tests`);
