//! Python source: literals, docstrings, and calls that are broken into lines where they are too long. It knows no book.

use crate::text::{is_invisible, toml, wrapped};

/// The maximum length of a line, where its words and literals allow.
const WIDTH: usize = 110;

/// An expression.
pub(super) enum Expr {
    /// Source without line breaks.
    Atom(String),
    /// A call, with keywords in front of some arguments.
    Call(&'static str, Vec<(&'static str, Expr)>),
    Tuple(Vec<Expr>),
}

/// Items of a list, one a line.
pub(super) fn lines<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    items.into_iter().flat_map(|it| ["    ", it, ",\n"]).collect()
}

/// A text as a string. JSON's escapes are Python's, too.
pub(super) fn text(text: &str) -> Expr {
    Expr::Atom(toml(text))
}

pub(super) fn atom(source: impl Into<String>) -> Expr {
    Expr::Atom(source.into())
}

pub(super) fn boolean(value: bool) -> Expr {
    atom(if value { "True" } else { "False" })
}

/// A number with a fraction or an exponent, even if it is whole.
pub(super) fn float(value: f64) -> Expr {
    atom(format!("{value:?}"))
}

/// A call without keywords.
pub(super) fn call(name: &'static str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(name, arguments.into_iter().map(|it| ("", it)).collect())
}

/// Adds an argument with a keyword to a call.
pub(super) fn keyword(call: &mut Expr, name: &'static str, value: Expr) {
    if let Expr::Call(_, arguments) = call {
        arguments.push((name, value));
    }
}

impl Expr {
    /// The source, whose first line follows `before` characters, and whose other lines are indented by `indentation`.
    pub(super) fn source(&self, before: usize, indentation: usize) -> String {
        let on_one_line = self.on_one_line();
        if before + on_one_line.chars().count() < WIDTH {
            return on_one_line;
        }
        let (open, items): (_, Vec<(&str, &Self)>) = match self {
            Self::Atom(_) => return on_one_line,
            Self::Call(name, arguments) => (*name, arguments.iter().map(|(name, it)| (*name, it)).collect()),
            Self::Tuple(items) => ("", items.iter().map(|it| ("", it)).collect()),
        };
        let inside = indentation + 4;
        let lines = items.iter().map(|(name, it)| {
            let name = if name.is_empty() { String::new() } else { format!("{name}=") };
            format!("{:inside$}{name}{},\n", "", it.source(inside + name.len() + 1, inside))
        });
        format!("{open}(\n{}{:indentation$})", lines.collect::<String>(), "")
    }

    fn on_one_line(&self) -> String {
        match self {
            Self::Atom(source) => source.clone(),
            Self::Call(name, arguments) => {
                let argument = |(name, it): &(&str, Self)| match *name {
                    "" => it.on_one_line(),
                    name => format!("{name}={}", it.on_one_line()),
                };
                format!("{name}({})", arguments.iter().map(argument).collect::<Vec<_>>().join(", "))
            }
            Self::Tuple(items) => {
                let comma = if items.len() == 1 { "," } else { "" };
                format!("({}{comma})", items.iter().map(Self::on_one_line).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A docstring of these paragraphs, which may be several lines.
pub(super) fn docstring(paragraphs: &[String], indentation: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph.lines().flat_map(|line| wrapped(&escaped(line), WIDTH - indentation - 3)));
    }
    let mut out = format!("{:indentation$}\"\"\"", "");
    for (index, line) in lines.iter().enumerate() {
        match (index, line.as_str()) {
            (0, line) => out.push_str(line),
            (_, "") => out.push('\n'),
            (_, line) => out.push_str(&format!("\n{:indentation$}{line}", "")),
        }
    }
    if lines.len() > 1 {
        out.push_str(&format!("\n{:indentation$}", ""));
    }
    out + "\"\"\"\n"
}

/// A line of a docstring, whose quotes neither end it nor run into its end.
fn escaped(line: &str) -> String {
    let mut out = String::new();
    let mut chars = line.chars().peekable();
    let mut follows_quote = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' if follows_quote || chars.peek().is_none() => out.push_str("\\\""),
            c if is_invisible(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
        follows_quote = c == '"';
    }
    out
}
