//! The cost of each phase of the compiler. It knows the order of the phases, and nothing of their internals.

use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_codegen::drift::{Folder, OnDisk, compare, read_manifest};
use errbook_codegen::emit::emit;
use errbook_codegen::emit::output::Output;
use errbook_codegen::input::Input;
use errbook_codegen::{Compiled, compile};

use crate::measure::{Spent, Whose, peak_megabytes, timed};
use crate::spec;

/// Prints a table, a line for each size. Each is measured in a separate process, to isolate its peak memory.
pub(crate) fn table(sizes: &[&str]) -> Result<(), String> {
    println!("Seconds on the clock / on the cores; MB at the peak.");
    println!(
        "| Codes | Spec, MB | Output, MB | read | compile | emit | write | read again, compare | Peak: compile | emit | all |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    rows("row", sizes)
}

/// Runs a command that prints a line, for each size.
pub(crate) fn rows(command: &str, sizes: &[&str]) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    for size in sizes {
        let status = Command::new(&program).args([command, size]).status().map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!("{size} codes: {status}"));
        }
    }
    Ok(())
}

/// Measures one size, and prints its line.
pub(crate) fn row(count: usize) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("errbook-benches-{}", std::process::id()));
    let line = measure(count, &folder);
    // A leftover temporary folder is harmless.
    let _ = fs::remove_dir_all(&folder);
    println!("{}", line?);
    Ok(())
}

fn measure(count: usize, folder: &Path) -> Result<String, String> {
    let (spec_folder, out) = (folder.join("spec"), folder.join("out"));
    let failed = |error: std::io::Error| error.to_string();
    // In a separate process, so that its memory is not counted.
    let program = std::env::current_exe().map_err(failed)?;
    Command::new(program).arg("spec").arg(count.to_string()).arg(&spec_folder).status().map_err(failed)?;
    let (inputs, reading) = timed(Whose::Own, || inputs(&spec_folder));
    let inputs = inputs.map_err(failed)?;
    let length: usize = inputs.iter().map(|(_, bytes)| bytes.len()).sum();
    let inputs = inputs.into_iter().map(|(path, bytes)| Input::new(path, bytes)).collect();
    let (compiled, compiling) = timed(Whose::Own, || compile(inputs));
    let peak_compiling = peak_megabytes();
    let book = book(compiled)?;
    let (outputs, emitting) = timed(Whose::Own, || emit(&book));
    let peak_emitting = peak_megabytes();
    let (written, writing) = timed(Whose::Own, || outputs.iter().try_for_each(|it| write(&out, it)));
    written.map_err(failed)?;
    let (drift, comparing) = timed(Whose::Own, || read(&out, &outputs).map(|found| compare(&outputs, &found)));
    let drift = drift.map_err(failed)?;
    if !drift.is_empty() {
        return Err(format!("what was written is not what is there: {drift:?}"));
    }
    let made: usize = outputs.iter().map(|it| it.contents.len()).sum();
    let spent = [reading, compiling, emitting, writing, comparing].map(shown).join(" | ");
    let peaks = format!("{peak_compiling:.0} | {peak_emitting:.0} | {:.0}", peak_megabytes());
    Ok(format!("| {count} | {} | {} | {spent} | {peaks} |", megabytes(length), megabytes(made)))
}

/// Compiles a spec and emits its files once, without a disk: for tools that count instructions.
pub(crate) fn once(count: usize) -> Result<(), String> {
    let inputs = spec::spec(count).into_iter().map(|(path, text)| Input::new(path, text)).collect();
    let outputs = emit(&book(compile(inputs))?);
    println!("{} files, {} bytes", outputs.len(), outputs.iter().map(|it| it.contents.len()).sum::<usize>());
    Ok(())
}

/// The book of a valid spec.
pub(crate) fn book(compiled: Compiled) -> Result<errbook_codegen::model::Book, String> {
    match (compiled.diagnostics.first(), compiled.book) {
        (None, Some(book)) => Ok(book),
        (found, _) => Err(format!("the spec has findings: {found:?}")),
    }
}

pub(crate) fn shown(spent: Spent) -> String {
    format!("{:.2} / {:.2}", spent.wall, spent.cpu)
}

#[allow(clippy::cast_precision_loss, reason = "two places are shown")]
fn megabytes(bytes: usize) -> String {
    format!("{:.2}", bytes as f64 / 1e6)
}

/// The files of a spec folder.
fn inputs(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut out = vec![("api.yaml".to_owned(), fs::read(folder.join("api.yaml"))?)];
    for file in fs::read_dir(folder.join("errors"))? {
        let file = file?;
        out.push((format!("errors/{}", file.file_name().to_string_lossy()), fs::read(file.path())?));
    }
    Ok(out)
}

fn write(out: &Path, output: &Output) -> std::io::Result<()> {
    let path = out.join(&output.path);
    fs::create_dir_all(path.parent().unwrap_or(out))?;
    fs::write(path, &output.contents)
}

/// What is there, for the comparison.
fn read(out: &Path, outputs: &[Output]) -> std::io::Result<Folder> {
    let mut folder = Folder { manifest: Some(read_manifest(&[])), ..Folder::default() };
    for output in outputs {
        let found = OnDisk::read(fs::File::open(out.join(&output.path))?, output)?;
        folder.entries.insert(output.path.clone(), found);
    }
    Ok(folder)
}
