//! Many objects with one command, `git cat-file --batch`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::process::Stdio;

use super::{Repository, cannot_run};

/// The contents of a blob.
pub(in crate::cli::load) enum Blob {
    Bytes(Vec<u8>),
    /// It is larger than the limit, and was not read.
    TooLarge,
    Missing,
}

impl Repository {
    /// The contents of blobs, in their order; `None` for one that is missing.
    pub(in crate::cli::load) fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        let mut out = Vec::with_capacity(ids.len());
        self.each_blob(ids, u64::MAX, |blob| {
            out.push(if let Blob::Bytes(bytes) = blob { Some(bytes) } else { None });
            ControlFlow::Continue(())
        })?;
        Ok(out)
    }

    /// Reads blobs one after the other, each up to a limit of its length, until `read` has enough.
    pub(in crate::cli::load) fn each_blob(
        &self,
        ids: &[&str],
        cap: u64,
        mut read: impl FnMut(Blob) -> ControlFlow<()>,
    ) -> Result<(), String> {
        self.batch(&["cat-file", "--batch"], ids, |answers| {
            for _ in ids {
                if read(blob(answers, cap)?).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Whether an object exists for each of these names. A name has no line break.
    pub(in crate::cli::load) fn exist(&self, names: &[String]) -> Result<Vec<bool>, String> {
        let mut out = Vec::with_capacity(names.len());
        self.batch(&["cat-file", "--batch-check"], names, |answers| {
            for _ in names {
                out.push(!line(answers)?.ends_with(" missing"));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// Sends queries to a command, one per line, and reads its responses.
    fn batch(
        &self,
        arguments: &[&str],
        questions: &[impl AsRef<str> + Sync],
        read: impl FnOnce(&mut dyn BufRead) -> io::Result<ControlFlow<()>>,
    ) -> Result<(), String> {
        if questions.is_empty() {
            return Ok(());
        }
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| cannot_run(&error))?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("cannot open a pipe to git".to_owned());
        };
        let read = std::thread::scope(|scope| {
            // In a separate thread: with both pipes full, git and this process would deadlock.
            scope.spawn(move || {
                for question in questions {
                    // If git has exited, its output ends too.
                    if writeln!(input, "{}", question.as_ref()).is_err() {
                        return;
                    }
                }
            });
            // The pipe is closed at the end, so that git exits.
            read(&mut BufReader::new(output))
        });
        let ended = child.wait();
        match (read, ended) {
            (Ok(ControlFlow::Break(())), Ok(_)) => Ok(()),
            (Ok(ControlFlow::Continue(())), Ok(status)) if status.success() => Ok(()),
            (Err(error), _) | (_, Err(error)) => Err(format!("git cannot read the objects: {error}")),
            (_, Ok(status)) => Err(format!("git cannot read the objects: {status}")),
        }
    }
}

/// The next line, without its end.
fn line(answers: &mut dyn BufRead) -> io::Result<String> {
    let mut line = String::new();
    if answers.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.truncate(line.trim_end().len());
    Ok(line)
}

/// Reads `ID blob SIZE`, the bytes and a line break, or `ID missing`.
fn blob(answers: &mut dyn BufRead, cap: u64) -> io::Result<Blob> {
    let head = line(answers)?;
    let Some(size) = head.rsplit(' ').next().and_then(|it| it.parse::<u64>().ok()) else {
        return Ok(Blob::Missing);
    };
    let mut content = answers.take(size + 1);
    if size > cap {
        return match io::copy(&mut content, &mut io::sink())? {
            read if read == size + 1 => Ok(Blob::TooLarge),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        };
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes)?;
    if bytes.pop() != Some(b'\n') || bytes.len() as u64 != size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Blob::Bytes(bytes))
}
