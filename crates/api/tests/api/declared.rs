//! The limits that the OpenAPI document declares for requests are those of the request types: every limit is exceeded by
//! one and reached exactly, and every object is also sent as an array.

use qabul_domain::procedures::master_exam::MasterExamEvent;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::interface::{document, operations};
use crate::support::{AYSEL, Browser, TestApp};

/// What a value is tried for.
#[derive(Clone, Copy, PartialEq)]
enum Try {
    /// One beyond a declared limit: refused.
    Beyond,
    /// As far as the document allows: passes, otherwise a limit runs that is not declared.
    Within,
    /// A list for an object: refused.
    List,
}

/// What is told of a member beyond a limit.
const LIMIT_CODES: [&str; 6] =
    ["fieldTooLong", "listTooLong", "fieldOutOfRange", "amountRange", "limitOutOfRange", "fieldUnreadable"];

/// Whether an answer tells that this member is beyond a limit.
fn beyond_limits(answer: &Value, pointer: &str) -> bool {
    let told = |error: &Value| {
        let code = error["code"].as_str().unwrap();
        error["pointer"] == pointer && LIMIT_CODES.contains(&code) && !error["text"].as_str().unwrap().contains('{')
    };
    answer["errors"].as_array().is_some_and(|errors| errors.iter().any(told))
}

/// Resolves references of the document.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(to) => resolved(document, document.pointer(to.trim_start_matches('#')).unwrap()),
        None => schema,
    }
}

/// The alternatives of a schema other than null; the schema itself if there are none.
fn alternatives<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let schema = resolved(document, schema);
    match schema["oneOf"].as_array() {
        Some(several) => {
            several.iter().filter(|one| one["type"] != "null").flat_map(|one| alternatives(document, one)).collect()
        }
        None => vec![schema],
    }
}

fn is(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.contains(&kind.into()))
}

/// A small value that a schema allows, with only the required fields.
fn smallest(document: &Value, schema: &Value) -> Value {
    let schema = alternatives(document, schema)[0];
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    if is(schema, "object") {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let member = |name: &&str| ((*name).to_owned(), smallest(document, &schema["properties"][*name]));
        return Value::Object(required.iter().map(member).collect::<Map<_, _>>());
    }
    match () {
        () if is(schema, "array") => json!([]),
        () if is(schema, "boolean") => json!(true),
        () if is(schema, "integer") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        () if schema["format"] == "uuid" => json!("01a1fc50-115c-7000-8e61-bbab087f39c1"),
        () if schema["format"] == "date-time" => json!("2026-12-01T10:00:00Z"),
        () => json!("x"),
    }
}

/// Bodies with one member tried in it: every limit, exceeded and reached, and every object.
fn tried(document: &Value, schema: &Value) -> Vec<(Value, String, Try)> {
    let mut found = Vec::new();
    for schema in alternatives(document, schema) {
        let mut members = Vec::new();
        walk(document, schema, "", &mut members);
        for (pointer, value, why) in members {
            let mut body = smallest(document, schema);
            put(&mut body, &pointer, value);
            found.push((body, pointer, why));
        }
    }
    found
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let mut at = body;
    for part in pointer.split('/').skip(1) {
        at = match at {
            Value::Array(items) => {
                if items.is_empty() {
                    items.push(Value::Null);
                }
                &mut items[0]
            }
            other => &mut other[part],
        };
    }
    *at = value;
}

