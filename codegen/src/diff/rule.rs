//! What a rule is, and what it may say of a change.

/// A kind of change. Its id is for ever: it stands in waivers.
#[derive(Debug)]
pub struct Rule {
    /// What it is called, in kebab-case.
    pub id: &'static str,
    /// What it was called before. A waiver may still say so.
    pub aliases: &'static [&'static str],
    /// What it sees, in one or two sentences.
    pub summary: &'static str,
    /// What that does to people, in one or two sentences.
    pub why: &'static str,
    /// What to do about it, where that can be said of every such change that is not safe; else empty.
    pub mend: &'static str,
    /// What it says of a change, by its circumstances. There is always one.
    pub cases: &'static [Case],
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Rule {
    /// What it says in a case; `when` is that case's own.
    pub(super) fn effect(&self, when: &str) -> Effect {
        let case = self.cases.iter().find(|it| it.when == when);
        case.unwrap_or_else(|| panic!("`{}` has no case {when:?}", self.id)).effect
    }

    /// Whether it is about the pull request itself, and not about a party.
    pub fn is_gate(&self) -> bool {
        self.cases.iter().any(|it| it.effect.client == Verdict::Gate)
    }
}

/// What a rule says of a change in some circumstances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The circumstances, as they follow "when"; empty: always.
    pub when: &'static str,
    /// What it says then.
    pub effect: Effect,
}

/// A case, as the rules declare it: client, server, contract, crate.
pub(super) const fn case(
    when: &'static str,
    client: Verdict,
    server: Verdict,
    contract: Bump,
    crate_bump: Bump,
) -> Case {
    Case { when, effect: Effect { client, server, contract, crate_bump } }
}

/// The rules of a module: each as a static of its own, and all of them in `RULES`.
macro_rules! rules {
    ($($name:ident = $id:literal: $summary:literal, $why:literal, $mend:literal, [$($case:expr),+ $(,)?];)*) => {
        $(
            #[doc = $summary]
            pub(super) static $name: $crate::diff::Rule = $crate::diff::Rule {
                id: $id,
                aliases: &[],
                summary: $summary,
                why: $why,
                mend: $mend,
                cases: &[$($case),+],
            };
        )*

        /// The rules that are declared here.
        pub(super) static RULES: &[&$crate::diff::Rule] = &[$(&$name),*];
    };
}
pub(super) use rules;

/// What a change does to one of the two parties, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing.
    Safe,
    /// Nothing that a program sees: people should know.
    Note,
    /// It works, and may surprise.
    Dangerous,
    /// What worked does not.
    Breaking,
    /// It is not about a party: the pull request itself lacks something.
    Gate,
}

impl Verdict {
    /// Its name, in small letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Note => "note",
            Self::Dangerous => "dangerous",
            Self::Breaking => "breaking",
            Self::Gate => "gate",
        }
    }
}

/// What a change asks of a version, the most last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing.
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

/// What a change does to people, and what it asks of the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// To a program built against the old book, talking to a server on the new one.
    pub client: Verdict,
    /// To a program that builds errors, moving from the old crate to the new one.
    pub server: Verdict,
    /// What it asks of the contract's version: what travels on the wire.
    pub contract: Bump,
    /// What it asks of the crate's version: what compiles.
    pub crate_bump: Bump,
}

impl Effect {
    /// The larger of the two bumps. Both versions are `api.version`.
    pub fn bump(self) -> Bump {
        self.contract.max(self.crate_bump)
    }

    /// The worse of the two verdicts.
    pub fn verdict(self) -> Verdict {
        self.client.max(self.server)
    }
}
