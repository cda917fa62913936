//! Tables with a row for each code, stored by column: all texts of a column are one.
//!
//! A reference in a static costs forty bytes beside its text, and a table of structs is compiled field by field.
//!
//! There are two tables, so that a binary that only needs statuses does not contain the texts for people.

use super::{Deprecated, Retry};

/// What programs need to know about each code. Made by [`code_table!`](crate::code_table).
#[derive(Debug)]
pub struct CodeTable {
    /// The codes on the wire.
    pub codes: Texts,
    /// The HTTP statuses of each code, the default first, and a zero after those of each.
    pub statuses: &'static [u16],
    /// Where the statuses of each code begin, and where those of the last one end.
    pub status_bounds: &'static [u32],
    /// The retry advice. A code that is never retried has none.
    pub retries: Sparse<Retry>,
}

/// The documentation of each code, in inline Markdown. Made by [`doc_table!`](crate::doc_table).
#[derive(Debug)]
pub struct DocTable {
    /// What happened.
    pub meanings: Texts,
    /// What the caller should do about it.
    pub remediations: Texts,
    /// The URL of the code's own page, or an empty text.
    pub urls: Texts,
    /// The deprecation, if the code is deprecated.
    pub deprecations: Sparse<Deprecated>,
}

/// The row of a code in a [`CodeTable`].
#[derive(Debug, Clone, Copy)]
pub struct CodeInfo {
    table: &'static CodeTable,
    index: usize,
}

/// The row of a code in a [`DocTable`].
#[derive(Debug, Clone, Copy)]
pub struct CodeDocs {
    table: &'static DocTable,
    index: usize,
}

impl CodeTable {
    /// How many codes there are.
    pub const fn len(&self) -> usize {
        self.codes.bounds.len() - 1
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of a code. It panics when it is read, if there is no such code.
    pub const fn row(&'static self, index: usize) -> CodeInfo {
        CodeInfo { table: self, index }
    }

    /// The rows.
    pub fn rows(&'static self) -> impl Iterator<Item = CodeInfo> {
        (0..self.len()).map(|index| self.row(index))
    }
}

impl CodeInfo {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        self.table.codes.get(self.index)
    }

    /// The default HTTP status; 500 if there is none.
    pub const fn status(self) -> u16 {
        match self.statuses() {
            [first, ..] => *first,
            [] => 500,
        }
    }

    /// Every HTTP status that the code may have, the default first.
    pub const fn statuses(self) -> &'static [u16] {
        let Self { table: CodeTable { statuses, status_bounds, .. }, index } = self;
        let (start, end) = (status_bounds[index] as usize, status_bounds[index + 1] as usize);
        statuses.split_at(end - 1).0.split_at(start).1
    }

    /// The retry advice, which is [`Retry::NEVER`] unless the row has one.
    pub const fn retry(self) -> Retry {
        match self.table.retries.get(self.index) {
            Some(retry) => retry,
            None => Retry::NEVER,
        }
    }
}

impl DocTable {
    /// The row of a code. It panics when it is read, if there is no such code.
    pub const fn row(&'static self, index: usize) -> CodeDocs {
        CodeDocs { table: self, index }
    }
}

impl CodeDocs {
    /// What happened.
    pub const fn meaning(self) -> &'static str {
        self.table.meanings.get(self.index)
    }

    /// What the caller should do about it.
    pub const fn remediation(self) -> &'static str {
        self.table.remediations.get(self.index)
    }

    /// The URL of the code's own page.
    pub const fn docs_url(self) -> Option<&'static str> {
        let url = self.table.urls.get(self.index);
        if url.is_empty() { None } else { Some(url) }
    }

    /// The deprecation, if the code is deprecated.
    pub const fn deprecated(self) -> Option<Deprecated> {
        self.table.deprecations.get(self.index)
    }
}

/// A column of texts.
#[derive(Debug)]
pub struct Texts {
    /// All of them, one after another.
    pub text: &'static str,
    /// Where each one begins, and where the last one ends.
    pub bounds: &'static [u32],
}

