//! Diagnostics for people at a terminal.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::source::{Source, Sources};
use crate::text::{is_invisible, visible};

/// Options of the rendering for terminals.
#[derive(Debug, Clone, Copy)]
pub struct Terminal<'a> {
    /// The prefix of a file's path, such as `spec/`.
    pub prefix: &'a str,
    /// Whether to use colour.
    pub colour: bool,
    /// The number of columns.
    pub width: usize,
}

/// Lines longer than this (in bytes) are not drawn, only their position is given: the renderer is slow on them, and
/// they are unreadable.
const LONGEST_LINE: usize = 4096;

/// Labels that are at most this many lines apart share an excerpt.
const NEAR: usize = 6;

/// Draws the diagnostics, with an empty line after each.
pub fn terminal(sources: &Sources, diagnostics: &[Diagnostic], options: Terminal<'_>) -> String {
    let renderer = if options.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(options.width.max(40));
    let mut out = String::new();
    for it in diagnostics {
        let level = match it.rule.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(&*it.message).id(it.rule.id));
        for excerpt in excerpts(sources, &it.labels) {
            // The renderer does not escape paths, and the path may be hostile.
            let path = visible(&format!("{}{}", options.prefix, excerpt.file.path));
            group = if excerpt.is_drawable() {
                group.element(excerpt.draw(path))
            } else {
                let place = excerpt.file.line_column(excerpt.labels[0].span.start as usize);
                group.element(Origin::path(path).line(place.line).char_column(place.column))
            };
        }
        if let Some(help) = &it.help {
            group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// A range of lines with its labels.
struct Excerpt<'a> {
    file: &'a Source,
    /// Lines from 0; the end is exclusive.
    lines: Range<usize>,
    labels: Vec<&'a Label>,
    holds_primary: bool,
}

/// Groups nearby labels into shared excerpts.
fn excerpts<'a>(sources: &'a Sources, labels: &'a [Label]) -> Vec<Excerpt<'a>> {
    let mut out: Vec<Excerpt<'a>> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let file = sources.file(label.span.file);
        let first = file.line_of(label.span.start as usize);
        // A label over many lines is drawn at its start.
        let last =
            file.line_of((label.span.end as usize).max(label.span.start as usize + 1) - 1).clamp(first, first + 2);
        let near = out.iter_mut().find(|it| {
            std::ptr::eq(it.file, file) && first <= it.lines.end + NEAR && it.lines.start <= last + 1 + NEAR
        });
        match near {
            Some(it) => {
                it.lines = it.lines.start.min(first)..it.lines.end.max(last + 1);
                it.labels.push(label);
            }
            None => out.push(Excerpt { file, lines: first..last + 1, labels: vec![label], holds_primary: at == 0 }),
        }
    }
    out
}

impl<'a> Excerpt<'a> {
    fn is_drawable(&self) -> bool {
        !self.file.text.is_empty() && self.lines.clone().all(|line| self.file.line(line).len() <= LONGEST_LINE)
    }

    fn draw(&self, path: String) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let start = self.file.line(self.lines.start).start;
        let end = self.file.line(self.lines.end - 1).end;
        let text = &self.file.text[start..end];
        let visible = replaced(text);
        let drawn = |offset: usize| if visible == text { offset } else { replaced(&text[..offset]).len() };
        let primary = self.labels.iter().position(|_| self.holds_primary);
        let annotations = self.labels.iter().enumerate().map(|(at, label)| {
            let kind = if Some(at) == primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            // The renderer panics on a span past the end or inside a character.
            let from = self.file.floor(label.span.start as usize).clamp(start, end);
            let to = self.file.floor(label.span.end as usize).clamp(from, end);
            kind.span(drawn(from - start)..drawn(to - start)).label(normalize_untrusted_str(&label.message))
        });
        Snippet::source(visible.clone()).line_start(self.lines.start + 1).path(path).annotations(annotations)
    }
}

/// Replaces the invisible characters that the renderer does not neutralise itself: those beyond ASCII.
fn replaced(text: &str) -> Cow<'_, str> {
    let is_left = |c: char| !c.is_ascii() && c != '\u{200d}' && is_invisible(c);
    if text.contains(is_left) { Cow::Owned(text.replace(is_left, "\u{fffd}")) } else { Cow::Borrowed(text) }
}