fn walk(document: &Value, schema: &Value, pointer: &str, into: &mut Vec<(String, Value, Try)>) {
    let schemas = alternatives(document, schema);
    for schema in schemas {
        let mut add = |value: Value, why| into.push((pointer.to_owned(), value, why));
        if let Some(most) = schema["maxLength"].as_u64() {
            add("ş".repeat(most as usize + 1).into(), Try::Beyond);
            add("ş".repeat(most as usize).into(), Try::Within);
        }
        if let Some(most) = schema["maxItems"].as_u64() {
            add(vec!["x"; most as usize + 1].into(), Try::Beyond);
            add(vec!["x"; most as usize].into(), Try::Within);
        }
        if is(schema, "integer") {
            // Without a declared limit the format is the limit.
            let (least, most) = match schema["format"].as_str() {
                Some("int32") => (i32::MIN.into(), i32::MAX.into()),
                _ => (i64::MIN, i64::MAX),
            };
            for (limit, format, step) in [("maximum", most, 1), ("minimum", least, -1)] {
                let limit = schema[limit].as_i64();
                limit.into_iter().for_each(|limit| add((limit + step).into(), Try::Beyond));
                add(limit.unwrap_or(format).into(), Try::Within);
            }
        }
        if is(schema, "object") {
            // `serde` would accept the values in the order of the fields.
            let object = smallest(document, schema);
            let list: Vec<Value> = object.as_object().into_iter().flatten().map(|(_, value)| value.clone()).collect();
            add(list.into(), Try::List);
            add(json!([]), Try::List);
            for (name, member) in schema["properties"].as_object().into_iter().flatten() {
                walk(document, member, &format!("{pointer}/{name}"), into);
            }
        }
        if is(schema, "array") {
            walk(document, &schema["items"], &format!("{pointer}/0"), into);
        }
    }
}

const HEADERS: [(&str, &str); 2] = [("if-match", "\"0\""), ("idempotency-key", "0123456789abcdef")];

async fn ask(
    browser: &mut Browser<'_>,
    method: &Method,
    path: &str,
    body: Option<Value>,
    token: &str,
) -> crate::support::Answer {
    browser.token = Some(token.to_owned());
    browser.send(method.clone(), &path.replace("{id}", "01a1fc50-115c-7000-8e61-bbab087f39c1"), body, &HEADERS).await
}

#[tokio::test]
async fn the_limits_of_a_body_that_are_declared_are_those_that_run_and_name_their_field() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let token = browser.token.clone().unwrap();
    let document = document();
    let (mut limits, mut reached, mut lists) = (0, 0, 0);
    for (method, path, operation) in operations(&document) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if !schema.is_object() {
            continue;
        }
        for (body, pointer, why) in tried(&document, schema) {
            // A clock set a year on would end the session.
            if why == Try::Within && path.ends_with("/clock") {
                continue;
            }
            let answer = ask(&mut browser, &method, &path, Some(body.clone()), &token).await;
            let told = format!("{method} {path} {pointer} in {body}: {}", answer.body);
            if why == Try::Within {
                assert!(answer.status != 401 || answer.text("/code") != "signInRequired", "{told}");
                assert!(!beyond_limits(&answer.body, &pointer), "a limit runs that is not declared: {told}");
                reached += 1;
                continue;
            }
            assert_eq!((answer.status, answer.text("/code")), (422, "validation"), "{told}");
            assert!(beyond_limits(&answer.body, &pointer), "{told}");
            if why == Try::Beyond { limits += 1 } else { lists += 1 }
        }
    }
    assert!(limits > 60 && reached > 60 && lists > 60, "{limits} limits, {reached} reached, {lists} lists");
    app.end().await;
}

