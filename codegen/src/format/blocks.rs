//! Lists and maps in indented lines.

use super::flow::flow;
use super::order::Shape;
use super::trivia::{Reader, spaces};
use crate::syntax::{Kind, Scalar, Tree, Value};

/// The indentation of one level.
const STEP: usize = 2;

/// A formatted file. `None` if it has a form of YAML that is kept as it is.
pub(super) fn file(text: &str, tree: &Tree<'_>, shape: Shape) -> Option<String> {
    let mut reader = Reader { text, at: 0 };
    let mut out = String::with_capacity(text.len());
    if let Some(marker) = document_start(text) {
        reader.at = marker;
        out.push_str(&text[..marker]);
        reader.trailing(&mut out)?;
    }
    let Some(root) = tree.root() else {
        reader.tail(&mut out, 0, 0);
        return reader.rest().trim().is_empty().then_some(out);
    };
    reader.header(&mut out);
    let mut printer = Printer { reader, open_ended: 0 };
    if root.is_block() {
        printer.block(&mut out, root, shape, 0)?;
    } else {
        printer.reader.leading(&mut out, 0);
        out.push_str(&flow(text, root, shape)?);
        printer.reader.at = root.span().end as usize;
        printer.reader.trailing(&mut out)?;
    }
    printer.reader.tail(&mut out, 0, 0);
    // After `...` there are only comments.
    let rest = printer.reader.rest().trim();
    if !rest.is_empty() {
        rest.starts_with("...").then_some(())?;
        out.push_str(rest);
        out.push('\n');
    }
    Some(out)
}

/// The end of the marker `---`, if the file has one.
fn document_start(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        if body == "---" || body.starts_with("--- ") {
            return Some(at + 3);
        }
        if !body.trim_start().is_empty() && !body.trim_start().starts_with('#') {
            return None;
        }
        at += line.len();
    }
    None
}

struct Printer<'s> {
    reader: Reader<'s>,
    /// The number of texts so far to which the blank lines after them belong.
    open_ended: usize,
}

