//! The impact of a change: its verdict for clients and servers, and the versions that it requires.

/// One case of a rule: a condition, and the impact under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The condition, as it follows "when"; empty: always.
    pub when: &'static str,
    /// The impact.
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

/// The effect of a change on clients or on servers, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing.
    Safe,
    /// Programs are not affected; people should know.
    Note,
    /// Everything still works, but may behave unexpectedly.
    Dangerous,
    /// Existing programs fail.
    Breaking,
    /// It affects neither: the pull request itself is incomplete.
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
            // The word of the JSON form, which is stable.
            Self::Policy => "gate",
        }
    }
}

/// The part of a version that a change requires raising, the largest last.
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

/// Which of a book's versions is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionOf {
    /// The only one: the crate has the contract's version.
    Book,
    /// The contract's, if the crate has its own.
    Contract,
    /// The crate's own.
    Crate,
    /// Both the contract's and the crate's, which are separate.
    Both,
}

impl VersionOf {
    /// As a subject: "the crate version".
    pub(super) fn subject(self) -> &'static str {
        match self {
            Self::Book => "`api.version`",
            Self::Contract => "the contract version",
            Self::Crate => "the crate version",
            Self::Both => "both versions",
        }
    }

    /// Whose version it is, after the word.
    pub(super) fn owner(self) -> &'static str {
        match self {
            Self::Book | Self::Both => "",
            Self::Contract => " of the contract",
            Self::Crate => " of the crate",
        }
    }
}

/// The impact of a change on clients and servers, and on both versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    /// The effect on a program built with the old book that talks to a server with the new one.
    pub client: Verdict,
    /// The effect on a program that builds errors and updates from the old crate to the new one.
    pub server: Verdict,
    /// The required bump of the contract version, which covers the wire format.
    pub contract: Bump,
    /// The required bump of the crate version, which covers the Rust API.
    pub crate_bump: Bump,
}

impl Impact {
    /// The larger of the two bumps.
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
