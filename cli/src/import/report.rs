//! What an import read, guessed, merged and left, each with its place in the source; as text for people and as JSON.

use std::collections::{BTreeMap, HashMap, HashSet};

use errbook_codegen::source::{Sources, Span};
use errbook_codegen::text::{counted, visible};
use serde_json::{Value as Json, json};

/// What a note reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// Read as the source states it.
    Read,
    /// A guess, with its evidence.
    Guessed,
    /// Several rows or texts of one code.
    Merged,
    /// Not imported, with the reason.
    Left,
    /// Different in the existing book, which was kept.
    Differs,
}

impl NoteKind {
    /// Every kind with its word, in the order of the report.
    pub const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Read, "read"),
        (Self::Guessed, "guessed"),
        (Self::Merged, "merged"),
        (Self::Left, "left"),
        (Self::Differs, "differs"),
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note {
    /// What it reports.
    pub kind: NoteKind,
    /// Where in the source; `None` if it is about no place.
    pub at: Option<Span>,
    /// The fact.
    pub message: String,
    /// The evidence of a guess, or the reason why something was left.
    pub why: Option<String>,
}

/// The report of an import.
#[derive(Debug, Default)]
pub struct Report {
    /// The notes, in the order of the sources.
    pub notes: Vec<Note>,
    /// The imported codes, with their places.
    pub codes: Vec<(String, Span)>,
    /// The number of codes that an existing book had already.
    pub known: usize,
    seen: HashSet<Note>,
}

impl Report {
    pub(super) fn read(&mut self, at: Span, message: impl Into<String>) {
        self.note(NoteKind::Read, Some(at), &message.into(), None);
    }

    pub(super) fn guessed(&mut self, at: impl Into<Option<Span>>, message: impl Into<String>, why: impl Into<String>) {
        self.note(NoteKind::Guessed, at.into(), &message.into(), Some(&why.into()));
    }

    pub(super) fn merged(&mut self, at: Span, message: impl Into<String>) {
        self.note(NoteKind::Merged, Some(at), &message.into(), None);
    }

    pub(super) fn left(&mut self, at: impl Into<Option<Span>>, message: impl Into<String>, why: impl Into<String>) {
        self.note(NoteKind::Left, at.into(), &message.into(), Some(&why.into()));
    }

    pub(super) fn differs(&mut self, at: Span, message: impl Into<String>) {
        self.note(NoteKind::Differs, Some(at), &message.into(), None);
    }

    fn note(&mut self, kind: NoteKind, at: Option<Span>, message: &str, why: Option<&str>) {
        let note = Note { kind, at, message: visible(message), why: why.map(visible) };
        // Many operations of a document share a schema.
        if self.seen.insert(note.clone()) {
            self.notes.push(note);
        }
    }

    /// The number of notes of a kind.
    pub fn count(&self, kind: NoteKind) -> usize {
        self.notes.iter().filter(|it| it.kind == kind).count()
    }

    /// The report for people. Notes with the same text are one line, with the number of their places.
    pub fn text(&self, sources: &Sources) -> String {
        self.text_of(sources, &|_| true)
    }

    /// The notes of some kinds, as in `text`.
    pub fn text_of(&self, sources: &Sources, is_shown: &dyn Fn(NoteKind) -> bool) -> String {
        let mut out = String::new();
        for &(kind, word) in NoteKind::WORDS.iter().filter(|it| is_shown(it.0)) {
            let mut lines: Vec<(String, Option<Span>, usize)> = Vec::new();
            let mut index: HashMap<String, usize> = HashMap::new();
            for note in self.notes.iter().filter(|it| it.kind == kind) {
                let why = note.why.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
                let text = format!("{}{why}", note.message);
                if let Some(&at) = index.get(&text) {
                    lines[at].2 += 1;
                } else {
                    index.insert(text.clone(), lines.len());
                    lines.push((text, note.at, 1));
                }
            }
            if lines.is_empty() {
                continue;
            }
            out.push_str(&format!("{word}:\n"));
            for (text, at, count) in lines {
                let place = at.map(|it| format!("{}: ", place(sources, it))).unwrap_or_default();
                let more =
                    if count > 1 { format!(" (and {})", counted(count - 1, "more place")) } else { String::new() };
                out.push_str(&format!("  {place}{text}{more}\n"));
            }
        }
        out
    }

    /// The report as JSON.
    pub fn json(&self, sources: &Sources) -> Json {
        let place = |at: Option<Span>| match at {
            Some(at) => {
                let file = sources.file(at.file);
                let start = file.line_column(at.start as usize);
                (json!(file.path), json!(start.line), json!(start.column))
            }
            None => (Json::Null, Json::Null, Json::Null),
        };
        let codes = self.codes.iter().map(|(code, at)| {
            let (file, line, column) = place(Some(*at));
            json!({"code": code, "file": file, "line": line, "column": column})
        });
        let mut groups: BTreeMap<NoteKind, Vec<Json>> = BTreeMap::new();
        for note in &self.notes {
            let (file, line, column) = place(note.at);
            let note_json =
                json!({"message": note.message, "why": note.why, "file": file, "line": line, "column": column});
            groups.entry(note.kind).or_default().push(note_json);
        }
        let mut out = json!({"schema_version": 1, "codes": codes.collect::<Vec<_>>(), "known": self.known});
        for &(kind, word) in NoteKind::WORDS {
            out[word] = groups.remove(&kind).unwrap_or_default().into();
        }
        out
    }
}

/// A place for people: `errors.md:12:3`.
pub(super) fn place(sources: &Sources, at: Span) -> String {
    let file = sources.file(at.file);
    let start = file.line_column(at.start as usize);
    format!("{}:{}:{}", visible(&file.path), start.line, start.column)
}
