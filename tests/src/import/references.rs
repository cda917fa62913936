//! References of API documents: to other files of the folder, out of it, to the network, and in circles.

use errbook_cli::import::{Options, import};
use errbook_codegen::input::Input;

use super::{book_of, existing_none, said};

fn document(reference: &str) -> String {
    format!(
        "openapi: 3.0.0\ninfo: {{title: T, version: 1.0.0}}\npaths:\n  /a:\n    get:\n      responses:\n        '404': {{description: Missing it., content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}}}\n        '400': {{description: Bad it is.}}\ncomponents:\n  schemas:\n    Loop: {{$ref: '#/components/schemas/Loop'}}\n    Deep: {{type: object, properties: {{code: {{const: deep}}, message: {{type: string}}, inner: {{$ref: '#/components/schemas/Deep'}}}}}}\n    'a/b~c d': {{type: object, properties: {{code: {{const: escaped}}, message: {{type: string}}}}}}\n"
    )
}

const OTHER: &str = "Error: {type: object, properties: {code: {const: elsewhere}, message: {type: string}, more: {$ref: 'sub/more.json#/More'}}}\n";
const MORE: &str = "{\"More\": {\"type\": \"string\", \"enum\": [\"a\", \"b\"]}}";

#[test]
fn references_stay_in_the_folder() {
    let load = |document: &str, path: &str| {
        assert_eq!(document, "api/openapi.yaml");
        match path {
            "other.yaml" => Ok(OTHER.as_bytes().to_vec()),
            "sub/more.json" => Ok(MORE.as_bytes().to_vec()),
            "broken.yaml" => Ok(b"a: [".to_vec()),
            _ => Err("there is no such file".to_owned()),
        }
    };
    let cases = [
        ("other.yaml#/Error", "elsewhere", ""),
        ("./x/../other.yaml#/Error", "elsewhere", ""),
        ("#/components/schemas/Deep", "deep", ""),
        ("#/components/schemas/a~1b~0c%20d", "escaped", ""),
        ("#/components/schemas/Loop", "not_found", "it refers to itself"),
        ("#/components/schemas/None", "not_found", "there is no `None`"),
        ("missing.yaml#/X", "not_found", "there is no such file"),
        ("broken.yaml#/X", "not_found", "not valid YAML"),
        ("https://evil.example/x.yaml#/X", "not_found", "nothing from the network"),
        ("//evil.example/x.yaml#/X", "not_found", "nothing from the network"),
        ("file:///etc/passwd", "not_found", "nothing from the network"),
        ("../other.yaml#/Error", "not_found", "outside the folder"),
        ("x/../../other.yaml#/Error", "not_found", "outside the folder"),
        ("%2e%2e/other.yaml#/Error", "not_found", "outside the folder"),
        ("..\\\\other.yaml#/Error", "not_found", "outside the folder"),
        ("/etc/passwd#/X", "not_found", "outside the folder"),
        ("C:/x.yaml#/X", "not_found", "outside the folder"),
    ];
    for (reference, code, left) in cases {
        let inputs = vec![Input::new("api/openapi.yaml", document(reference))];
        let done = import(inputs, &Options::default(), &existing_none(), &load);
        let book = book_of(&done);
        assert!(book.error(code).is_some(), "{reference}: {}", said(&done));
        assert!(said(&done).contains(left), "{reference}: {}", said(&done));
    }
}

/// A few lines that describe a body of any size, or whose aliases do.
#[test]
fn small_documents_of_large_bodies_end() {
    let mut schemas = String::new();
    for level in 0..40 {
        let inner = format!("{{$ref: '#/components/schemas/L{}'}}", level + 1);
        schemas.push_str(&format!("    L{level}: {{type: object, properties: {{a: {inner}, b: {inner}, c: {inner}, message: {{type: string}}}}}}\n"));
    }
    schemas.push_str("    L40: {type: string}\n    Wide: {allOf: [");
    let one_of =
        "{oneOf: [{type: object, properties: {code: {const: a}}}, {type: object, properties: {code: {const: b}}}]}";
    schemas.push_str(&format!("{}]}}\n", [one_of; 40].join(", ")));
    let mut aliases = String::from("x-a0: &a0 [1, 2]\n");
    for level in 1..60 {
        aliases.push_str(&format!("x-a{level}: &a{level} [*a{0}, *a{0}, *a{0}]\n", level - 1));
    }
    for reference in ["#/components/schemas/L0", "#/components/schemas/Wide", "#/x-a59"] {
        let text = format!("{}{schemas}{aliases}", document(reference));
        let done = import(vec![Input::new("api.yaml", text)], &Options::default(), &existing_none(), &|_, _| {
            Err(String::new())
        });
        assert!(done.written.is_some(), "{reference}: {}", said(&done));
    }
    // An example of any size is left out.
    let text = document("#/components/schemas/Deep").replace("schema: {", "example: *a59, schema: {");
    let done = import(
        vec![Input::new("api.yaml", format!("{aliases}{text}"))],
        &Options::default(),
        &existing_none(),
        &|_, _| Err(String::new()),
    );
    assert!(done.written.is_some(), "{}", said(&done));
}
