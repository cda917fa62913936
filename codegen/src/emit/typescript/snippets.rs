//! Code that uses the package, for its `README.md` and the pages: valid as TypeScript and as JavaScript.
//!
//! It uses the variables `url` and `options`, which are the arguments of `fetch`.

use super::names::class;
use super::source::{literal, property};
use crate::emit::Publication;
use crate::model::ErrorDef;

/// How to install the package.
pub(in crate::emit) fn install(book: &Publication<'_>) -> String {
    if book.is_public() {
        return format!("```sh\nnpm install {}\n```\n", book.npm().0);
    }
    "The package is not published: install it from its folder, or from the file that `npm pack` makes there.\n\n\
     ```sh\nnpm install ./path/to/typescript\n```\n"
        .to_owned()
}

/// A response of `fetch`, and what its payload has.
pub(in crate::emit) fn payload(book: &Publication<'_>, entry: &ErrorDef) -> String {
    format!(
        "import {{ errorOf }} from {};

const error = await errorOf(await fetch(url, options));
if (error?.code === {}) {{
  console.log({});
}}
",
        literal(book.npm().0),
        literal(&entry.code),
        shown(entry),
    )
}

/// A request that is sent again as the book allows. `limits` are further options of `retryAdvice`.
pub(in crate::emit) fn repeating(book: &Publication<'_>, limits: &str) -> String {
    let class = class(book);
    format!(
        "import {{ {class}, errorOf, retryAdvice }} from {};

let response;
for (let attempt = 1; ; attempt++) {{
  response = await fetch(url, options);
  const error = await errorOf(response);
  if (!error) break;
  const {{ wait }} = retryAdvice(error, attempt, options{limits});
  if (wait === null) throw new {class}(error);
  await new Promise((resolve) => setTimeout(resolve, wait));
}}
",
        literal(book.npm().0),
    )
}

/// Every kind of result.
pub(in crate::emit) fn switch(book: &Publication<'_>, entry: &ErrorDef) -> String {
    format!(
        "import {{ errorOf }} from {};

const error = await errorOf(await fetch(url, options));
if (error === null) {{
  console.log(\"a success\");
}} else {{
  switch (error.code) {{
    case {}:
      console.log({});
      break;
    case null:
      console.log(\"not an error of this version of the API\", error.status, error.reason);
      break;
    default:
      console.log(error.code, error.message);
  }}
}}
",
        literal(book.npm().0),
        literal(&entry.code),
        shown(entry),
    )
}

/// The arguments that show a payload.
fn shown(entry: &ErrorDef) -> String {
    let headers = entry.payload_headers().map(|it| &*it.name);
    let names: Vec<String> = entry.fields.iter().map(|it| &*it.name).chain(headers).map(property).collect();
    let is_short = names.iter().map(String::len).sum::<usize>() < 40;
    match &*names {
        [] => "error.message".to_owned(),
        names if is_short => names.iter().map(|it| member("error.fields", it)).collect::<Vec<_>>().join(", "),
        _ => "error.fields".to_owned(),
    }
}

fn member(object: &str, name: &str) -> String {
    if name.starts_with('"') { format!("{object}[{name}]") } else { format!("{object}.{name}") }
}
