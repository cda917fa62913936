//! A text of limited length, cut between rows.

/// A text that grows up to a limit.
pub(super) struct Fitted {
    pub(super) text: String,
    /// Whether something did not fit.
    pub(super) is_cut: bool,
    most: usize,
    count: usize,
}

impl Fitted {
    pub(super) fn new(text: String, most: usize) -> Self {
        let count = text.chars().count();
        Self { text, is_cut: false, most, count }
    }

    pub(super) fn length(&self) -> usize {
        self.count
    }

    /// The number of characters left.
    pub(super) fn room(&self) -> usize {
        self.most.saturating_sub(self.count)
    }

    /// Adds a text if all of it fits.
    pub(super) fn put_whole(&mut self, text: &str) -> bool {
        let count = text.chars().count();
        let fits = count <= self.room();
        if fits {
            self.add(text, count);
        } else {
            self.is_cut = true;
        }
        fits
    }

    /// Adds the note on what did not fit, for which space is reserved.
    pub(super) fn note(&mut self, text: &str) {
        self.add(text, text.chars().count());
        self.is_cut = true;
    }

    /// Adds a table within a limit of characters, and returns the number of its rows. It ends with an empty line, and
    /// is omitted if it has no rows.
    pub(super) fn table(&mut self, head: String, rows: impl Iterator<Item = String>, most: usize) -> usize {
        let mut table = head;
        let mut count = table.chars().count() + 1;
        let mut shown = 0;
        for row in rows {
            count += row.chars().count();
            if count > most.min(self.room()) {
                self.is_cut = true;
                break;
            }
            table.push_str(&row);
            shown += 1;
        }
        if shown > 0 {
            table.push('\n');
            self.add(&table, table.chars().count());
        }
        shown
    }

    fn add(&mut self, text: &str, count: usize) {
        self.text.push_str(text);
        self.count += count;
    }
}
