//! Tables that fit their room: columns as wide as they can be, or, where there is no room for columns, one row after the
//! other.

use super::words::{Style, Text, drawn, put, width, wrapped};

/// What stands between two columns.
const GAP: usize = 2;

/// A column is not made narrower than its longest word, unless the word is longer than this.
const LONGEST_WORD: usize = 28;

/// A table as it is read. The first row is its head.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Vec<Text>>,
}

impl Table {
    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Adds a cell to the last row.
    pub(super) fn cell(&mut self, text: Text) {
        if let Some(row) = self.rows.last_mut() {
            row.push(text);
        }
    }

    /// The table on lines of at most so many columns.
    pub(super) fn lines(&self, room: usize, colour: bool) -> Vec<String> {
        let Some((head, body)) = self.rows.split_first() else { return Vec::new() };
        let head: Vec<Text> = head.iter().map(heading).collect();
        match self.widths(room) {
            Some(widths) => {
                let rule = widths.iter().map(|it| "-".repeat(*it)).collect::<Vec<_>>().join(&" ".repeat(GAP));
                let body = body.iter().flat_map(|it| row(it, &widths, colour));
                row(&head, &widths, colour).into_iter().chain([rule]).chain(body).collect()
            }
            None => records(&head, body, room, colour),
        }
    }

    /// How wide each column is; `None` where they do not fit side by side.
    fn widths(&self, room: usize) -> Option<Vec<usize>> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let longest = |column: usize, of: fn(&Text) -> usize| {
            self.rows.iter().filter_map(|it| it.get(column)).map(of).max().unwrap_or(0).max(1)
        };
        let wanted: Vec<usize> = (0..columns).map(|it| longest(it, |cell| width(cell))).collect();
        let least: Vec<usize> = (0..columns).map(|it| longest(it, longest_word).min(LONGEST_WORD)).collect();
        let room = room.checked_sub(GAP * columns.saturating_sub(1))?;
        (least.iter().sum::<usize>() <= room).then(|| shared(room, &wanted, &least))
    }
}

/// Shares room among columns: each has what it wants, or as much as every other that wants more.
fn shared(room: usize, wanted: &[usize], least: &[usize]) -> Vec<usize> {
    let with = |most: usize| wanted.iter().zip(least).map(move |(wanted, least)| (*wanted).min(most).max(*least));
    let fits = |most: usize| with(most).sum::<usize>() <= room;
    // The largest bound with which all fit.
    let (mut low, mut high) = (0, room);
    while low < high {
        let middle = usize::midpoint(low, high + 1);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    let mut out: Vec<usize> = with(low).collect();
    let mut left = room.saturating_sub(out.iter().sum());
    for (width, wanted) in out.iter_mut().zip(wanted).filter(|(width, wanted)| **width < **wanted) {
        let more = left.min(1).min(wanted - *width);
        *width += more;
        left -= more;
    }
    out
}

fn longest_word(text: &Text) -> usize {
    text.split(|it| it.c == ' ').map(width).max().unwrap_or(0)
}

fn heading(text: &Text) -> Text {
    let words: String = text.iter().map(|it| it.c).collect();
    let mut out = Text::new();
    put(&mut out, &words, Style { heading: true, ..Style::default() });
    out
}

/// Cells side by side.
fn row(cells: &[Text], widths: &[usize], colour: bool) -> Vec<String> {
    let columns: Vec<Vec<Text>> = widths
        .iter()
        .enumerate()
        .map(|(at, &width)| cells.get(at).map(|it| wrapped(it, width)).unwrap_or_default())
        .collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let mut out = String::new();
        let mut blanks = 0;
        for (lines, column) in columns.iter().zip(widths) {
            let empty = Text::new();
            let text = lines.get(at).unwrap_or(&empty);
            out.push_str(&" ".repeat(blanks));
            out.push_str(&drawn(text, colour));
            blanks = column.saturating_sub(width(text)) + GAP;
        }
        out
    };
    (0..height).map(line).collect()
}

/// Each row by itself: what the head says, and the cell.
fn records(head: &[Text], body: &[Vec<Text>], room: usize, colour: bool) -> Vec<String> {
    const INDENT: usize = 2;
    let mut out = Vec::new();
    for (at, cells) in body.iter().enumerate() {
        if at > 0 {
            out.push(String::new());
        }
        for (name, cell) in head.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let mut text = name.clone();
            put(&mut text, ": ", Style { heading: true, ..Style::default() });
            text.extend(cell);
            let lines = wrapped(&text, room.saturating_sub(INDENT));
            out.extend(lines.iter().enumerate().map(|(at, line)| {
                let indent = if at == 0 { 0 } else { INDENT };
                format!("{}{}", " ".repeat(indent), drawn(line, colour))
            }));
        }
    }
    out
}
