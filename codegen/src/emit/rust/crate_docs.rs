//! The end of the crate's docs: a server and a client, if the features for them are on.
//!
//! A generated crate depends only on the runtime, so its examples import the framework and the client from there.

use proc_macro2::Literal;
use quote::quote;
use syn::{Attribute, parse_quote};

use super::example::{arms, failure, krate, lines, raw, sample};
use crate::emit::Publication;
use crate::model::ErrorDef;

/// The sections, each with its feature.
pub(super) fn sections(book: &Publication<'_>) -> Vec<Attribute> {
    let Some(entry) = sample(book) else { return Vec::new() };
    let server = section("axum", "A server with `axum`", &server(book, entry));
    let client = section("reqwest", "A client with `reqwest`", &client(book, entry));
    vec![server, client]
}

fn section(feature: &str, title: &str, code: &[String]) -> Attribute {
    let text = raw(&format!("\n## {title}\n\n```\n{}\n```\n", code.join("\n")));
    parse_quote!(#![cfg_attr(feature = #feature, doc = #text)])
}

fn server(book: &Publication<'_>, entry: &ErrorDef) -> Vec<String> {
    let (krate, (failure, name), status) = (krate(book), failure(book, entry), Literal::u16_unsuffixed(entry.status()));
    let payload = entry.has_payload().then(|| quote!(, #name));
    let handler = quote! {
        use #krate::errbook::tower::ErrorLayer;
        use #krate::{Error, ErrorKind #payload};
        async fn handler() -> Result<&'static str, Error> {
            Err(#failure)?
        }
    };
    let app = quote! {
        let app: axum::Router = axum::Router::new()
            .route("/", axum::routing::post(handler))
            .layer(ErrorLayer::<ErrorKind>::new());
    };
    // The handler is ready at once.
    let after = quote! {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let std::task::Poll::Ready(Err(error)) = std::pin::pin!(handler()).poll(&mut context) else { panic!() };
        assert_eq!(error.status(), #status);
    };
    let before = lines(&quote!(use #krate::errbook::__private::axum;));
    let before = before.into_iter().filter(|line| !line.is_empty()).map(|line| hide(&line));
    let shown = lines(&handler).into_iter().chain([String::new()]).chain(lines(&app));
    before.chain(shown).chain(lines(&after).iter().map(|line| hide(line))).collect()
}

fn client(book: &Publication<'_>, entry: &ErrorDef) -> Vec<String> {
    let (krate, (failure, name), arms) = (krate(book), failure(book, entry), arms(entry));
    let payload = entry.has_payload().then(|| quote!(use #krate::#name;));
    let shown = if entry.is_success() {
        quote! {
            use #krate::{Error, ErrorKind};
            async fn call(client: &reqwest::Client, url: &str) -> Result<(), reqwest::Error> {
                let response = client.post(url).send().await?;
                let (status, headers) = (response.status(), response.headers().clone());
                let body = response.bytes().await?;
                match Error::decode_if_error(status, &headers, &body) {
                    None => println!("{body:?}"),
                    Some(error) => match error.kind() {
                        #arms
                    },
                }
                Ok(())
            }
        }
    } else {
        quote! {
            use #krate::errbook::BodyLimits;
            use #krate::{Error, ErrorKind};
            async fn call(client: &reqwest::Client, url: &str) -> Result<(), reqwest::Error> {
                let response = client.post(url).send().await?;
                match Error::receive(response, BodyLimits::default()).await {
                    Ok(response) => {
                        let text = response.text().await?;
                        println!("{text}");
                    }
                    Err(error) => match error.kind() {
                        #arms
                    },
                }
                Ok(())
            }
        }
    };
    let after = quote! {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            std::io::Read::read(&mut stream, &mut [0; 4096]).unwrap();
            let sent: errbook::__private::http::Response<String> = Error::from(#failure).into();
            let (status, length) = (sent.status(), sent.body().len());
            let mut response = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n");
            for (name, value) in sent.headers() {
                response += &format!("{name}: {}\r\n", value.to_str().unwrap());
            }
            response += &format!("\r\n{}", sent.body());
            std::io::Write::write_all(&mut stream, response.as_bytes()).unwrap();
        });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(call(&client, &url)).unwrap();
        server.join().unwrap();
    };
    let before = lines(&quote! {
        use #krate::errbook;
        use errbook::__private::{reqwest, tokio};
        #payload
    });
    let before = before.into_iter().filter(|line| !line.is_empty()).map(|line| hide(&line));
    before.chain(lines(&shown)).chain(lines(&after).iter().map(|line| hide(line))).collect()
}

/// A line of an example that rustdoc runs but does not show.
fn hide(line: &str) -> String {
    format!("# {line}").trim_end().to_owned()
}