impl Texts {
    const fn get(&self, index: usize) -> &'static str {
        self.text.split_at(self.bounds[index + 1] as usize).0.split_at(self.bounds[index] as usize).1
    }
}

/// A column in which most rows have no value.
#[derive(Debug)]
pub struct Sparse<T: 'static> {
    /// The values that there are.
    pub values: &'static [Option<T>],
    /// How many of them are in rows before each one, and how many there are.
    pub bounds: &'static [u32],
}

impl<T: Copy> Sparse<T> {
    const fn get(&self, index: usize) -> Option<T> {
        let at = self.bounds[index];
        if at == self.bounds[index + 1] { None } else { self.values[at as usize] }
    }
}

/// Tables of a book that is known when the program runs. They are leaked: such a program has one book.
#[cfg(feature = "std")]
mod leaked {
    use std::boxed::Box;
    use std::string::String;
    use std::vec::Vec;

    use super::{CodeTable, DocTable, Retry, Sparse, Texts};

    impl CodeTable {
        /// A table from its rows: the code, its statuses, and its retry advice.
        pub fn leaked(rows: &[(&str, &[u16], Retry)]) -> &'static Self {
            Box::leak(Box::new(Self {
                codes: texts(rows.iter().map(|row| row.0)),
                statuses: rows.iter().flat_map(|row| row.1.iter().copied().chain([0])).collect::<Vec<_>>().leak(),
                status_bounds: bounds(rows.iter().map(|row| row.1.len() + 1)),
                retries: Sparse {
                    values: rows.iter().map(|row| Some(row.2)).collect::<Vec<_>>().leak(),
                    bounds: bounds(rows.iter().map(|_| 1)),
                },
            }))
        }
    }

    impl DocTable {
        /// A table from its rows: the meaning, the remediation, and the URL or an empty text.
        pub fn leaked(rows: &[[&str; 3]]) -> &'static Self {
            let [meanings, remediations, urls] = [0, 1, 2].map(|column| texts(rows.iter().map(move |row| row[column])));
            let deprecations = Sparse { values: &[], bounds: bounds(rows.iter().map(|_| 0)) };
            Box::leak(Box::new(Self { meanings, remediations, urls, deprecations }))
        }
    }

    fn texts<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Texts {
        Texts { text: texts.clone().collect::<String>().leak(), bounds: bounds(texts.map(str::len)) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "all texts of a book are less than 4 GiB")]
    fn bounds(lengths: impl Iterator<Item = usize>) -> &'static [u32] {
        let ends = lengths.scan(0, |end, length| {
            *end += length;
            Some(*end as u32)
        });
        core::iter::once(0).chain(ends).collect::<Vec<_>>().leak()
    }
}

/// The bounds of texts.
#[expect(clippy::cast_possible_truncation, reason = "all texts of a book are less than 4 GiB")]
pub const fn text_bounds<const N: usize>(texts: &[&str]) -> [u32; N] {
    let mut bounds = [0; N];
    let mut index = 0;
    while index < texts.len() {
        bounds[index + 1] = bounds[index] + texts[index].len() as u32;
        index += 1;
    }
    bounds
}

/// The bounds of texts that some rows lack. A row ends with `None`.
#[expect(clippy::cast_possible_truncation, reason = "all texts of a book are less than 4 GiB")]
pub const fn optional_text_bounds<const N: usize>(rows: &[Option<&str>]) -> [u32; N] {
    let mut bounds = [0; N];
    let (mut row, mut end, mut index) = (0, 0, 0);
    while index < rows.len() {
        if let Some(text) = rows[index] {
            end += text.len() as u32;
        } else {
            row += 1;
            bounds[row] = end;
        }
        index += 1;
    }
    bounds
}

/// The bounds of lists of statuses. A list ends with a zero.
#[expect(clippy::cast_possible_truncation, reason = "a book has fewer than 4 billion statuses")]
pub const fn status_bounds<const N: usize>(statuses: &[u16]) -> [u32; N] {
    let mut bounds = [0; N];
    let (mut row, mut index) = (0, 0);
    while index < statuses.len() {
        if statuses[index] == 0 {
            row += 1;
            bounds[row] = index as u32 + 1;
        }
        index += 1;
    }
    bounds
}

