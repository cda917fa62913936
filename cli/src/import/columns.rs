//! The columns of tables and the keys of records: what a name such as *HTTP status* or *How to fix* means.

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Column {
    Status,
    Code,
    Meaning,
    Remediation,
    Message,
    Cause,
    Retry,
    Details,
    Tags,
    Alias,
    Fields,
    Headers,
    Deprecated,
    /// Known, and of no use: what the rest of the row says already.
    Ignored,
}

impl Column {
    /// Its word in the report: the key of the book.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Code => "code",
            Self::Meaning => "meaning",
            Self::Remediation => "remediation",
            Self::Message => "message",
            Self::Cause => "causes",
            Self::Retry => "retry",
            Self::Details | Self::Deprecated => "details",
            Self::Tags => "tags",
            Self::Alias => "name",
            Self::Fields => "fields",
            Self::Headers => "headers",
            Self::Ignored => "ignored",
        }
    }
}

/// The names of columns, the surest first. A name may have several meanings; the content of the column decides.
static NAMES: &[(Column, &[&str])] = &[
    (
        Column::Status,
        &[
            "statuses",
            "status",
            "http status",
            "http status code",
            "status code",
            "http",
            "http code",
            "http response code",
            "response code",
            "response status",
            "http error code",
            "statuscode",
            "httpstatus",
            "http response",
            "code",
            "error code",
            "response",
            "http error",
            "number",
            "error",
        ],
    ),
    (
        Column::Code,
        &[
            "code",
            "error code",
            "errorcode",
            "error_code",
            "errcode",
            "api code",
            "api error code",
            "error type",
            "error key",
            "error id",
            "error name",
            "error identifier",
            "error constant",
            "error reason",
            "error slug",
            "code name",
            "error",
            "errors",
            "type",
            "reason",
            "reason code",
            "identifier",
            "slug",
            "name",
            "key",
            "id",
            "constant",
            "value",
            "title",
            "exception",
            "error class",
            "error status",
            "issue",
            "subcode",
            "code string",
        ],
    ),
    (
        Column::Meaning,
        &[
            "meaning",
            "description",
            "what happened",
            "what has happened",
            "explanation",
            "desc",
            "definition",
            "error description",
            "what it means",
            "details",
            "detail",
            "summary",
            "when",
            "when it occurs",
            "title",
            "reason",
            "info",
            "text",
            "message",
            "error message",
            "cause",
            "status",
            "error",
            "condition",
            "usage",
            "notes",
            "http status",
            "status text",
            "comment",
            "overview",
            "error details",
        ],
    ),
    (
        Column::Remediation,
        &[
            "remediation",
            "what to do",
            "resolution",
            "how to fix",
            "how to fix it",
            "fix",
            "solution",
            "action",
            "recommended action",
            "suggested action",
            "what the caller does",
            "what you can do",
            "what should i do",
            "next steps",
            "next step",
            "mitigation",
            "how to resolve",
            "recovery",
            "how to handle",
            "handling",
            "advice",
            "possible solution",
            "possible solutions",
            "troubleshooting",
            "suggestion",
            "recommendation",
            "todo",
            "corrective action",
            "suggested resolution",
            "what to do next",
            "suggested solution",
            "what you should do",
        ],
    ),
    (
        Column::Message,
        &[
            "message",
            "error message",
            "default message",
            "message template",
            "msg",
            "user message",
            "text",
            "error text",
            "display message",
            "example message",
            "response message",
            "error msg",
            "messages",
        ],
    ),
    (
        Column::Cause,
        &["cause", "causes", "possible cause", "possible causes", "common causes", "root cause", "reason", "why"],
    ),
    (
        Column::Retry,
        &[
            "retry",
            "retryable",
            "can retry",
            "safe to retry",
            "retriable",
            "should retry",
            "is retryable",
            "retries allowed",
        ],
    ),
    (
        Column::Details,
        &["docs", "details", "notes", "note", "comment", "comments", "remarks", "more", "long description"],
    ),
    (Column::Tags, &["tags", "tag", "category", "group", "scope", "ns", "namespace", "domain", "area"]),
    (Column::Alias, &["alias", "constant", "symbol", "name"]),
    (Column::Fields, &["fields"]),
    (Column::Headers, &["headers"]),
    (Column::Deprecated, &["deprecated"]),
    (Column::Ignored, &["page", "url", "reason phrase", "status", "retries"]),
];

/// Names of columns that are codes only if the table is about errors for another reason.
pub(super) static WEAK_CODES: &[&str] =
    &["type", "reason", "identifier", "slug", "name", "key", "id", "constant", "value", "title", "error", "errors"];

/// The meanings of a column's name, each with how sure it is: the lower, the surer.
pub(super) fn meanings(name: &str) -> Vec<(Column, usize)> {
    let name = normalized(name);
    let mut out: Vec<(Column, usize)> = NAMES
        .iter()
        .filter_map(|(column, names)| names.iter().position(|it| *it == name).map(|rank| (*column, rank)))
        .collect();
    out.sort_by_key(|it| it.1);
    out
}

/// The one meaning of a record's key, which has no content to decide by.
pub(super) fn key(name: &str) -> Option<Column> {
    let found = meanings(name);
    // In records the plain word is the plain thing.
    match normalized(name).as_str() {
        "code" | "error code" | "reason" => Some(Column::Code),
        "message" | "error message" => Some(Column::Message),
        "name" => Some(Column::Alias),
        _ => found.first().map(|it| it.0),
    }
}

/// A name in lower case, with single spaces between its words.
pub(super) fn normalized(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        if c.is_alphanumeric() {
            if c.is_uppercase() && before.is_lowercase() {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
        before = c;
    }
    out.trim_end().to_owned()
}
