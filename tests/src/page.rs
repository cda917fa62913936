//! Checks of every book: each response on its page is decoded and encoded again. It is part of the tests, and of the
//! program that uses the crates that they build.

use errbook::{Error, Kind, Value};

/// Status, headers, body.
type Shown = (u16, Vec<(String, String)>, String);

/// Every response that a page shows.
pub(crate) fn responses(page: &str) -> Vec<Shown> {
    let mut out = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let fence = line.trim_end_matches("http");
        if line.len() < 7 || !line.ends_with("http") || !fence.chars().all(|c| c == '`') {
            continue;
        }
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.by_ref().take_while(|it| !it.is_empty()).map(|it| it.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let body: Vec<&str> = lines.by_ref().take_while(|it| *it != fence).collect();
        out.push((status, headers, body.join("\n")));
    }
    out
}

pub(crate) fn check<K: Kind + Clone + PartialEq>(name: &str, page: &str, least: usize) {
    let responses = responses(page);
    assert!(responses.len() >= least, "{name}: {} responses", responses.len());
    for (status, headers, body) in responses {
        let error = Error::<K>::decode(status, &headers, &body);
        let received = error.received().expect("it was received");
        assert_eq!(received.issues(), [], "{name}: {body}");
        assert!(error.kind().unknown().is_none(), "{name}: {error:?}");
        assert_eq!(error.message(), error.kind().to_string(), "{name}: the message on the page is the template's");
        let copy = error.kind().clone();
        assert!(copy == *error.kind());
        let again = Error::<K>::from(copy).encode();
        let value = |text: &str| text.parse::<serde_json::Value>().unwrap();
        assert_eq!(value(&again.body), value(&body), "{name}");
        let mut sent: Vec<(String, String)> =
            again.headers.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        let mut shown = headers;
        sent.sort();
        shown.sort();
        assert_eq!(sent, shown, "{name}: {body}");
        assert_eq!(again.status, status, "{name}");
        let read: Value = body.parse::<serde_json::Value>().map(|it| serde_json::from_value(it).unwrap()).unwrap();
        let stored: Error<K> = serde_json::from_str(&serde_json::to_string(&error).unwrap()).unwrap();
        assert_eq!(stored.code(), error.code(), "{read}");
    }
}

/// What a code's page says is what the docs say, from its heading on.
pub(crate) fn explained<'a>(docs: &str, pages: impl Iterator<Item = &'a str>) {
    for page in pages {
        assert!(page.starts_with("# ") && page.ends_with('\n') && docs.contains(page), "{page}");
    }
}

/// Every code is found by its text, and nothing else is.
pub(crate) fn find<C: errbook::Code + std::str::FromStr>() {
    for (at, code) in C::ALL.iter().enumerate() {
        assert_eq!(code.index(), at);
        let text = code.to_string();
        assert!(text.parse::<C>().ok() == Some(*code), "{text}");
        assert!(format!("{text} ").parse::<C>().is_err());
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&serde_json::to_string(&text).unwrap()).unwrap(),
            text.as_str()
        );
    }
    for text in ["", "no such code"] {
        assert_eq!(text.parse::<C>().is_ok(), C::ALL.iter().any(|it| it.to_string() == text), "{text:?}");
    }
}
