//! What is between the tokens of a block: line breaks, blank lines and comments.

/// Reads the text from one token to the next.
pub(crate) struct Reader<'s> {
    pub(crate) text: &'s str,
    /// The place up to which the text was read.
    pub(crate) at: usize,
}

impl<'s> Reader<'s> {
    /// The text that was not read yet.
    pub(super) fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    /// The column of a byte, from 0, in bytes.
    pub(crate) fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |it| it + 1)
    }

    pub(super) fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// Reads one character; `None` if there is another one.
    pub(super) fn expect(&mut self, c: char) -> Option<()> {
        self.at += self.rest().starts_with(c).then(|| c.len_utf8())?;
        Some(())
    }

    /// Reads the end of a line after a value, and writes its comment with the spaces before it.
    pub(super) fn trailing(&mut self, out: &mut String) -> Option<()> {
        let start = self.at;
        self.skip_spaces();
        if self.rest().starts_with('#') {
            let gap = &self.text[start..self.at];
            out.push_str(if gap.contains('\t') || gap.is_empty() { " " } else { gap });
            out.push_str(self.comment());
        } else if !self.rest().is_empty() && !self.rest().starts_with('\n') {
            return None;
        }
        out.push('\n');
        Some(())
    }

    /// Reads a comment up to the end of its line.
    fn comment(&mut self) -> &'s str {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        self.at += line.len();
        line.trim_end()
    }

    /// Reads up to the next character that is not a space. Returns whether there is a blank line before it. The place
    /// read up to is the end of a line, or the start of the text.
    fn skip_lines(&mut self) -> bool {
        let rest = self.rest();
        let spaces = &rest[..rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len()];
        self.at += spaces.len();
        spaces.matches('\n').count() > 1
    }

    /// Reads comments and blank lines before the next token, and writes them at its indentation.
    pub(super) fn leading(&mut self, out: &mut String, indent: usize) {
        loop {
            let is_blank = self.skip_lines();
            if is_blank {
                out.push('\n');
            }
            if !self.rest().starts_with('#') {
                return;
            }
            let comment = self.comment();
            own_line(out, indent, comment);
        }
    }

    /// Reads the comments at the end of a block: those that are indented as it is, or more.
    pub(crate) fn tail(&mut self, out: &mut String, column: usize, indent: usize) {
        loop {
            let before = self.at;
            let is_blank = self.skip_lines();
            if !self.rest().starts_with('#') || self.column(self.at) < column {
                self.at = before;
                return;
            }
            if is_blank {
                out.push('\n');
            }
            let comment = self.comment();
            own_line(out, indent, comment);
        }
    }

    /// Reads the comments at the start of a file that are about the file: those before a blank line, and those for
    /// editors.
    pub(super) fn header(&mut self, out: &mut String) {
        let mut kept = (self.at, String::new());
        let mut text = String::new();
        loop {
            let is_blank = self.skip_lines();
            if is_blank && !text.is_empty() {
                text.push('\n');
                kept = (self.at, text.clone());
            }
            if !self.rest().starts_with('#') {
                break;
            }
            let comment = self.comment();
            own_line(&mut text, 0, comment);
            if comment.trim_start_matches(['#', ' ']).starts_with("yaml-language-server:") {
                kept = (self.at, text.clone());
            }
        }
        self.at = kept.0;
        out.push_str(&kept.1);
    }
}

fn own_line(out: &mut String, indent: usize, comment: &str) {
    spaces(out, indent);
    out.push_str(comment);
    out.push('\n');
}

/// Writes an indentation.
pub(super) fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