impl Printer<'_> {
    /// A list or map, from the lines before its first item to its last comment.
    fn block(&mut self, out: &mut String, value: Value<'_>, shape: Shape, indent: usize) -> Option<()> {
        match value.kind() {
            Kind::Map => self.map(out, value, shape, indent),
            Kind::List => self.list(out, value, shape, indent),
            _ => None,
        }
    }

    fn map(&mut self, out: &mut String, value: Value<'_>, shape: Shape, indent: usize) -> Option<()> {
        let column = self.reader.column(value.pairs().next()?.key_span.start as usize);
        let mut chunks = Vec::with_capacity(value.pairs().len());
        let open_ended = self.open_ended;
        for pair in value.pairs() {
            let mut chunk = String::new();
            self.reader.leading(&mut chunk, indent);
            let (start, end) = (pair.key_span.start as usize, pair.key_span.end as usize);
            (self.reader.at == start).then_some(())?;
            let key = self.reader.text.get(start..end).filter(|it| !it.contains('\n'))?;
            spaces(&mut chunk, indent);
            chunk.push_str(key);
            self.reader.at = end;
            self.reader.skip_spaces();
            self.reader.expect(':')?;
            chunk.push(':');
            self.value(&mut chunk, pair.value, shape.value(pair.key), Columns { old: column, new: indent })?;
            chunks.push(chunk);
        }
        // Moved to such a text, the blank line before a key would become a part of it.
        let ranks = shape.ranks(value).filter(|_| self.open_ended == open_ended);
        let mut ranked: Vec<(usize, String)> = match ranks {
            Some(ranks) => ranks.into_iter().zip(chunks).collect(),
            None => chunks.into_iter().map(|it| (0, it)).collect(),
        };
        ranked.sort_by_key(|it| it.0);
        let mut ranked = ranked.into_iter().map(|it| it.1);
        out.push_str(ranked.next()?.trim_start_matches('\n'));
        out.extend(ranked);
        self.reader.tail(out, column, indent);
        Some(())
    }

    fn list(&mut self, out: &mut String, value: Value<'_>, shape: Shape, indent: usize) -> Option<()> {
        let mut column = None;
        for item in value.items() {
            let mut leading = String::new();
            self.reader.leading(&mut leading, indent);
            // No blank line before the first item.
            out.push_str(if column.is_none() { leading.trim_start_matches('\n') } else { &leading });
            let dash = self.reader.column(self.reader.at);
            column = Some(dash);
            self.reader.expect('-')?;
            if item.is_block() {
                let mut body = String::new();
                self.block(&mut body, item, shape.item(), indent + STEP)?;
                // Comments before the first key are moved above the dash.
                let mut body = &*body;
                while let Some((line, rest)) = body.split_once('\n')
                    && (line.is_empty() || line.trim_start().starts_with('#'))
                {
                    out.push_str(line.get(STEP..).unwrap_or_default());
                    out.push('\n');
                    body = rest;
                }
                spaces(out, indent);
                out.push_str("- ");
                out.push_str(body.trim_start_matches(' '));
            } else {
                spaces(out, indent);
                out.push('-');
                self.value(out, item, shape.item(), Columns { old: dash, new: indent })?;
            }
        }
        self.reader.tail(out, column?, indent);
        Some(())
    }

    /// A value after its colon or dash, to the end of its last line. The columns are those of the list or map around it.
    fn value(&mut self, out: &mut String, value: Value<'_>, shape: Shape, columns: Columns) -> Option<()> {
        if matches!(value.kind(), Kind::Scalar(Scalar::Nothing)) {
            return self.reader.trailing(out);
        }
        if value.is_block() {
            self.reader.trailing(out)?;
            return self.block(out, value, shape, columns.new + STEP);
        }
        let text = self.reader.text;
        let after = self.reader.at;
        self.reader.skip_spaces();
        if self.reader.rest().starts_with(['|', '>']) && matches!(value.kind(), Kind::Scalar(Scalar::Text(_))) {
            return self.block_scalar(out, columns);
        }
        let (start, end) = (value.span().start as usize, value.span().end as usize);
        if self.reader.at == start {
            out.push(' ');
            let printed = flow(text, value, shape).filter(|_| !matches!(value.kind(), Kind::Scalar(_)));
            out.push_str(&printed.unwrap_or_else(|| columns.moved(&text[start..end])));
        } else {
            // The value is on a line of its own.
            out.push_str(&columns.moved(text.get(after..end)?));
        }
        self.reader.at = end;
        self.reader.trailing(out)
    }

    /// A text after `|` or `>`, from its indicator to its last line.
    fn block_scalar(&mut self, out: &mut String, columns: Columns) -> Option<()> {
        let rest = self.reader.rest();
        let header = rest.split('\n').next()?;
        let indicator = header.split([' ', '\t']).next()?;
        let explicit = indicator.chars().find_map(|c| c.to_digit(10));
        let body = rest.get(header.len() + 1..).unwrap_or_default();
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let is_blank = |line: &str| line.trim_matches([' ', '\n']).is_empty();
        let first = body.split('\n').find(|it| !is_blank(it)).map_or(0, depth);
        let depth_of_text = explicit.map_or(first, |it| columns.old + it as usize);
        let is_in = |line: &&str| is_blank(line) || (depth(line) >= depth_of_text && depth(line) > columns.old);
        let mut lines: Vec<&str> = body.split('\n').take_while(is_in).collect();
        // Blank lines at the end are part of the text if they are kept, or have spaces of their own.
        let is_text = |line: &&str| !is_blank(line) || line.len() > depth_of_text;
        let end = lines.iter().rposition(is_text).map_or(0, |it| it + 1);
        let is_at_end = header.len() + lines.iter().map(|it| it.len() + 1).sum::<usize>() >= rest.len();
        if is_at_end && !rest.ends_with('\n') && !indicator.contains('-') {
            return None; // A line break at the end of the file would become a part of it.
        }
        if indicator.contains('+') {
            self.open_ended += 1;
        }
        if !indicator.contains('+') {
            lines.truncate(end);
        } else if lines.len() == body.split('\n').count() && lines.last().is_some_and(|it| it.is_empty()) {
            // The last piece is what follows the last line break of the file.
            lines.pop();
        }
        // The depth of an explicit number is relative.
        let columns = match explicit {
            None if first > 0 => Columns { old: first, new: columns.new + STEP },
            _ => columns,
        };
        out.push(' ');
        out.push_str(header.trim_end());
        for line in &lines {
            out.push('\n');
            if !is_blank(line) || line.len() > depth_of_text {
                columns.push(out, line);
            }
        }
        self.reader.at += header.len() + lines.iter().map(|it| it.len() + 1).sum::<usize>();
        self.reader.at = self.reader.at.min(self.reader.text.len());
        out.push('\n');
        Some(())
    }
}

/// The columns of a list or map, before and after formatting.
#[derive(Clone, Copy)]
struct Columns {
    old: usize,
    new: usize,
}

impl Columns {
    /// A text with all lines but the first moved.
    fn moved(self, text: &str) -> String {
        let mut lines = text.split('\n');
        let mut out = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            out.push('\n');
            if !line.trim_matches([' ', '\t']).is_empty() {
                self.push(&mut out, line);
            }
        }
        out
    }

    /// Writes a line with its indentation changed as that of the list or map is.
    fn push(self, out: &mut String, line: &str) {
        let present = line.len() - line.trim_start_matches(' ').len();
        spaces(out, (present + self.new).saturating_sub(self.old));
        out.push_str(&line[present..]);
    }
}
