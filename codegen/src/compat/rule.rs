//! The definition of a rule.

use super::difference::Difference;
use super::impact::{Case, Section, Verdict};
use super::wording::Wording;

/// A kind of change. Waivers name its id, so the id never changes.
#[derive(Debug)]
pub struct Rule {
    /// Its name, in kebab-case.
    pub id: &'static str,
    /// Former ids, which waivers may still name.
    pub aliases: &'static [&'static str],
    /// What it reports: one or two sentences of Markdown.
    pub summary: &'static str,
    /// Why that matters: one or two sentences of Markdown.
    pub rationale: &'static str,
    /// What to do about every such change that is not safe, as Markdown; may be empty.
    pub fix: &'static str,
    /// Its cases; at least one.
    pub cases: &'static [Case],
    /// Whether no version allows it, and only a waiver does.
    pub needs_waiver: bool,
    /// The changelog section of its changes.
    pub section: Section,
    /// What changed: a sentence without a capital and a full stop.
    pub(super) message: fn(&Difference) -> Wording,
    /// What to do about one change, if more specific than `fix`.
    pub(super) help: fn(&Difference) -> Option<Wording>,
    /// What clients must do about a breaking change.
    pub(super) clients: Option<fn(&Difference) -> Wording>,
    /// What servers must do about a breaking change. The text is the Rust name of the code.
    pub(super) servers: Option<fn(&Difference, &str) -> Wording>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Rule {
    /// The default of every member.
    pub(super) const DEFAULT: Self = Self {
        id: "",
        aliases: &[],
        summary: "",
        rationale: "",
        fix: "",
        cases: &[],
        needs_waiver: false,
        section: Section::Changed,
        message: Difference::value_message,
        help: |_| None,
        clients: None,
        servers: None,
    };

    /// The case with this condition.
    pub(super) fn case(&'static self, when: &str) -> &'static Case {
        let case = self.cases.iter().find(|it| it.when == when);
        case.unwrap_or_else(|| panic!("`{}` has no case {when:?}", self.id))
    }

    /// Whether an id is its own, or a former one.
    pub fn has_name(&self, id: &str) -> bool {
        self.id == id || self.aliases.contains(&id)
    }

    /// Whether it is about the pull request itself, and not about clients or servers.
    pub fn is_policy(&self) -> bool {
        self.cases.iter().any(|it| it.impact.client == Verdict::Policy)
    }
}

/// The rules of a topic: each as a static, and all of them in `RULES`.
macro_rules! rules {
    ($($name:ident = $id:literal { $($field:ident: $value:expr),* $(,)? })*) => {
        $(
            pub(in $crate::compat) static $name: $crate::compat::Rule = $crate::compat::Rule {
                id: $id,
                $($field: $value,)*
                ..$crate::compat::Rule::DEFAULT
            };
        )*

        /// The rules of this topic.
        pub(in $crate::compat) static RULES: &[&$crate::compat::Rule] = &[$(&$name),*];
    };
}
pub(super) use rules;