#[tokio::test]
async fn every_limit_of_a_query_or_a_header_that_is_declared_is_held() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let token = browser.token.clone().unwrap();
    let document = document();
    let (mut queries, mut keys) = (0, 0);
    for (method, path, operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            if parameter["in"] == "header" && name == "Idempotency-Key" {
                let [fewest, most] =
                    ["minLength", "maxLength"].map(|limit| parameter["schema"][limit].as_u64().unwrap() as usize);
                let body = smallest(&document, &operation["requestBody"]["content"]["application/json"]["schema"]);
                for length in [fewest - 1, most + 1] {
                    let path = path.replace("{id}", "01a1fc50-115c-7000-8e61-bbab087f39c1");
                    let key = "k".repeat(length);
                    let headers = [("if-match", "\"0\""), ("idempotency-key", key.as_str())];
                    browser.token = Some(token.clone());
                    let answer = browser.send(method.clone(), &path, Some(body.clone()), &headers).await;
                    assert_eq!(
                        answer.text("/code"),
                        "idempotencyKeyRequired",
                        "{method} {path} {length}: {}",
                        answer.body
                    );
                    keys += 1;
                }
            }
            if parameter["in"] != "query" {
                continue;
            }
            let mut limits = Vec::new();
            walk(&document, &parameter["schema"], "", &mut limits);
            for (_, value, why) in limits {
                let text = match &value {
                    Value::String(text) => text.clone(),
                    Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
                    other => other.to_string(),
                };
                let answer = ask(&mut browser, &method, &format!("{path}?{name}={text}"), None, &token).await;
                let told = format!("{path}?{name}={text}: {}", answer.body);
                assert_eq!(beyond_limits(&answer.body, &format!("/{name}")), why == Try::Beyond, "{told}");
                assert!(answer.status == 422 || why != Try::Beyond, "{told}");
                queries += u32::from(why == Try::Beyond);
            }
        }
    }
    assert!(queries >= 10 && keys >= 6, "{queries} limits of queries, {keys} of keys");
    app.end().await;
}

/// A text without a limit could be as long as the whole body.
#[test]
fn every_text_a_caller_may_send_has_a_declared_limit() {
    fn texts(document: &Value, schema: &Value, pointer: &str, into: &mut Vec<String>) {
        for schema in alternatives(document, schema) {
            let closed =
                schema.get("enum").is_some() || schema.get("format").is_some() || schema.get("maxLength").is_some();
            if is(schema, "string") && !closed {
                into.push(pointer.to_owned());
            }
            for (name, member) in schema["properties"].as_object().into_iter().flatten() {
                texts(document, member, &format!("{pointer}/{name}"), into);
            }
            if is(schema, "array") {
                assert!(schema.get("maxItems").is_some(), "{pointer} has no end");
            }
        }
    }
    let document = document();
    for (method, path, operation) in operations(&document) {
        let mut endless = Vec::new();
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        texts(&document, schema, "", &mut endless);
        for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query") {
            texts(&document, &parameter["schema"], parameter["name"].as_str().unwrap(), &mut endless);
        }
        assert!(endless.is_empty(), "{method} {path}: {endless:?}");
    }
}

#[tokio::test]
async fn lists_pass_for_objects_nowhere() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let id = super::applications::opened(&mut browser).await;
    let token = browser.token.clone().unwrap();
    for (method, path, body) in [
        (Method::POST, "/api/v1/sessions".to_owned(), json!([AYSEL.email, crate::support::PASSWORD])),
        (Method::POST, format!("/api/v1/applications/{id}/confirm"), json!([5000, true])),
        (Method::POST, format!("/api/v1/applications/{id}/events"), json!(["send"])),
        (Method::POST, "/api/v1/wallet/top-ups".to_owned(), json!([5000, null])),
        (Method::PUT, format!("/api/v1/applications/{id}/answers"), json!(["masterExam.exam", {}])),
        (
            Method::PUT,
            format!("/api/v1/applications/{id}/answers"),
            json!({ "answers": ["az", "en", "none"], "step": "masterExam.exam" }),
        ),
        (
            Method::PUT,
            format!("/api/v1/applications/{id}/answers"),
            json!({ "step": "masterExam.education", "answers": { "manual": [] } }),
        ),
    ] {
        let answer = ask(&mut browser, &method, &path, Some(body.clone()), &token).await;
        assert_eq!((answer.status, answer.text("/code")), (422, "validation"), "{body}: {}", answer.body);
    }
    // `serde` itself accepts this, so the portal's reader must refuse it.
    assert!(
        serde_json::from_str::<MasterExamEvent>(r#"["confirm"]"#).is_ok(),
        "if `serde` refuses it, the check may go"
    );
    app.end().await;
}