/// The bounds of values that most rows lack. A row ends with `None`.
#[expect(clippy::cast_possible_truncation, reason = "a book has fewer than 4 billion codes")]
pub const fn sparse_bounds<T: Copy, const N: usize>(rows: &[Option<T>]) -> [u32; N] {
    let mut bounds = [0; N];
    let (mut row, mut index) = (0, 0);
    while index < rows.len() {
        if rows[index].is_none() {
            row += 1;
            bounds[row] = (index + 1 - row) as u32;
        }
        index += 1;
    }
    bounds
}

/// The values of rows that end with `None`.
pub const fn sparse_values<T: Copy, const N: usize>(rows: &[Option<T>]) -> [Option<T>; N] {
    let mut values = [None; N];
    let (mut count, mut index) = (0, 0);
    while index < rows.len() {
        if rows[index].is_some() {
            values[count] = rows[index];
            count += 1;
        }
        index += 1;
    }
    values
}

/// A [`CodeTable`](crate::__private::CodeTable) from its rows: the code, its statuses, and its retry advice if it has any.
// Each column is one array of literals or constants: a macro, a call or a slice for each row would take longer to compile than
// the table saves.
#[doc(hidden)]
#[macro_export]
macro_rules! code_table {
    ($(($code:tt, [$($status:tt),* $(,)?] $(, $retry:expr)? $(,)?)),* $(,)?) => {{
        use ::core::option::Option::{self, None, Some};
        use $crate::__private::table::{CodeTable, Sparse, Texts, sparse_bounds, sparse_values, status_bounds, text_bounds};
        const CODES: &[&str] = &[$($code),*];
        const STATUSES: &[u16] = &[$($($status,)* 0),*];
        const RETRIES: &[Option<$crate::Retry>] = &[$($(Some($retry),)? None),*];
        CodeTable {
            codes: Texts {
                text: ::core::concat!($($code),*),
                bounds: const { &text_bounds::<{ CODES.len() + 1 }>(CODES) },
            },
            statuses: STATUSES,
            status_bounds: const { &status_bounds::<{ CODES.len() + 1 }>(STATUSES) },
            retries: Sparse {
                values: const { &sparse_values::<_, { RETRIES.len() - CODES.len() }>(RETRIES) },
                bounds: const { &sparse_bounds::<_, { CODES.len() + 1 }>(RETRIES) },
            },
        }
    }};
}

/// A [`DocTable`](crate::__private::DocTable) from its rows: the meaning, the remediation, the URL of the code's page, and the
/// deprecation. Without a page, the URL is left out or empty.
#[doc(hidden)]
#[macro_export]
macro_rules! doc_table {
    ($(($meaning:tt, $remediation:tt $(, $url:expr $(, $deprecated:expr)?)? $(,)?)),* $(,)?) => {{
        use ::core::option::Option::{self, None, Some};
        use $crate::__private::table::{
            DocTable, Sparse, Texts, optional_text_bounds, sparse_bounds, sparse_values, text_bounds,
        };
        const MEANINGS: &[&str] = &[$($meaning),*];
        const DEPRECATIONS: &[Option<$crate::Deprecated>] = &[$($($(Some($deprecated),)?)? None),*];
        const BOUNDS: usize = MEANINGS.len() + 1;
        DocTable {
            meanings: Texts {
                text: ::core::concat!($($meaning),*),
                bounds: const { &text_bounds::<BOUNDS>(MEANINGS) },
            },
            remediations: Texts {
                text: ::core::concat!($($remediation),*),
                bounds: const { &text_bounds::<BOUNDS>(&[$($remediation),*]) },
            },
            urls: Texts {
                text: ::core::concat!($($($url,)?)*),
                bounds: const { &optional_text_bounds::<BOUNDS>(&[$($(Some($url),)? None),*]) },
            },
            deprecations: Sparse {
                values: const { &sparse_values::<_, { DEPRECATIONS.len() - MEANINGS.len() }>(DEPRECATIONS) },
                bounds: const { &sparse_bounds::<_, BOUNDS>(DEPRECATIONS) },
            },
        }
    }};
}
