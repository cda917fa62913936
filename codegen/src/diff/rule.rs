//! What a rule is, and what it may say of a change.

/// A kind of change. Its id is for ever: it stands in waivers.
#[derive(Debug)]
pub struct Rule {
    /// What it is called, in kebab-case.
    pub id: &'static str,
    /// What it was called before. A waiver may still say so.
    pub aliases: &'static [&'static str],
    /// What it sees, in one sentence.
    pub summary: &'static str,
    /// What that does to people, in one sentence.
    pub why: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

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
}
