use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::*;

const NOW: Micros = Micros(1_790_000_000_000_000);
const SEED: [u8; 32] = [7; 32];

fn tokens() -> Tokens {
    Tokens::new(&SEED, None)
}

fn good(tokens: &Tokens) -> String {
    tokens.issue(Uuid::from_u128(1), Uuid::from_u128(2), "applicant", Uuid::from_u128(3), NOW).unwrap().0
}

#[test]
fn a_token_is_read_until_its_last_second_and_not_after() {
    let tokens = tokens();
    let token = good(&tokens);
    assert_eq!(tokens.read(&token, NOW).unwrap().sub, Uuid::from_u128(1));
    assert!(tokens.read(&token, NOW.plus_seconds(ACCESS_SECONDS - 1)).is_some());
    assert!(tokens.read(&token, NOW.plus_seconds(ACCESS_SECONDS)).is_none());
    assert!(tokens.read(&token, NOW.plus_seconds(-5)).is_some(), "another node's clock is a little behind");
    assert!(tokens.read(&token, NOW.plus_seconds(-6)).is_none(), "the start has five seconds of grace and no more");
}

#[test]
fn after_a_change_of_key_the_tokens_of_the_one_before_are_read_and_none_is_issued_with_it() {
    let (before, after, later) = (tokens(), Tokens::new(&[8; 32], Some(&SEED)), Tokens::new(&[9; 32], Some(&[8; 32])));
    let (old, new) = (good(&before), good(&after));
    assert!(after.read(&old, NOW).is_some() && after.read(&new, NOW).is_some());
    assert!(before.read(&new, NOW).is_none(), "signed with the new key");
    assert!(later.read(&old, NOW).is_none(), "two keys and no more");
    assert!(later.read(&new, NOW).is_some());
    // The key id of the previous key with a signature of another key.
    let (header, claims) = halves(&before);
    assert!(after.read(&signed_with(&[5; 32], &header, &claims), NOW).is_none());
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Header and claims of a valid token, to be modified.
fn halves(tokens: &Tokens) -> (Value, Value) {
    let token = good(tokens);
    let mut parts = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap_or_default());
    let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (next(), next())
}

/// Signed with the correct key: only the content is wrong.
fn signed(header: &Value, claims: &Value) -> String {
    signed_with(&SEED, header, claims)
}

