//! Texts as a book may have them: without links that it rejects, invisible characters at their ends, and lengths beyond its
//! limit.

use errbook_codegen::source::Span;
use errbook_codegen::text::{is_invisible, quoted};
use errbook_codegen::unsupported_links;

use super::report::Report;

/// The limit of a text, in bytes: below the compiler's, since quoting adds to it.
const LONGEST: usize = 500_000;

/// A paragraph on one line.
pub(super) fn paragraph(text: &str, at: Span, report: &mut Report) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(|c: char| is_invisible(c) || c.is_whitespace());
    limited(&without_links(text, true, at, report), at, report)
}

/// Markdown of several blocks.
pub(super) fn blocks(text: &str, at: Span, report: &mut Report) -> String {
    let text = errbook_codegen::text::line_feeds(text.to_owned());
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim_matches('\n');
    limited(&without_links(text, false, at, report), at, report)
}

fn limited(text: &str, at: Span, report: &mut Report) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    report.left(at, format!("the end of a text of {} bytes", text.len()), format!("the limit is {LONGEST} bytes"));
    format!("{}…", &text[..end])
}

/// A text in which links that a book rejects are text.
fn without_links(text: &str, is_paragraph: bool, at: Span, report: &mut Report) -> String {
    let mut out = text.to_owned();
    // An escape may make another link of the same brackets.
    for _ in 0..8 {
        let found = unsupported_links(&out, is_paragraph);
        if found.is_empty() {
            return out;
        }
        for (destination, range) in found.into_iter().rev() {
            report.left(
                at,
                format!("the link to {}", quoted(&destination)),
                "its scheme is none of https, http and mailto",
            );
            if out.is_char_boundary(range.start) {
                let start = range.start + usize::from(out[range.start..].starts_with('!'));
                out.insert(start, '\\');
            }
        }
    }
    // No markup at all.
    out.replace(['[', ']', '<', '>'], " ")
}
