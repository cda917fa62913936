//! A file on disk, compared with what would be written, in pieces.

use std::io::{self, BufRead, Write};

/// Compares a file with what is written to this, in pieces. Line endings are ignored.
pub(super) struct Comparison<R> {
    found: R,
    differs: bool,
}

impl<R: BufRead> Comparison<R> {
    pub(super) fn new(found: R) -> Self {
        Self { found, differs: false }
    }

    /// Whether the file is what was written. `written` is how the writing ended: the first difference ends it.
    pub(super) fn finish(mut self, written: io::Result<()>) -> io::Result<bool> {
        if self.differs {
            return Ok(false);
        }
        written?;
        Ok(self.found.fill_buf()?.is_empty())
    }
}

impl<R: BufRead> Write for Comparison<R> {
    fn write(&mut self, wanted: &[u8]) -> io::Result<usize> {
        let mut is_line_end = false;
        loop {
            let found = self.found.fill_buf()?;
            let length = found.len().min(wanted.len());
            let same = if found[..length] == wanted[..length] {
                length
            } else {
                found.iter().zip(wanted).take_while(|(found, wanted)| found == wanted).count()
            };
            if same > 0 || wanted.is_empty() {
                self.found.consume(same);
                return Ok(same);
            }
            if is_line_end || !found.starts_with(b"\r") || !wanted.starts_with(b"\n") {
                self.differs = true;
                return Err(io::Error::other("the file differs"));
            }
            self.found.consume(1);
            is_line_end = true;
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
