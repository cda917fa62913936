//! `cargo xtask diff`: the base, the report, and the exit status.

mod bases;
mod changelog;
mod forms;
mod hostile;
mod moved;
mod peers;
mod reading;
mod readme;
mod refusals;
mod releases;
mod repository;
mod submodules;
mod tags;
mod workflows;
