//! The texts of the files that `init` writes.

use super::runtime::{Source, yaml};

/// A spec with the line by which editors find its schema.
pub(super) fn with_schema(spec: &str) -> String {
    format!("# yaml-language-server: $schema=./errbook.schema.json\n{spec}")
}

/// The spec: three codes, with which the responses of any framework are covered.
pub(super) fn spec(name: &str, krate: &str, runtime: &str) -> String {
    let runtime = if runtime.is_empty() { String::new() } else { format!("\n  runtime: {{{runtime}}}") };
    with_schema(&format!(
        "errbook: 1
api:
  name: {name}
  version: 0.1.0
  crate: {krate}{runtime}

# The codes for responses that no handler made, such as those for an unknown route.
fallback: {{404: not_found, 4xx: bad_request, 5xx: internal_error}}

errors:
  - status: 400
    code: bad_request
    meaning: The request is invalid.
    remediation: Correct what the message names.

  - status: 404
    code: not_found
    meaning: There is no such resource.
    remediation: Check the URL.

  - status: 500
    code: internal_error
    meaning: The server failed.
    remediation: Send the request again after a short delay.
    retry: {{when: idempotent}}
"
    ))
}

/// `errbook.toml`.
pub(super) fn config(spec: &str, out: &str, is_module: bool, features: &[&str]) -> String {
    let mut text = format!(
        "# What `errbook codegen` generates, and where. Every command finds this file from any folder below it.\n\
         spec = {}\nout = {}\noutputs = [\"rust\", \"docs\", \"json\"]\n",
        toml_edit::Value::from(spec),
        toml_edit::Value::from(out)
    );
    if is_module {
        text.push_str("layout = \"module\"\n");
    }
    if !features.is_empty() {
        text.push_str(&format!("features = [\"{}\"]\n", features.join("\", \"")));
    }
    text
}

/// The commands of CI, in their order: those for every change, and the one for a pull request.
pub(super) const CHECKS: &[&str] = &["errbook fmt --check", "errbook check --deny-warnings", "errbook codegen --check"];
pub(super) const COMPARE: &str = "errbook diff --since-release";

/// A workflow of GitHub. `folder` is that of the workspace in its repository, empty for its root.
pub(super) fn workflow(source: &Source, folder: &str) -> String {
    let command = source.install();
    // A command is plain YAML, unless a name in it looks like a key or a comment.
    let install = if command.contains(": ") || command.contains(" #") { yaml(&command) } else { command };
    let note = source.note().map(|it| format!("      # {it}\n")).unwrap_or_default();
    let defaults = if folder.is_empty() {
        String::new()
    } else {
        format!("defaults:\n  run:\n    working-directory: {}\n\n", yaml(folder))
    };
    let checks: Vec<String> = CHECKS.iter().map(|it| format!("      - run: {it}\n")).collect();
    let checks = checks.concat();
    format!(
        r#"# The book of errors: its form, its rules, the generated files, and what a pull request breaks. It runs no code of the repository.
name: Errors

on:
  push:
    branches: [main, master]
  pull_request:

permissions:
  contents: read
  pull-requests: write # The comment.

{defaults}jobs:
  errors:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          # All of it: the base and the latest release are read from there.
          fetch-depth: 0
          persist-credentials: false
{note}      - name: Install errbook
        run: {install}
{checks}      - name: Compare with the base
        if: github.event_name == 'pull_request' && !cancelled()
        # The merge of the pull request is checked out; its first parent is the base.
        run: {COMPARE} --base HEAD^1 --format github --write "markdown=$RUNNER_TEMP/comment.md"
      - name: Comment
        # The token of a fork may not write.
        if: github.event_name == 'pull_request' && !cancelled() && github.event.pull_request.head.repo.full_name == github.repository
        env:
          GH_TOKEN: ${{{{ github.token }}}}
          COMMENTS: repos/${{{{ github.repository }}}}/issues/${{{{ github.event.pull_request.number }}}}/comments
          EDIT: repos/${{{{ github.repository }}}}/issues/comments
        run: |
          report="$RUNNER_TEMP/comment.md"
          if [ ! -s "$report" ]; then exit 0; fi
          mine='.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- errbook-diff "))) | .id'
          id=$(gh api --paginate "$COMMENTS" --jq "$mine" | head -n 1)
          if [ -n "$id" ]; then
            gh api --method PATCH "$EDIT/$id" -F "body=@$report" --jq .html_url
          elif ! head -n 1 "$report" | grep -q ' changes=0 '; then
            gh api --method POST "$COMMENTS" -F "body=@$report" --jq .html_url
          fi
"#
    )
}

/// The pattern and the attributes of the generated files.
pub(super) fn attributes(out: &str) -> (String, String) {
    // Git separates words by spaces, and reads some characters as patterns.
    let any = |c: char| if c.is_whitespace() || "\"\\*?[]".contains(c) { '?' } else { c };
    let pattern = format!("/{}/**", out.chars().map(any).collect::<String>());
    let text = format!(
        "# Generated: a conflict leaves no markers, and pull requests fold them.\n{pattern} merge=binary linguist-generated\n"
    );
    (pattern, text)
}
