//! `cargo xtask diff`: where the old book comes from, how it is shown, and how it ends.

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
