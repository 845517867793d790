//! Checks that `openapi/registries.json` and the simulator agree: every example is sent and its answer compared.
#![allow(clippy::unwrap_used, reason = "a test program")]

mod support;

use serde_json::{Value, json};
use support::{Receiver, World, world};

fn contract() -> Value {
    serde_json::from_str(include_str!("../../../openapi/registries.json")).unwrap()
}

/// Resolves `$ref` inside the document.
fn resolved<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    match node["$ref"].as_str() {
        Some(reference) => resolved(document, document.pointer(reference.trim_start_matches('#')).unwrap()),
        None => node,
    }
}

/// Checks required members, constants, enums and types, on which a reader of an answer relies.
fn check(document: &Value, schema: &Value, value: &Value, place: &str) {
    let schema = resolved(document, schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check(document, part, value, place);
    }
    if let Some(choices) = schema["oneOf"].as_array().filter(|choices| choices.iter().any(|c| c["type"] == "null")) {
        if !value.is_null() {
            check(document, &choices[0], value, place);
        }
        return;
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(name).is_some(), "{place}: {name} is missing");
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(given) = value.get(name) {
            check(document, member, given, &format!("{place}/{name}"));
        }
    }
    for item in value.as_array().into_iter().flatten() {
        check(document, &schema["items"], item, &format!("{place}[]"));
    }
    if let Some(choices) = schema["enum"].as_array() {
        assert!(choices.contains(value), "{place}: {value} is none of {choices:?}");
    }
    let fits = |kind: &Value| match kind.as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        Some("boolean") => value.is_boolean(),
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("null") => value.is_null(),
        _ => true,
    };
    let fine = schema["type"].as_array().map_or_else(|| fits(&schema["type"]), |kinds| kinds.iter().any(fits));
    assert!(fine, "{place}: {value} has a wrong type");
}

/// The status for which the operation has an example with this name, and the schema of that answer.
fn expected<'a>(document: &'a Value, operation: &'a Value, example: &str) -> (u16, &'static str, &'a Value) {
    for (status, response) in operation["responses"].as_object().unwrap() {
        for kind in ["application/json", "application/problem+json"] {
            let content = &resolved(document, response)["content"][kind];
            if content["examples"].get(example).is_some() {
                return (status.parse().unwrap(), kind, &content["schema"]);
            }
        }
    }
    panic!("no answer shows the example {example}");
}

struct Client<'a> {
    world: &'a World,
    http: reqwest::Client,
}

impl Client<'_> {
    async fn send(&self, method: &str, path: &str, secret: Option<&str>, body: Option<&Value>) -> (u16, String, Value) {
        let method = method.to_uppercase().parse().unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.world.simulator.http_url));
        if let Some(secret) = secret {
            request = request.bearer_auth(secret);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (response.status().as_u16(), kind, response.json().await.unwrap())
    }

    /// Sends a request and compares the answer with the contract's example of this name.
    async fn walk(
        &self,
        document: &Value,
        operation: &Value,
        method: &str,
        path: &str,
        name: &str,
        body: Option<&Value>,
    ) -> Value {
        let place = format!("{method} {path} {name}");
        let (status, kind, schema) = expected(document, operation, name);
        let (got, got_kind, answer) = self.send(method, path, Some(qabul_simulator::DEMO_SECRET), body).await;
        assert_eq!((got, got_kind.as_str()), (status, kind), "{place}: {answer}");
        check(document, schema, &answer, &place);
        answer
    }
}

fn client(world: &World) -> Client<'_> {
    Client { world, http: reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap() }
}

#[tokio::test]
async fn every_example_of_every_operation_gets_the_answer_the_contract_shows() {
    let document = contract();
    let world = world().await;
    let client = client(&world);
    let mut walked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(operation) = operations.get("post") else { continue };
        let examples = operation["requestBody"]["content"]["application/json"]["examples"].as_object().unwrap();
        for (name, example) in examples {
            client.walk(&document, operation, "post", path, name, Some(&example["value"])).await;
            walked += 1;
        }
    }
    // The order's id is assigned by the provider, so the GET uses the link of the contract.
    let path = "/payments/v1/orders/{providerId}";
    let operation = &document["paths"][path]["get"];
    let opened = world.simulator.handle.orders().remove(0).provider_id;
    client.walk(&document, operation, "get", &path.replace("{providerId}", &opened), "opened", None).await;
    client.walk(&document, operation, "get", &path.replace("{providerId}", "ord-unknown"), "unknown", None).await;
    assert!(walked >= 20, "{walked}");
}

#[tokio::test]
async fn every_operation_asks_for_the_secret_and_refuses_a_broken_question_with_a_problem() {
    let document = contract();
    let world = world().await;
    let client = client(&world);
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let refused = |status: &str| {
                &resolved(&document, &operation["responses"][status])["content"]["application/problem+json"]["schema"]
            };
            for secret in [None, Some("another")] {
                let (status, kind, answer) = client.send(method, path, secret, Some(&json!({}))).await;
                assert_eq!((status, kind.as_str()), (401, "application/problem+json"), "{method} {path}");
                check(&document, refused("401"), &answer, path);
            }
            if method == "post" {
                for broken in [json!({}), json!({"fin": "5NM1A2C", "surplus": 1}), json!([]), json!({"fin": "io"})] {
                    let secret = Some(qabul_simulator::DEMO_SECRET);
                    let (status, kind, answer) = client.send(method, path, secret, Some(&broken)).await;
                    assert_eq!((status, kind.as_str()), (400, "application/problem+json"), "{path} {broken}");
                    check(&document, refused("400"), &answer, path);
                }
            }
        }
    }
}

#[tokio::test]
async fn call_backs_carry_the_headers_and_members_the_contract_names() {
    let document = contract();
    let world = world().await;
    let receiver = Receiver::start(&[]).await;
    let client = client(&world);
    let operation = &document["paths"]["/payments/v1/orders"]["post"];
    let mut order = operation["requestBody"]["content"]["application/json"]["examples"]["opened"]["value"].clone();
    order["callbackUrl"] = json!(receiver.url);
    let opened = client.walk(&document, operation, "post", "/payments/v1/orders", "opened", Some(&order)).await;
    let id = opened["providerId"].as_str().unwrap();
    world.simulator.handle.settle(id, qabul_simulator::Act::Pay).await;
    world.simulator.handle.reverse(id).await;

    let call = &operation["callbacks"]["paymentEvent"]["{$request.body#/callbackUrl}"]["post"];
    let schema = &call["requestBody"]["content"]["application/json"]["schema"];
    let received = receiver.received();
    assert_eq!(received.len(), 2);
    for received in received {
        check(&document, schema, &serde_json::from_slice(&received.body).unwrap(), "callback");
        assert!(received.timestamp.bytes().all(|byte| byte.is_ascii_digit()) && !received.timestamp.is_empty());
        let digits = received.signature.strip_prefix("v1=").unwrap();
        assert!(digits.len() == 64 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    }
}

#[test]
fn every_operation_is_described_and_names_its_faults() {
    let document = contract();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            assert!(
                operation["operationId"].is_string() && operation["description"].as_str().unwrap().len() > 40,
                "{path}"
            );
            for status in ["401", "429", "500", "503"] {
                let response = resolved(&document, &operation["responses"][status]);
                assert!(response["content"].get("application/problem+json").is_some(), "{path} {status}");
            }
        }
    }
}
