//! Books of `../shared/envelopes`, as the compiler makes them.

use errbook::__private::Absent::{Null as OrNull, Omit, Required};
use errbook::__private::MessagePart::Text;
use errbook::__private::Node::{self, Boolean, Each, Null, Slot as Place, Template, Text as Const};
use errbook::__private::Slot::{
    Code, CodeMember, DocsUrl, Field as Placed, Fields, Meaning, Member, Message, Status, StatusPhrase, StatusText,
};
use errbook::__private::{
    BookSchema, CodeTable, DelayUnit, DocTable, Fallbacks, Field, Form, List as Items, Object, PayloadSchema,
    ResponseMember, Source, TextPart, Type,
};

use super::kit::{Book, BookCode, book, field, name};

const fn object(members: &'static [(&'static str, Node<'static>)]) -> Node<'static> {
    Node::Object(Object::new(members))
}

/// An object with the fields beside its members.
const fn beside(members: &'static [(&'static str, Node<'static>)], index: usize) -> Node<'static> {
    Node::Object(Object::new(members).with_fields_at(index))
}

const CODE: Node<'static> = Place(Code, Required);
const MESSAGE: Node<'static> = Place(Message, Required);
const STATUS: Node<'static> = Place(Status, Required);
const FIELDS: Node<'static> = Place(Fields, Required);

book!(
    Stripe,
    Form::new(object(&[(
        "error",
        beside(
            &[
                ("type", Place(CodeMember(0), Required)),
                ("code", Place(Code, Omit)),
                ("message", MESSAGE),
                ("doc_url", Place(DocsUrl, Omit)),
            ],
            3,
        ),
    )])),
    [
        ("card_declined", &[402], "The card was declined.", ["param?": Type::String, "decline_code?": Type::String]
            .with_code_members(&[Const("card_error")])),
        ("resource_missing", &[404], "There is no such thing.", ["param?": Type::String]
            .with_code_members(&[Const("invalid_request_error")])),
        ("api_error", &[500], "Something failed.", [].with_code_members(&[Const("api_error")]).without_code()),
    ]
);

book!(
    Google,
    Form::new(object(&[(
        "error",
        object(&[
            ("code", STATUS),
            ("status", Place(CodeMember(0), Required)),
            ("message", MESSAGE),
            (
                "details",
                Node::List(Items::new(&[object(&[
                    ("@type", Const("type.googleapis.com/google.rpc.ErrorInfo")),
                    ("reason", CODE),
                    ("domain", Const("x.example")),
                    ("metadata", FIELDS),
                ])])),
            ),
        ]),
    )])),
    [("API_DISABLED", &[404], "The API is not enabled.", ["k": Type::String].with_code_members(&[Const("NOT_FOUND")]))]
);

book!(
    Bank,
    Form::new(beside(
        &[
            ("type", Template(&[TextPart::Text("https://errors.example/"), TextPart::Slot(Code, Required)])),
            ("title", Place(Meaning, Required)),
            ("status", STATUS),
            ("detail", MESSAGE),
            ("instance", Place(Member(0), Omit)),
        ],
        5,
    ))
    .with_content_type("application/problem+json")
    .with_members(&[ResponseMember::new("instance", Type::String).with_source(Source::Path)]),
    [("out-of-credit", &[403], "You do not have enough credit.", ["balance": Type::Integer])]
);

book!(
    Twilio,
    Form::new(object(&[
        ("code", CODE),
        ("message", MESSAGE),
        (
            "more_info",
            Template(&[TextPart::Text("https://www.twilio.com/docs/errors/"), TextPart::Slot(Code, Required)]),
        ),
        ("status", STATUS),
    ]))
    .with_integer_codes(),
    [("21211", &[400], "The number is not valid.", [])]
);

book!(
    GitHub,
    Form::new(beside(
        &[
            ("message", MESSAGE),
            ("documentation_url", Place(DocsUrl, Omit)),
            ("status", Place(StatusText, Required)),
        ],
        1,
    )),
    [
        ("not_found", &[404], "Not Found", [].without_code()),
        ("validation_failed", &[422], "Validation Failed", ["errors": Type::List(&Type::Object(&[
            Field::required("resource", Type::String),
            Field::required("field", Type::String),
            Field::required("code", Type::String),
        ]))].without_code()),
    ]
);

book!(
    Aws,
    Form::new(beside(
        &[
            ("__type", Template(&[TextPart::Text("com.amazonaws.x#"), TextPart::Slot(Code, Required)])),
            ("message", Place(Message, Omit)),
        ],
        2,
    ))
    .with_content_type("application/x-amz-json-1.1")
    .with_headers(&[(
        "x-amzn-errortype",
        Template(&[TextPart::Slot(Code, Required), TextPart::Text(":http://internal.amazon.example/coral/")]),
    )])
    .with_read_code(Some('#'), Some(':')),
    [("ThrottlingException", &[400], "Rate exceeded.", [])]
);

book!(
    Kubernetes,
    Form::new(object(&[
        ("kind", Const("Status")),
        ("apiVersion", Const("v1")),
        ("metadata", object(&[])),
        ("status", Const("Failure")),
        ("message", MESSAGE),
        ("reason", CODE),
        ("details", FIELDS),
        ("code", STATUS),
    ])),
    [
        ("NotFound", &[404], "Not found.", ["name": Type::String, "kind": Type::String]),
        ("TooManyRequests", &[429], "Wait.", ["retryAfterSeconds?": Type::Delay(DelayUnit::Seconds)]),
    ]
);

book!(
    Discord,
    Form::new(beside(&[("code", Place(Code, Omit)), ("message", MESSAGE)], 2)).with_integer_codes(),
    [
        ("50035", &[400], "Invalid Form Body", ["errors": Type::Any]),
        ("rate_limited", &[429], "You are being rate limited.", [
            "retry_after": Type::Delay(DelayUnit::Seconds), "global": Type::Boolean
        ].without_code()),
    ]
);

book!(
    JsonApi,
    Form::new(object(&[(
        "errors",
        Each(&object(&[
            ("id", Place(Member(0), Omit)),
            ("status", Place(StatusText, Required)),
            ("code", CODE),
            ("title", Place(Meaning, Required)),
            ("detail", MESSAGE),
            (
                "source",
                object(&[
                    ("pointer", Place(Placed(0), Omit)),
                    ("parameter", Place(Placed(1), Omit)),
                    ("header", Place(Placed(2), Omit)),
                ]),
            ),
            ("links", object(&[("about", Place(Member(1), Omit)), ("type", Place(Member(2), Omit))])),
            ("meta", FIELDS),
        ])),
    )]))
    .with_content_type("application/vnd.api+json")
    .with_placed_fields(&["pointer", "parameter", "header"])
    .with_members(&[
        ResponseMember::new("id", Type::String),
        ResponseMember::new("about", Type::String),
        ResponseMember::new("type", Type::String),
    ]),
    [
        ("not_found", &[404], "There is no such thing.", []),
        ("invalid", &[422], "Invalid attribute", ["pointer": Type::String, "limit": Type::Integer]),
    ],
    fallbacks: Fallbacks::new(&[], Some(0), None)
);

book!(
    Cloudflare,
    Form::new(object(&[
        ("success", Boolean(false)),
        ("errors", Each(&beside(&[("code", CODE), ("message", MESSAGE)], 2))),
        ("messages", Node::List(Items::new(&[]))),
        ("result", Null),
    ]))
    .with_integer_codes(),
    [("1003", &[400, 200], "Invalid or missing zone id.", []), ("7003", &[400], "No route for the URI", []),]
);

book!(
    Slack,
    Form::new(beside(&[("ok", Boolean(false)), ("error", CODE)], 2)),
    [
        ("channel_not_found", &[200], "There is no such channel.", []),
        ("missing_scope", &[200], "The token may not do this.", ["needed": Type::String, "provided": Type::String]),
    ],
    fallbacks: Fallbacks::new(&[], Some(0), Some(0))
);

book!(
    Telegram,
    Form::new(object(&[
        ("ok", Boolean(false)),
        ("error_code", STATUS),
        ("description", MESSAGE),
        ("parameters", FIELDS),
    ])),
    [
        ("not_found", &[404], "Not Found", [].without_code()),
        ("too_many_requests", &[429], "Too many requests.", ["retry_after": Type::Delay(DelayUnit::Seconds)]
            .without_code()),
    ]
);

book!(
    GraphQl,
    Form::new(object(&[
        (
            "errors",
            Each(&object(&[
                ("message", MESSAGE),
                ("path", Place(Member(0), Omit)),
                ("extensions", beside(&[("code", CODE)], 1)),
            ])),
        ),
        ("data", Null),
    ]))
    .with_members(&[ResponseMember::new("path", Type::Any)]),
    [
        ("UNAUTHENTICATED", &[200], "You are not signed in.", []),
        ("RATE_LIMITED", &[200], "Too many requests.", ["wait": Type::Delay(DelayUnit::Millis)]),
    ]
);

book!(
    JsonRpc,
    Form::new(object(&[
        ("jsonrpc", Const("2.0")),
        ("error", object(&[("code", CODE), ("message", MESSAGE), ("data", FIELDS)])),
        ("id", Place(Member(0), OrNull)),
    ]))
    .with_integer_codes()
    .with_members(&[ResponseMember::new("id", Type::Any)]),
    [("-32601", &[200], "Method not found", ["method?": Type::String])]
);

book!(
    Plaid,
    Form::new(beside(
        &[
            ("error_type", Place(CodeMember(0), Required)),
            ("error_code", CODE),
            ("error_message", MESSAGE),
            ("display_message", Place(CodeMember(1), OrNull)),
            ("request_id", Place(Member(0), Required)),
        ],
        5,
    ))
    .with_members(&[ResponseMember::new("request_id", Type::String).with_source(Source::Header("X-Request-Id"))]),
    [(
        "INVALID_API_KEYS",
        &[400],
        "invalid client_id or secret provided",
        [].with_code_members(&[Const("INVALID_INPUT"), Null])
    )],
    fallbacks: Fallbacks::new(&[], Some(0), Some(0))
);

book!(
    PayPal,
    Form::new(beside(
        &[
            ("name", CODE),
            ("message", MESSAGE),
            ("debug_id", Place(Member(0), Required)),
            (
                "links",
                Node::List(Items::new(&[object(&[
                    ("href", Place(DocsUrl, Omit)),
                    ("rel", Const("information_link")),
                ])])),
            ),
        ],
        3,
    ))
    .with_members(&[ResponseMember::new("debug_id", Type::String)]),
    [("UNPROCESSABLE_ENTITY", &[422], "The requested action could not be performed.", ["details": Type::List(
        &Type::Object(&[Field::required("issue", Type::String), Field::required("description", Type::String)])
    )])]
);

book!(
    Spring,
    Form::new(object(&[
        ("timestamp", Place(Member(0), Required)),
        ("status", STATUS),
        ("error", Place(StatusPhrase, Required)),
        ("path", Place(Member(1), Required)),
    ]))
    .with_members(&[
        ResponseMember::new("timestamp", Type::Timestamp).with_source(Source::Time),
        ResponseMember::new("path", Type::String).with_source(Source::Path),
    ]),
    [("not_found", &[404], "There is no such thing.", [].without_code())],
    fallbacks: Fallbacks::new(&[], Some(0), None)
);

book!(
    FastApi,
    Form::new(beside(&[("detail", MESSAGE)], 1)),
    [
        ("not_found", &[404], "Not Found", [].without_code()),
        ("validation_error", &[422], "The request is not valid.", ["detail": Type::List(&Type::Object(&[
            Field::required("loc", Type::List(&Type::Any)),
            Field::required("msg", Type::String),
            Field::required("type", Type::String),
        ]))].without_code().without_message()),
    ]
);

book!(
    OpenAi,
    Form::new(object(&[(
        "error",
        object(&[
            ("message", MESSAGE),
            ("type", Place(CodeMember(0), Required)),
            ("param", Place(Placed(0), OrNull)),
            ("code", Place(Code, OrNull)),
        ]),
    )]))
    .with_placed_fields(&["param"]),
    [
        ("invalid_request", &[400], "The request is not valid.", []
            .with_code_members(&[Const("invalid_request_error")]).without_code()),
        ("model_not_found", &[404], "There is no such model.", ["param?": Type::String]
            .with_code_members(&[Const("invalid_request_error")])),
        ("server_error", &[500], "It failed.", [].with_code_members(&[Const("server_error")]).without_code()),
    ]
);

book!(
    MicrosoftGraph,
    Form::new(object(&[(
        "error",
        object(&[
            ("code", CODE),
            ("message", MESSAGE),
            (
                "innerError",
                object(&[
                    ("date", Place(Member(0), Required)),
                    ("request-id", Place(Member(1), Required)),
                    ("client-request-id", Place(Member(2), Omit)),
                ]),
            ),
        ]),
    )]))
    .with_members(&[
        ResponseMember::new("date", Type::Timestamp).with_source(Source::Time),
        ResponseMember::new("request_id", Type::String),
        ResponseMember::new("client_request_id", Type::String).with_source(Source::Header("client-request-id")),
    ]),
    [("itemNotFound", &[404], "The item was not found.", [])]
);

book!(
    Mastodon,
    Form::new(object(&[("error", MESSAGE)])),
    [("not_found", &[404], "Record not found", [].without_code())]
);

book!(
    Azure,
    Form::new(object(&[("error", beside(&[("code", CODE), ("message", MESSAGE)], 2))]))
        .with_headers(&[("x-ms-error-code", CODE)]),
    [("BlobNotFound", &[404], "The blob does not exist.", [
        "target?": Type::String,
        "details?": Type::List(&Type::Object(&[
            Field::required("code", Type::String),
            Field::required("message", Type::String),
        ])),
        "innererror?": Type::Any
    ])]
);

book!(
    OAuth,
    Form::new(beside(
        &[("error", CODE), ("error_description", Place(Message, Omit)), ("error_uri", Place(DocsUrl, Omit)),],
        3,
    )),
    [("invalid_grant", &[400], "The grant is not valid.", [])]
);

book!(
    Oci,
    Form::new(object(&[(
        "errors",
        Each(&object(&[("code", CODE), ("message", MESSAGE), ("detail", FIELDS)])),
    )])),
    [
        ("BLOB_UNKNOWN", &[404], "blob unknown to registry", ["digest?": Type::String]),
        ("MANIFEST_UNKNOWN", &[404], "manifest unknown", []),
    ]
);
