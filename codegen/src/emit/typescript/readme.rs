//! The package's `README.md`.

use super::names::{class, union};
use super::snippets;
use crate::emit::Publication;
use crate::emit::output::markdown_notice;
use crate::emit::rust::example::sample;
use crate::markdown::{Place, code, plain};

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    let (name, _) = book.npm();
    let install = snippets::install(book);
    let block = |text: String| format!("```ts\n{text}```\n");
    let switch = sample(book).map(|it| block(snippets::switch(book, it))).unwrap_or_default();
    format!(
        "{notice}# {title}

The errors of the {api}, version {version}, for TypeScript and JavaScript: Node 18 and later, browsers, Deno and Bun. The package has
no dependencies.

{install}
`errorOf` gives the error of a response of `fetch`, or `null` for a success. {union} is a union of all errors, and `code` tells which one:
a `switch` over it narrows the type of `fields`, and the compiler can check that no code is missing. `errors` has the type of each code.
In the examples, `url` and `options` are the arguments of `fetch`.

{switch}
An error that is not as the book says has the code `null`, with everything that was received in `received`, and the `reason`:

- `code_unknown`: the server has a newer book. `codeText` is the code.
- `payload_mismatch`: the fields do not have their types, or the body breaks off.
- `no_code`: a proxy answered, for example. `excerpt` is the start of the body.
- `encoded`: the body is compressed, and the client did not decompress it.

## Retries

`retryAdvice` says whether to send a request again and after how many milliseconds: the book knows which errors are temporary, and
the response may say when. This is a request with at most three attempts:

{repeating}
`reason` says why not to send it again. A request that is not idempotent is sent again only if the server has not carried it out, or if it has
the header `Idempotency-Key`.

## Other clients

`decodeError(status, headers, body)` takes what any client has: headers as an object, a `Map`, pairs or `Headers`, and the body as a text,
as bytes, or as JSON that was parsed already. With `axios`, it is `decodeError(response.status, response.headers, response.data)`. It never
throws.

{class} is an error to throw, with the error of the API in `error`.

## Texts

`codes` has the meaning of each code, what to do about it, and the URL of its page. It is a module of its own, so that a program without it
does not contain the texts:

```ts
import {{ codes }} from {codes};

for (const [code, {{ meaning }}] of Object.entries(codes)) console.log(code, meaning);
```

## Numbers

JavaScript rounds integers beyond ±(2^53 - 1), as `JSON.parse` does. Types that allow them (64 bits) are `number` all the same. `fields` and
`received` have the rounded number.
",
        notice = markdown_notice(),
        title = plain(name, Place::Paragraph),
        api = plain(&book.api.full_name(), Place::Paragraph),
        version = book.api.version,
        union = code(&union(book)),
        class = code(&class(book)),
        repeating = block(snippets::repeating(book, ", { retries: 2 }")),
        codes = super::source::literal(&format!("{name}/codes")),
    )
}
