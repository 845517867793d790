//! What the OpenAPI document declares of a request is held: every limit is exceeded by one, every object is sent as a list.

use qabul_domain::procedures::master_exam::MasterExamEvent;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::interface::{document, operations};
use crate::support::{AYSEL, Browser, TestApp};

/// One limit of a request: where it stands, and a value beyond it.
struct Limit {
    pointer: String,
    beyond: Value,
}

/// Follows references of the document.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(to) => resolved(document, document.pointer(to.trim_start_matches('#')).unwrap()),
        None => schema,
    }
}

/// The alternatives of a schema that are not null; itself where there are none.
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

/// A small value a schema allows; only what is required.
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

/// A body with one limit exceeded in it, for every limit; and one with a list for an object, for every object.
fn exceeded(document: &Value, schema: &Value) -> Vec<(Value, Limit, bool)> {
    let mut found = Vec::new();
    for schema in alternatives(document, schema) {
        let mut leaves = Vec::new();
        walk(document, schema, "", &mut leaves);
        for (pointer, beyond, is_limit) in leaves {
            let mut body = smallest(document, schema);
            put(&mut body, &pointer, beyond.clone());
            found.push((body, Limit { pointer, beyond }, is_limit));
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

fn walk(document: &Value, schema: &Value, pointer: &str, into: &mut Vec<(String, Value, bool)>) {
    let schemas = alternatives(document, schema);
    for schema in schemas {
        if let Some(most) = schema["maxLength"].as_u64() {
            into.push((pointer.to_owned(), "ş".repeat(most as usize + 1).into(), true));
        }
        if let Some(most) = schema["maxItems"].as_u64() {
            into.push((pointer.to_owned(), vec!["x"; most as usize + 1].into(), true));
        }
        if let Some(most) = schema["maximum"].as_i64() {
            into.push((pointer.to_owned(), (most + 1).into(), true));
        }
        if let Some(least) = schema["minimum"].as_i64() {
            into.push((pointer.to_owned(), (least - 1).into(), true));
        }
        if is(schema, "object") {
            // `serde` takes the values in the order of the fields.
            let object = smallest(document, schema);
            let list: Vec<Value> = object.as_object().into_iter().flatten().map(|(_, value)| value.clone()).collect();
            into.push((pointer.to_owned(), list.into(), false));
            into.push((pointer.to_owned(), json!([]), false));
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
async fn every_limit_of_a_body_that_is_declared_is_held_and_names_its_field() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let token = browser.token.clone().unwrap();
    let document = document();
    let (mut limits, mut lists) = (0, 0);
    for (method, path, operation) in operations(&document) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if !schema.is_object() {
            continue;
        }
        for (body, limit, is_limit) in exceeded(&document, schema) {
            let answer = ask(&mut browser, &method, &path, Some(body.clone()), &token).await;
            let told = format!("{method} {path} {} = {}: {}", limit.pointer, limit.beyond, answer.body);
            assert_eq!((answer.status, answer.text("/code")), (422, "validation"), "{told}");
            let named = |error: &Value| {
                error["pointer"] == limit.pointer.as_str() && !error["text"].as_str().unwrap().contains('{')
            };
            assert!(answer.body["errors"].as_array().unwrap().iter().any(named), "{told}");
            if is_limit { limits += 1 } else { lists += 1 }
        }
    }
    assert!(limits > 60 && lists > 60, "{limits} limits, {lists} lists");
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
            for (_, beyond, _) in limits {
                let text = match &beyond {
                    Value::String(text) => text.clone(),
                    Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
                    other => other.to_string(),
                };
                let answer = ask(&mut browser, &method, &format!("{path}?{name}={text}"), None, &token).await;
                assert_eq!(answer.status, 422, "{path}?{name}={text}: {}", answer.body);
                assert!(answer.text("/errors/0/pointer").starts_with(&format!("/{name}")), "{}", answer.body);
                queries += 1;
            }
        }
    }
    assert!(queries >= 10 && keys >= 6, "{queries} limits of queries, {keys} of keys");
    app.end().await;
}

/// A text without a limit would be as long as a body may be.
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
    // The same mistake `serde` makes: it is the reader that must not.
    assert!(
        serde_json::from_str::<MasterExamEvent>(r#"["confirm"]"#).is_ok(),
        "if `serde` refuses it, the check may go"
    );
    app.end().await;
}
