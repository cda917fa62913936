//! A spec with every text that the language has, each of which may be another one.

use errbook_codegen::input::Input;

use crate::books::quoted;

/// The texts: their names in the template, and what they are where nothing is tried.
#[rustfmt::skip]
pub(super) static KEYS: &[(&str, &str)] = &[
    ("api.name", "Shop"), ("api.version", "1.0.0"), ("api.crate", "shop-errors"), ("crate.version", "1.0.0"), ("runtime.path", "../runtime"), ("runtime.version", "0.1"),
    ("api.docs_url", "https://shop.example"), ("within", "error"), ("envelope.code", "code"), ("envelope.message", "message"),
    ("envelope.fields", "data"), ("code", "taken"), ("name", "Taken"), ("meaning", "M."), ("remediation", "R."), ("message", "It is taken."),
    ("field", "second"), ("field.doc", "D."), ("field.example", "x"), ("was", "old"), ("word", "red"), ("item", "x"), ("inner", "in"),
    ("inner.doc", "D."), ("inner.example", "x"), ("any.key", "k"), ("any.value", "v"), ("header", "X-Count"), ("header.doc", "D."),
    ("header.example", "x"), ("header.value", "main"), ("since", "1.0.0"), ("cause", "C."), ("tag", "t"), ("allow", "missing-header"),
    ("title", "T"), ("value", "x"), ("note", "N."), ("use", "gone"), ("retired", "missing"), ("details", "D."), ("guide.title", "G"),
    ("guide.text", "G."),
];

/// Texts in which blocks are wanted.
pub(super) static BLOCKS: &[&str] = &["details", "guide.title", "guide.text"];

const TEMPLATE: &str = r"errbook: 1
api: {name: <api.name>, version: <api.version>, crate: {name: <api.crate>, version: <crate.version>}, runtime: {path: <runtime.path>, version: <runtime.version>}, code_style: any, docs_url: <api.docs_url>}
envelope: {within: <within>, code: <envelope.code>, message: <envelope.message>, fields: <envelope.fields>}
errors:
  - status: 409
    code: <code>
    name: <name>
    meaning: <meaning>
    remediation: <remediation>
    message: <message>
    fields:
      first: {type: string, doc: <field.doc>, example: <field.example>, was: <was>}
      <field>: {type: integer, name: second, example: 2}
      third: {type: enum, values: [<word>, blue], example: <word>}
      fourth: {type: list, of: string, example: [<item>]}
      fifth: {type: object, fields: {<inner>: {type: string, name: inner, doc: <inner.doc>, example: <inner.example>}}}
      sixth: {type: any, example: {<any.key>: <any.value>}}
    headers:
      X-Text: {type: string, doc: <header.doc>, example: <header.example>}
      X-Same: {value: <header.value>}
      <header>: {type: integer, name: counted, example: 3}
    since: <since>
    details: <details>
    causes: [<cause>]
    tags: [<tag>]
    allow: [<allow>]
    examples:
      - title: <title>
        values: {first: <value>, <field>: 1, third: <word>, fourth: [<item>], fifth: {<inner>: <value>}, sixth: {<any.key>: <value>}, X-Text: <header.example>, <header>: 4}
  - {status: 410, code: gone, meaning: It is gone., remediation: Forget it.}
  - {status: 411, code: last, meaning: The last one., remediation: Go., deprecated: {since: 1.0.0, use: <use>, note: <note>}}
retired:
  - {code: <retired>, since: 1.0.0, use: gone}
";

/// The spec with these texts instead of its own. A mark in each distinguishes it from all others.
pub(super) fn spec(texts: &[(&str, String)]) -> Vec<Input> {
    let of = |key: &str, own: &str| texts.iter().find(|it| it.0 == key).map_or(own.to_owned(), |it| it.1.clone());
    let mut yaml = TEMPLATE.to_owned();
    let mut guide = "# <guide.title>\n\n<guide.text>\n".to_owned();
    for &(key, own) in KEYS {
        let text = of(key, own);
        guide = guide.replace(&format!("<{key}>"), &text);
        // A brace of a message is written twice.
        let text = if key == "message" { text.replace('{', "{{").replace('}', "}}") } else { text };
        yaml = yaml.replace(&format!("<{key}>"), &quoted(&text));
    }
    vec![Input::new("shop.yaml", yaml), Input::new("guides/start.md", guide)]
}
