//! Forty texts that try to break out of their context.

/// Each with what it tries.
#[rustfmt::skip]
pub(super) static TEXTS: &[(&str, &str)] = &[
    // Rust.
    ("ends a string", "\"; std::process::exit(0); \""),
    ("ends a raw string", "\"# ; fn owned() {} r#\""),
    ("ends a comment", "*/ fn owned() {} /*"),
    ("ends a line of a comment", "x\nfn owned() {}\n//"),
    ("ends a line as old Macs do", "x\rfn owned() {}\r//"),
    ("ends with a backslash", "x\\"),
    ("is an attribute", "#[derive(Debug)] #![allow(warnings)]"),
    ("ends an attribute", "\"] fn owned() {} #[doc = \""),
    ("is a format string", "{} {0} {x:?} %s ${x} $(x) `x`"),
    ("is a macro's own", "$crate::owned!() concat!() include_str!(\"/etc/passwd\")"),
    // rustdoc and Markdown.
    ("begins a test", "```\npanic!()\n```"),
    ("ends a fence", "~~~~~~~~\n```````\nx"),
    ("is a heading", "# x\n## y\nz\n==="),
    ("is a list", "- x\n* y\n1. z\n- [ ] w"),
    ("is a quote", "> x\n> [!WARNING]\n> y"),
    ("is a rule", "***\n---\n___"),
    ("ends a cell", "x | y \\| z || w |\n| --- |"),
    ("is indented", "    x\n\ty"),
    ("is a link to an item", "[Error] [`String`] [x][crate::y] [z]: https://x.example"),
    ("is a link that runs", "[x](javascript:alert(1)) ![y](data:text/html,z)"),
    ("is a picture", "![x](https://x.example/y.png)"),
    ("is a footnote", "x[^1]\n\n[^1]: y"),
    ("is mathematics", "$x$ $$y$$ ~~z~~ ^w^ ||v||"),
    ("is a directive", "{{#table}} {{#code not_found}} {{x}}"),
    // HTML.
    ("is a script", "<script>alert(1)</script>"),
    ("is an element", "<img src=x onerror=alert(1)> <b>x"),
    ("ends an element", "</summary></details></td></table>"),
    ("opens a comment", "<!-- x"),
    ("ends a comment of HTML", "--> x <!--"),
    ("is an entity", "&lt;b&gt; &#60;b&#62; &quot;"),
    ("is a processing instruction", "<?php x ?> <![CDATA[ y ]]> <!DOCTYPE z>"),
    // JSON and TOML.
    ("ends a text of JSON", "\", \"owned\": true, \"x\": \""),
    ("is an escape of JSON", "\\u0000 \\\" \\/ \u{2028}"),
    ("ends a text of TOML", "\"\n[dependencies]\nowned = \"1"),
    ("ends a long text of TOML", "\"\"\"\nowned = '''x'''"),
    // YAML.
    ("is YAML", "*x &y !z %w @v - {a: b} # c: d"),
    // A terminal.
    ("is red", "\u{1b}[31mx\u{1b}[0m \u{9b}31my"),
    ("is a link of a terminal", "\u{1b}]8;;https://x.example\u{7}x\u{8}\u{7f}"),
    ("is from right to left", "x\u{202e}y\u{2066}z\u{200b}\u{feff}"),
    // A workflow.
    ("is a workflow command", "::error::x\n::set-output name=y::z%0A::stop-commands::w"),
];
