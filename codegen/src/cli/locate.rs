//! The book that a command is for: its spec folder and its output folder.

use super::args::Command;
use super::config::{Config, ConfigError, OUT, SPEC};

impl Command {
    /// Finds the book that the command is for: options override `errbook.toml`, which overrides the defaults.
    pub(super) fn locate(&mut self) -> Result<Option<Config>, ConfigError> {
        let (spec, out) = match self {
            Self::Codegen(it) => (Some(&mut it.spec), Some(&mut it.out)),
            Self::Check(it) => (Some(&mut it.spec), None),
            Self::Diff(it) => (Some(&mut it.spec), None),
            Self::Docs(it) => (None, Some(&mut it.out)),
            Self::Explain(it) => (Some(&mut it.spec), None),
            Self::Fmt(it) => (Some(&mut it.spec), None),
            Self::List(it) => (Some(&mut it.spec), None),
            Self::New(it) => (Some(&mut it.spec), None),
            Self::Retire(it) => (Some(&mut it.spec), None),
            Self::Unused(it) => (Some(&mut it.spec), None),
            Self::Schema(_) => return Ok(None),
        };
        let config = Config::find(spec.as_ref().and_then(|it| it.given.as_deref()))?;
        if let Some(spec) = spec {
            let found = config.as_ref().map(|it| &it.spec);
            spec.config = config.as_ref().filter(|_| spec.given.is_none()).map(|it| it.file.clone());
            spec.path = spec.given.as_ref().or(found).cloned().unwrap_or_else(|| SPEC.into());
        }
        if let Some(out) = out {
            let found = config.as_ref().map(|it| &it.out);
            out.path = out.given.as_ref().or(found).cloned().unwrap_or_else(|| OUT.into());
        }
        Ok(config)
    }
}