fn signed_with(seed: &[u8; 32], header: &Value, claims: &Value) -> String {
    let text = format!("{}.{}", part(header), part(claims));
    let signature = SigningKey::from_bytes(seed).sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn hmac(key: &[u8], header: &Value, claims: &Value) -> String {
    let text = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn with(value: &Value, name: &str, to: Value) -> Value {
    let mut value = value.clone();
    value[name] = to;
    value
}

fn without(value: &Value, name: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().remove(name);
    value
}

#[test]
fn the_forgers_own_tools_make_a_good_token_when_nothing_is_bent() {
    let tokens = tokens();
    let (header, claims) = halves(&tokens);
    assert!(tokens.read(&signed(&header, &claims), NOW).is_some(), "or the table below would prove nothing");
}

#[test]
fn s3_more_than_forty_forged_tokens_are_refused() {
    let tokens = tokens();
    let (header, claims) = halves(&tokens);
    let public = SigningKey::from_bytes(&SEED).verifying_key().to_bytes();
    let token = good(&tokens);
    let [head, body, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let hs = |alg: &str| with(&header, "alg", json!(alg));
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(public));
    let second = NOW.0 / Micros::SECOND;
    let kid = |text: &str| signed(&with(&header, "kid", json!(text)), &claims);
    let head_with = |name: &str, to: Value| signed_with(&[8; 32], &with(&header, name, to), &claims);
    let claim = |name: &str, to: Value| signed(&header, &with(&claims, name, to));
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode([9; 32]) });
    let mut cut = signature.to_owned();
    cut.pop();
    let cases: Vec<(&str, String)> = vec![
        // No signature, or one that is not accepted.
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
        ("one part", head.to_owned()),
        ("two parts", format!("{head}.{body}")),
        ("empty signature", format!("{head}.{body}.")),
        ("four parts", format!("{token}.{signature}")),
        ("alg none", format!("{}.{body}.", part(&hs("none")))),
        ("alg None", format!("{}.{body}.", part(&hs("None")))),
        ("alg NONE with a signature", format!("{}.{body}.{signature}", part(&hs("NONE")))),
        ("alg empty", format!("{}.{body}.{signature}", part(&hs("")))),
        ("no alg", format!("{}.{body}.{signature}", part(&without(&header, "alg")))),
        ("cut signature", format!("{head}.{body}.{cut}")),
        ("zero signature", format!("{head}.{body}.{}", URL_SAFE_NO_PAD.encode([0; 64]))),
        ("padded", format!("{head}=.{body}.{signature}")),
        // Another algorithm, with the public key as its secret.
        ("HS256 with the public key", hmac(&public, &hs("HS256"), &claims)),
        ("HS256 with the public key as PEM", hmac(pem.as_bytes(), &hs("HS256"), &claims)),
        ("HS256 with an empty secret", hmac(b"", &hs("HS256"), &claims)),
        ("HS256 with the key id", hmac(header["kid"].as_str().unwrap().as_bytes(), &hs("HS256"), &claims)),
        ("HS384", hmac(&public, &hs("HS384"), &claims)),
        ("RS256", signed(&hs("RS256"), &claims)),
        ("ES256", signed(&hs("ES256"), &claims)),
        ("PS512", signed(&hs("PS512"), &claims)),
        // A key chosen by the caller.
        ("kid of a path", kid("../../dev/null")),
        ("kid of SQL", kid("' or 1=1 --")),
        ("kid of a command", kid("key|id")),
        ("kid empty", kid("")),
        ("kid absent", signed(&without(&header, "kid"), &claims)),
        ("kid a number", format!("{}.{body}.{signature}", part(&with(&header, "kid", json!(1))))),
        ("jku", head_with("jku", json!("https://evil.example/keys.json"))),
        ("x5u", head_with("x5u", json!("https://evil.example/cert.pem"))),
        ("jwk", head_with("jwk", jwk)),
        ("x5c", head_with("x5c", json!([STANDARD.encode([9; 32])]))),
        ("crit", head_with("crit", json!(["exp"]))),
        ("another environment's key", good(&Tokens::new(&[8; 32], None))),
        ("another key under our id", signed_with(&[8; 32], &header, &claims)),
        // Another kind of token.
        ("type JWT", signed(&with(&header, "typ", json!("JWT")), &claims)),
        ("type of a refresh token", signed(&with(&header, "typ", json!("rt+jwt")), &claims)),
        ("no type", signed(&without(&header, "typ"), &claims)),
        ("a refresh token", URL_SAFE_NO_PAD.encode([5; 32])),
        // Claims.
        ("another body", format!("{head}.{}.{signature}", part(&json!({ "sub": "x" })))),
        ("a role made greater", format!("{head}.{}.{signature}", part(&with(&claims, "role", json!("examCentre"))))),
        ("another audience", claim("aud", json!("qabul-desk"))),
        ("no audience", signed(&header, &without(&claims, "aud"))),
        ("another issuer", claim("iss", json!("qabul-test"))),
        ("no issuer", signed(&header, &without(&claims, "iss"))),
        ("ended this second", claim("exp", json!(second))),
        ("ended a second ago", claim("exp", json!(second - 1))),
        ("begins a second after the skew", claim("nbf", json!(second + SKEW_SECONDS + 1))),
        ("no end", signed(&header, &without(&claims, "exp"))),
        ("no beginning", signed(&header, &without(&claims, "nbf"))),
        ("an end in words", claim("exp", json!("never"))),
        ("a negative end", claim("exp", json!(-1))),
        ("an end beyond numbers", claim("exp", json!(1e300))),
        ("no account", signed(&header, &without(&claims, "sub"))),
        ("an account in words", claim("sub", json!("admin"))),
        ("no session", signed(&header, &without(&claims, "sid"))),
        ("claims that are a list", signed(&header, &json!([claims.clone()]))),
        ("spaces around", format!(" {token} ")),
    ];
    assert!(cases.len() >= 40, "{}", cases.len());
    for (name, forged) in cases {
        assert!(tokens.read(&forged, NOW).is_none(), "{name} must be refused");
    }
}
