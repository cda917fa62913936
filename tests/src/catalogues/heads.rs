//! The head of each catalogue's spec: the API, and its envelope.

use crate::books::head;

pub(super) fn adcp() -> String {
    // Some texts link to pages of the same site.
    head(
        "AdCP",
        "adcp-errors",
        "  code_style: SCREAMING_SNAKE_CASE\n  docs_url: https://docs.adcontextprotocol.org/docs/errors\n",
    ) + "envelope: {within: adcp_error, fields: details}\nretry: {retries: 4, backoff: {initial: 2s, max: 5m}}\n"
}

pub(super) fn distribution() -> String {
    head("OCI Distribution", "distribution-errors", "  code_style: SCREAMING_SNAKE_CASE\n")
        + "envelope: {within: errors, fields: detail}\n"
}

pub(super) fn kubernetes() -> String {
    // They are in PascalCase, but for the one that is empty.
    head("Kubernetes", "kubernetes-errors", "  code_style: any\n")
        + "envelope: {within: null, code: reason, fields: details}\n"
}

pub(super) fn paypal() -> String {
    // One code begins with a digit, which is unusual but valid.
    head("PayPal", "paypal-errors", "  code_style: SCREAMING_SNAKE_CASE\n") + "envelope: {within: null, code: name}\n"
}

pub(super) fn pyspark() -> String {
    // Some have a dot in them.
    head("PySpark", "pyspark-errors", "  code_style: any\n  open: false\n")
        + "envelope: {within: null, code: errorClass, message: text, fields: messageParameters}\n"
}

pub(super) fn wechatpy() -> String {
    // They are numbers, some of them negative.
    head("微信公众平台", "wechatpy-errors", "  code_style: any\n")
        + "envelope: {within: null, code: errcode, message: errmsg}\n"
}
