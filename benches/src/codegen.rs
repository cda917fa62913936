//! The cost of `codegen`, into an empty folder and without a change.

use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_codegen::emit::emit;
use errbook_codegen::input::Input;
use errbook_codegen::{Compiled, compile, generate};

use crate::measure::{Spent, Whose, peak_megabytes, timed};
use crate::spec;

/// Prints a table, a line for each size. Each is measured in a separate process, to isolate its peak memory.
pub(crate) fn table(outputs: &str, sizes: &[&str]) -> Result<(), String> {
    println!("Seconds on the clock / on the cores; MB at the peak. Outputs: {outputs}");
    println!("| Codes | Spec, MB | Output, MB | compile | codegen | codegen, no change | Peak: compile | codegen |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    rows(&["row", outputs], sizes)
}

/// Runs a command that prints a line, for each size.
pub(crate) fn rows(command: &[&str], sizes: &[&str]) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    for size in sizes {
        let status = Command::new(&program).args(command).arg(size).status().map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!("{size} codes: {status}"));
        }
    }
    Ok(())
}

/// Measures one size with these outputs, separated by commas, and prints its line.
pub(crate) fn row(outputs: &str, count: usize) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("errbook-benches-{}", std::process::id()));
    let line = measure(outputs, count, &folder);
    // A leftover temporary folder is harmless.
    let _ = fs::remove_dir_all(&folder);
    println!("{}", line?);
    Ok(())
}

fn measure(outputs: &str, count: usize, folder: &Path) -> Result<String, String> {
    let (spec_folder, out) = (folder.join("spec"), folder.join("generated"));
    let failed = |error: std::io::Error| error.to_string();
    // In a separate process, so that its memory is not counted.
    let program = std::env::current_exe().map_err(failed)?;
    Command::new(program).arg("spec").arg(count.to_string()).arg(&spec_folder).status().map_err(failed)?;
    let names: Vec<String> = outputs.split(',').map(|it| format!("\"{it}\"")).collect();
    fs::write(folder.join("errbook.toml"), format!("outputs = [{}]\n", names.join(", "))).map_err(failed)?;
    let inputs = inputs(&spec_folder).map_err(failed)?;
    let length: usize = inputs.iter().map(|(_, bytes)| bytes.len()).sum();
    let inputs = inputs.into_iter().map(|(path, bytes)| Input::new(path, bytes)).collect();
    let (book, compiling) = timed(Whose::Own, || book(compile(inputs)));
    drop(book?);
    let peak_compiling = peak_megabytes();
    let (first, writing) = timed(Whose::Own, || generate(&spec_folder, &out));
    let first = first.map_err(|why| why.to_string())?;
    let (again, comparing) = timed(Whose::Own, || generate(&spec_folder, &out));
    let again = again.map_err(|why| why.to_string())?;
    if !again.written.is_empty() {
        return Err(format!("written again: {:?}", again.written));
    }
    let made: std::io::Result<u64> = first.written.iter().map(|it| Ok(fs::metadata(out.join(it))?.len())).sum();
    let made = usize::try_from(made.map_err(failed)?).map_err(|error| error.to_string())?;
    let spent = [compiling, writing, comparing].map(shown).join(" | ");
    let peaks = format!("{peak_compiling:.0} | {:.0}", peak_megabytes());
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
