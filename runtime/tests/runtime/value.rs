//! `Value`: any JSON, in and out.

use errbook::__private::FieldValue;
use errbook::{Timestamp, Value};

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn json_comes_back_as_it_was() {
    for json in [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        r#""""#,
        r#""a\"\\\n\u0000é😀""#,
        "[]",
        "{}",
        r#"[1,[2,[3,{"a":[]}]]]"#,
        r#"{"b":1,"a":2,"b":3}"#,
    ] {
        assert_eq!(value(json).to_string(), json);
        assert_eq!(serde_json::to_string(&value(json)).unwrap(), json);
    }
}

#[test]
fn numbers_have_their_types() {
    assert_eq!(value("18446744073709551615"), Value::Integer(u64::MAX.into()));
    assert_eq!(value("18446744073709551616"), Value::Number(18_446_744_073_709_551_616.0));
    assert_eq!(value("1.0"), Value::Number(1.0));
    assert_eq!(value("-0"), Value::Number(-0.0));

    let two_53 = 9_007_199_254_740_992.0;
    for (value, signed, unsigned) in [
        (Value::from(i64::MIN), Some(i64::MIN), None),
        (Value::from(u64::MAX), None, Some(u64::MAX)),
        (Value::from(-3.0), Some(-3), None),
        (Value::from(-0.0), Some(0), Some(0)),
        (Value::from(two_53), Some(1 << 53), Some(1 << 53)),
        (Value::from(two_53 + 2.0), None, None),
        (Value::from(3.5), None, None),
        (Value::from(f64::NAN), None, None),
        (Value::from(f64::INFINITY), None, None),
        (Value::Integer(i128::MAX), None, None),
        (Value::from("3"), None, None),
        (Value::from(true), None, None),
        (Value::Null, None, None),
    ] {
        assert_eq!((value.as_i64(), value.as_u64()), (signed, unsigned), "{value:?}");
    }
}

#[test]
fn json_has_no_nan() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(Value::from(number).to_string(), "null");
    }
    assert_eq!(Value::Integer(i128::MIN).to_string(), i128::MIN.to_string());
}

#[test]
fn a_number_in_disguise_is_a_number() {
    // The numbers of `serde_json` if another crate in the build enables `arbitrary_precision`.
    let disguised = |digits: &str| value(&format!(r#"{{"$serde_json::private::Number":"{digits}"}}"#));
    assert_eq!(disguised("12"), Value::from(12));
    assert_eq!(disguised("-1.5e3"), Value::from(-1500.0));
    assert_eq!(disguised("18446744073709551616"), Value::from(18_446_744_073_709_551_616.0));
    assert!(matches!(disguised("many"), Value::Object(_)));
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(value(&nested(127)).to_string(), nested(127));
    for levels in [128, 10_000] {
        assert!(serde_json::from_str::<Value>(&nested(levels)).is_err());
    }
}

#[test]
fn parts_are_got() {
    let value = value(r#"{"a":[1,"x",true,null,2.5],"a":{"b":7}}"#);
    assert_eq!(value.get("a").and_then(|a| a.get("b")).and_then(Value::as_u64), Some(7));
    assert_eq!(value.get("c"), None);
    assert_eq!(Value::from(1).get("a"), None);
    assert_eq!(value.as_list(), None);
    assert_eq!(Value::default(), Value::Null);
    assert_eq!(Value::from(vec![Value::from(1_u32), Value::from("x".to_owned())]).as_list().map(<[_]>::len), Some(2));
}

#[test]
fn reading_a_member_of_another_type_gives_an_empty_one() {
    let odd = || Value::from(vec![Value::from(-1)]);
    assert!(!bool::from_value(odd()));
    assert_eq!(i64::from_value(odd()), 0);
    assert_eq!(u64::from_value(odd()), 0);
    assert_eq!(f64::from_value(odd()).to_bits(), 0);
    assert_eq!(String::from_value(odd()), "");
    assert_eq!(Vec::<String>::from_value(Value::Null), Vec::<String>::new());
    assert_eq!(Vec::<i64>::from_value(odd()), [-1]);
    assert_eq!(Option::<Vec<i64>>::from_value(odd()), Some(vec![-1]));
    // On the wire `null` counts as absent, also for the type `any`.
    assert_eq!(Option::<Value>::from_value(Value::Null), None);
    assert_eq!(Timestamp::from_value(odd()).as_str(), "1970-01-01T00:00:00Z");
    assert_eq!(errbook::RetryAfter::from_value(odd()), errbook::RetryAfter::default());
    assert_eq!(errbook::HttpDate::from_value(odd()), errbook::HttpDate::default());
    // This way does not allow a second header line either.
    assert_eq!(errbook::HeaderText::from_value(Value::from("a\r\nb")).as_str(), "");
}
