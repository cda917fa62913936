//! The verdicts of the rules, compared with the agreed table.

use std::collections::BTreeMap;

use errbook_codegen::compat::{Impact, RULES};

/// A line for each rule: its verdicts to clients and servers, the versions that it requires of the contract and of the
/// crate. A rule with several cases has several, in the order of declaration.
static AGREED: &str = "
code-added              dangerous safe minor minor         | safe safe minor minor
code-removed            breaking breaking major major
code-retired            dangerous breaking minor major
code-retired-early      breaking breaking major major
code-reused             breaking breaking major major
tombstone-removed       breaking breaking major major
code-renamed            breaking breaking major major
code-possible-rename    note note none none
name-changed            safe breaking none major
code-deprecated         note note minor minor
code-undeprecated       note note minor minor
replacement-changed     note note minor minor
status-class-changed    breaking dangerous major major
status-retry-changed    breaking dangerous major major
status-changed          breaking dangerous major major
status-added            dangerous safe minor minor
status-removed          safe breaking minor major
status-default-changed  dangerous dangerous minor minor
envelope-changed        breaking dangerous major major
fallback-changed        dangerous safe minor minor
retry-added             safe safe minor minor
retry-removed           breaking safe major minor          | dangerous safe minor minor
backoff-changed         note note patch patch
field-added             safe breaking minor major          | safe breaking minor major      | safe safe minor minor
field-removed           breaking breaking major major      | dangerous breaking minor major
field-renamed           breaking breaking major major
field-type-changed      breaking breaking major major
field-widened           breaking breaking major major      | dangerous breaking minor major | dangerous breaking minor major | dangerous safe minor minor
field-narrowed          safe breaking minor major
field-became-optional   breaking breaking major major
field-became-required   safe breaking minor major
field-order-changed     safe breaking none major
header-added            safe breaking minor major          | safe breaking minor major      | safe safe minor minor | safe safe minor none
header-removed          breaking breaking major major      | dangerous breaking minor major | breaking safe major none
header-narrowed         safe breaking minor major
header-widened          breaking breaking major major      | dangerous breaking minor major
header-type-changed     breaking breaking major major      | breaking breaking major major | dangerous breaking minor major
header-became-optional  breaking breaking major major
header-became-required  safe breaking minor major
message-changed         safe safe patch patch
meaning-reworded        note note patch patch
meaning-changed         dangerous dangerous patch patch
remediation-changed     note note patch patch
details-changed         note note patch patch
example-changed         note note patch patch
docs-url-changed        note note patch patch
field-doc-changed       note note patch patch
causes-changed          note note patch patch
tags-changed            note note patch patch
note-changed            note note patch patch
allow-changed           note note none none
header-value-changed    dangerous safe minor patch
crate-changed           safe breaking none major
runtime-changed         safe dangerous none minor
package-changed         safe note none patch
code-style-changed      safe safe none none
api-name-changed        safe safe none patch
since-changed           note note patch patch
tombstone-added         note note patch patch
was-changed             note note patch patch
guide-changed           note note patch patch
book-closed             breaking safe major major
book-opened             safe safe minor minor
order-changed           safe safe none none
formatting-only         safe safe none none
version-not-raised        gate gate none none
version-raised-too-little gate gate none none
version-went-back         gate gate none none
waiver-unused             gate gate none none
waiver-expired            gate gate none none
base-without-book         gate gate none none
";

fn said(it: Impact) -> String {
    format!("{} {} {} {}", it.client.as_str(), it.server.as_str(), it.contract.as_str(), it.crate_bump.as_str())
}

#[test]
fn the_rules_say_what_was_agreed_on() {
    let lines = AGREED.lines().filter_map(|it| it.split_once(' '));
    let agreed: BTreeMap<&str, Vec<String>> =
        lines.map(|(id, cases)| (id, cases.split('|').map(|it| it.trim().to_owned()).collect())).collect();
    let rules: BTreeMap<&str, Vec<String>> =
        RULES.iter().map(|it| (it.id, it.cases.iter().map(|it| said(it.impact)).collect())).collect();
    assert_eq!(rules, agreed);
}
