//! What a rule is, and how it judges a change.

use super::change::Change;
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
    /// Its judgements, by circumstances. There is at least one.
    pub cases: &'static [Case],
    /// Whether no version allows it, and only a waiver does.
    pub needs_waiver: bool,
    /// Where a changelog lists its changes.
    pub section: Section,
    /// What changed: a sentence without a capital and a full stop.
    pub(super) message: fn(&Change) -> Wording,
    /// What to do about one change.
    pub(super) help: fn(&Change) -> Option<Wording>,
    /// What a change that breaks clients asks of them.
    pub(super) clients: Option<fn(&Change) -> Wording>,
    /// What a change that breaks servers asks of them. The text is the Rust name of the code.
    pub(super) servers: Option<fn(&Change, &str) -> Wording>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Rule {
    /// What a rule is unless it says more.
    pub(super) const DEFAULT: Self = Self {
        id: "",
        aliases: &[],
        summary: "",
        rationale: "",
        fix: "",
        cases: &[],
        needs_waiver: false,
        section: Section::Changed,
        message: Change::value_message,
        help: Change::rule_help,
        clients: None,
        servers: None,
    };

    /// The case with these circumstances.
    pub(super) fn case(&'static self, when: &str) -> &'static Case {
        let case = self.cases.iter().find(|it| it.when == when);
        case.unwrap_or_else(|| panic!("`{}` has no case {when:?}", self.id))
    }

    /// Whether an id is its own, or a former one.
    pub fn has_name(&self, id: &str) -> bool {
        self.id == id || self.aliases.contains(&id)
    }

    /// Whether it is about the pull request itself and not about a party.
    pub fn is_policy(&self) -> bool {
        self.cases.iter().any(|it| it.impact.client == Verdict::Policy)
    }
}

/// How a rule judges a change in some circumstances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The circumstances, as they follow "when"; empty: always.
    pub when: &'static str,
    /// The judgement.
    pub impact: Impact,
}

/// A case as the rules declare it: client, server, contract, crate.
pub(super) const fn case(
    when: &'static str,
    client: Verdict,
    server: Verdict,
    contract: Bump,
    crate_bump: Bump,
) -> Case {
    Case { when, impact: Impact { client, server, contract, crate_bump } }
}

/// The rules of a topic: each as a static of its own, and all of them in `RULES`.
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

/// The section of a changelog that lists a change, by Keep a Changelog and in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the heading itself")]
pub enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
}

impl Section {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed];

    /// The heading.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
        }
    }
}

/// What a change does to one of the two parties, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing.
    Safe,
    /// Programs do not notice it; people should know.
    Note,
    /// It works, and may surprise.
    Dangerous,
    /// What worked no longer does.
    Breaking,
    /// It concerns no party: the pull request itself lacks something.
    Policy,
}

impl Verdict {
    /// Its name in every form, in small letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Note => "note",
            Self::Dangerous => "dangerous",
            Self::Breaking => "breaking",
            // The word of the JSON form, which is fixed.
            Self::Policy => "gate",
        }
    }
}

/// The part of a version that a change requires to be raised, the largest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// No part.
    None,
    /// 1.2.3 to 1.2.4.
    Patch,
    /// 1.2.3 to 1.3.0.
    Minor,
    /// 1.2.3 to 2.0.0.
    Major,
}

impl Bump {
    /// Its name, in small letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What a change does to both parties, and what it requires of both versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    /// On a program built against the old book that talks to a server on the new one.
    pub client: Verdict,
    /// On a program that builds errors and moves from the old crate to the new one.
    pub server: Verdict,
    /// What the version of the contract requires: what travels on the wire.
    pub contract: Bump,
    /// What the version of the crate requires: what compiles.
    pub crate_bump: Bump,
}

impl Impact {
    /// The larger of the two bumps: `api.version` is the version of both.
    pub fn bump(self) -> Bump {
        self.contract.max(self.crate_bump)
    }

    /// The worse of the two verdicts.
    pub fn verdict(self) -> Verdict {
        self.client.max(self.server)
    }

    /// Whether clients must act.
    pub fn breaks_clients(self) -> bool {
        self.client == Verdict::Breaking || self.contract == Bump::Major
    }

    /// Whether servers must act.
    pub fn breaks_servers(self) -> bool {
        self.server == Verdict::Breaking || self.crate_bump == Bump::Major
    }
}
