//! A person's browser: cookies, access token, language. One method per endpoint; results are returned unchecked.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use qabul_contract::paths;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

/// A key for a new operation.
pub fn fresh_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("test-key-{:012}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What came back.
#[derive(Clone)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as it came.
    pub bytes: Vec<u8>,
    /// Body as JSON; `null` if it is not JSON.
    pub body: Value,
}

impl Answer {
    /// Fails the test unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// Fails the test unless it is a problem with this status and code, in Azerbaijani and without personal data.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Answer {
        assert_eq!((self.status, self.text("/code")), (status, code), "{}", self.body);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.text("/type"), format!("/problems/{code}"));
        assert!(!self.text("/title").is_empty() && self.text("/title") != format!("problems.{code}"));
        assert!(!self.text("/traceId").is_empty());
        self
    }

    /// A text in the body, by JSON pointer; empty if there is none.
    pub fn text(&self, pointer: &str) -> &str {
        self.body.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// A whole number in the body, by JSON pointer.
    #[track_caller]
    pub fn number(&self, pointer: &str) -> i64 {
        self.body.pointer(pointer).and_then(Value::as_i64).unwrap_or_else(|| panic!("no {pointer} in {}", self.body))
    }

    /// The rows of a list.
    #[track_caller]
    pub fn items(&self) -> &[Value] {
        self.body["items"].as_array().unwrap_or_else(|| panic!("no items in {}", self.body))
    }

    /// A header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The ETag without its quotes.
    pub fn etag(&self) -> String {
        self.header("etag").trim_matches('"').to_owned()
    }
}

/// See the module.
#[derive(Clone)]
pub struct Browser<'a> {
    url: &'a str,
    client: &'a reqwest::Client,
    /// Cookies by name.
    pub cookies: BTreeMap<String, String>,
    /// Access token.
    pub token: Option<String>,
    /// `Accept-Language`.
    pub lang: &'static str,
    /// Whether it sends the header that only the portal's own pages can send.
    pub own_page: bool,
    /// Network it comes from, as reported by a trusted proxy.
    pub network: Option<String>,
}

impl<'a> Browser<'a> {
    /// A browser for the server at an address, for a server in a separate process.
    pub fn new(url: &'a str, client: &'a reqwest::Client) -> Browser<'a> {
        Browser { url, client, cookies: BTreeMap::new(), token: None, lang: "az", own_page: true, network: None }
    }

    /// Sends a request and keeps cookies and a new access token.
    pub async fn send(&mut self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request =
            self.client.request(method, format!("{}{path}", self.url)).header("accept-language", self.lang);
        if self.own_page {
            request = request.header("x-qabul", "1").header("sec-fetch-site", "same-origin");
        }
        if let Some(network) = &self.network {
            request = request.header("x-forwarded-for", network);
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("a whole body").to_vec();
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        for cookie in headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie in ASCII");
            let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("name=value");
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if status == 201
            && let Some(token) = body["accessToken"].as_str()
        {
            self.token = Some(token.to_owned());
        }
        Answer { status, headers, bytes, body }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }
    async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }
    async fn registration(&mut self, step: &str, body: Value) -> Answer {
        self.post(&format!("{}/{step}", paths::REGISTRATION), body).await
    }

    // registrations
    pub async fn start_registration(&mut self, way_in: &str) -> Answer {
        self.post(paths::REGISTRATIONS, json!({ "wayIn": way_in })).await
    }
    pub async fn show_registration(&mut self) -> Answer {
        self.get(paths::REGISTRATION).await
    }
    pub async fn give_up_registration(&mut self) -> Answer {
        self.send(Method::DELETE, paths::REGISTRATION, None, &[]).await
    }
    pub async fn check_identity(&mut self, fin: &str, born: &str) -> Answer {
        self.registration("identity", json!({ "fin": fin, "birthDate": born })).await
    }
    pub async fn check_permit(&mut self, series: &str, number: &str, born: &str) -> Answer {
        self.registration("permit", json!({ "series": series, "number": number, "birthDate": born })).await
    }
    pub async fn fill_person(&mut self, person: Value) -> Answer {
        self.registration("person", person).await
    }
    pub async fn confirm_identity(&mut self) -> Answer {
        self.send(Method::POST, &format!("{}/identity/confirm", paths::REGISTRATION), None, &[]).await
    }
    pub async fn send_code(&mut self, phone: &str) -> Answer {
        self.registration("phone", json!({ "phone": phone })).await
    }
    pub async fn verify_phone(&mut self, code: &str) -> Answer {
        self.registration("phone/verify", json!({ "code": code })).await
    }
    pub async fn set_email(&mut self, email: &str, again: &str) -> Answer {
        self.registration("email", json!({ "email": email, "emailAgain": again })).await
    }
    pub async fn set_password(&mut self, password: &str, again: &str) -> Answer {
        self.registration("password", json!({ "password": password, "passwordAgain": again })).await
    }

    // password resets
    pub async fn start_reset(&mut self, login: &str) -> Answer {
        self.post(paths::PASSWORD_RESETS, json!({ "login": login })).await
    }
    pub async fn show_reset(&mut self) -> Answer {
        self.get(paths::PASSWORD_RESET).await
    }
    async fn reset(&mut self, step: &str, body: Value) -> Answer {
        self.post(&format!("{}/{step}", paths::PASSWORD_RESET), body).await
    }
    pub async fn forget_reset(&mut self) -> Answer {
        self.send(Method::DELETE, paths::PASSWORD_RESET, None, &[]).await
    }
    pub async fn reset_digits(&mut self, digits: &str) -> Answer {
        self.reset("digits", json!({ "digits": digits })).await
    }
    pub async fn reset_verify(&mut self, code: &str) -> Answer {
        self.reset("verify", json!({ "code": code })).await
    }
    pub async fn reset_password(&mut self, password: &str) -> Answer {
        self.reset("password", json!({ "password": password, "passwordAgain": password })).await
    }

    // sessions
    pub async fn sessions(&mut self) -> Answer {
        self.get(paths::SESSIONS).await
    }
    pub async fn end_session(&mut self, id: &str) -> Answer {
        self.send(Method::DELETE, &format!("{}/{id}", paths::SESSIONS), None, &[]).await
    }
    pub async fn end_sessions(&mut self) -> Answer {
        self.send(Method::DELETE, paths::SESSIONS, None, &[]).await
    }
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post(paths::SESSIONS, json!({ "login": login, "password": password })).await
    }
    pub async fn refresh(&mut self) -> Answer {
        self.send(Method::POST, paths::REFRESH, None, &[]).await
    }
    pub async fn sign_out(&mut self) -> Answer {
        self.send(Method::DELETE, paths::CURRENT_SESSION, None, &[]).await
    }

    // me, campaigns, notices, reference, system
    pub async fn me(&mut self) -> Answer {
        self.get(paths::ME).await
    }
    pub async fn profile(&mut self) -> Answer {
        self.get(paths::PROFILE).await
    }
    async fn change(&mut self, method: Method, what: &str, body: Value) -> Answer {
        self.send(method, &format!("{}/{what}", paths::ME), Some(body), &[]).await
    }
    pub async fn change_password(&mut self, old: &str, new: &str) -> Answer {
        let body = json!({ "oldPassword": old, "password": new, "passwordAgain": new });
        self.change(Method::PUT, "password", body).await
    }
    pub async fn send_email_link(&mut self) -> Answer {
        self.send(Method::POST, &format!("{}/email/link", paths::ME), None, &[]).await
    }
    pub async fn second_factor(&mut self) -> Answer {
        self.get(paths::SECOND_FACTOR).await
    }
    pub async fn set_up_second_factor(&mut self, password: &str) -> Answer {
        self.post(paths::SECOND_FACTOR, json!({ "password": password })).await
    }
    pub async fn turn_on_second_factor(&mut self, code: &str) -> Answer {
        self.turn_on_second_factor_by(&fresh_key(), code).await
    }
    pub async fn turn_on_second_factor_by(&mut self, key: &str, code: &str) -> Answer {
        let body = json!({ "code": code });
        self.send(Method::POST, paths::TURN_ON_SECOND_FACTOR, Some(body), &[("idempotency-key", key)]).await
    }
    pub async fn renew_recovery_codes(&mut self, key: &str, password: &str, code: &str) -> Answer {
        let body = json!({ "password": password, "code": code });
        self.send(Method::POST, paths::RECOVERY_CODES, Some(body), &[("idempotency-key", key)]).await
    }
    pub async fn turn_off_second_factor(&mut self, password: &str, code: &str) -> Answer {
        self.post(paths::TURN_OFF_SECOND_FACTOR, json!({ "password": password, "code": code })).await
    }
    pub async fn second_step(&mut self, code: &str) -> Answer {
        self.post(paths::SECOND_STEP, json!({ "code": code })).await
    }
    pub async fn second_step_by(&mut self, key: &str, code: &str) -> Answer {
        self.send(Method::POST, paths::SECOND_STEP, Some(json!({ "code": code })), &[("idempotency-key", key)]).await
    }
    pub async fn change_phone(&mut self, phone: &str, password: &str) -> Answer {
        self.change(Method::POST, "phone", json!({ "phone": phone, "password": password })).await
    }
    pub async fn prove_phone(&mut self, code: &str) -> Answer {
        self.change(Method::POST, "phone/verify", json!({ "code": code })).await
    }
    pub async fn change_email(&mut self, email: &str, password: &str) -> Answer {
        self.change(Method::POST, "email", json!({ "email": email, "password": password })).await
    }
    pub async fn prove_email(&mut self, token: &str) -> Answer {
        self.post(paths::EMAIL_PROOFS, json!({ "token": token })).await
    }
    pub async fn correct_person(&mut self, person: Value) -> Answer {
        self.change(Method::PUT, "person", person).await
    }
    pub async fn change_residence(&mut self, place: &str) -> Answer {
        self.change(Method::PUT, "residence", json!({ "actualPlace": place })).await
    }
    pub async fn set_language(&mut self, lang: &str) -> Answer {
        self.send(Method::PUT, &format!("{}/language", paths::ME), Some(json!({ "lang": lang })), &[]).await
    }
    pub async fn campaigns(&mut self) -> Answer {
        self.get(paths::CAMPAIGNS).await
    }
    pub async fn commissions(&mut self) -> Answer {
        self.get(paths::COMMISSIONS).await
    }
    pub async fn services(&mut self) -> Answer {
        self.get(paths::SERVICES).await
    }
    pub async fn notices(&mut self, query: &str) -> Answer {
        self.get(&format!("{}{query}", paths::NOTICES)).await
    }
    pub async fn read_notice(&mut self, id: &str) -> Answer {
        self.send(Method::PUT, &format!("{}/{id}/read", paths::NOTICES), None, &[]).await
    }
    pub async fn reference(&mut self, list: &str) -> Answer {
        self.get(&format!("{}/reference/{list}", paths::API)).await
    }
    pub async fn status(&mut self) -> Answer {
        self.get(paths::STATUS).await
    }
    pub async fn shift_clock(&mut self, seconds: i64) -> Answer {
        let path = format!("{}/system/clock", paths::API);
        self.send(Method::PUT, &path, Some(json!({ "seconds": seconds })), &[]).await
    }
    /// A page or probe outside the API.
    pub async fn page(&mut self, path: &str) -> Answer {
        self.get(path).await
    }

    // wallet
    pub async fn wallet(&mut self) -> Answer {
        self.get(paths::WALLET).await
    }
    pub async fn entries(&mut self, query: &str) -> Answer {
        self.get(&format!("{}{query}", paths::WALLET_ENTRIES)).await
    }
    pub async fn start_top_up(&mut self, key: &str, qepik: i64, return_to: Option<&str>) -> Answer {
        let mut body = json!({ "amount": qepik });
        if let Some(path) = return_to {
            body["returnTo"] = path.into();
        }
        self.send(Method::POST, paths::TOP_UPS, Some(body), &[("idempotency-key", key)]).await
    }
    pub async fn top_up(&mut self, id: &str) -> Answer {
        self.get(&format!("{}/{id}", paths::TOP_UPS)).await
    }
    /// A request that only the payment provider sends.
    pub async fn callback(&mut self, timestamp: &str, signature: &str, body: Value) -> Answer {
        let headers = [("x-payment-timestamp", timestamp), ("x-payment-signature", signature)];
        self.send(Method::POST, &format!("{}/callbacks/payments", paths::API), Some(body), &headers).await
    }

    // applications
    pub async fn open_application(&mut self, key: &str, campaign: &str) -> Answer {
        let body = json!({ "campaignId": campaign });
        self.send(Method::POST, paths::APPLICATIONS, Some(body), &[("idempotency-key", key)]).await
    }
    pub async fn applications(&mut self) -> Answer {
        self.get(paths::APPLICATIONS).await
    }
    pub async fn application(&mut self, id: &str) -> Answer {
        self.get(&format!("{}/{id}", paths::APPLICATIONS)).await
    }
    pub async fn save_answers(&mut self, id: &str, revision: i64, patch: Value) -> Answer {
        let etag = format!("\"{revision}\"");
        self.send(Method::PUT, &format!("{}/{id}/answers", paths::APPLICATIONS), Some(patch), &[("if-match", &etag)])
            .await
    }
    pub async fn ask_registers(&mut self, id: &str) -> Answer {
        self.send(Method::POST, &format!("{}/{id}/education", paths::APPLICATIONS), None, &[]).await
    }
    pub async fn confirm(&mut self, id: &str, key: &str, etag: &str, fee: i64) -> Answer {
        let (etag, body) = (format!("\"{etag}\""), json!({ "consentedFee": fee, "consent": true }));
        let headers = [("if-match", etag.as_str()), ("idempotency-key", key)];
        self.send(Method::POST, &format!("{}/{id}/confirm", paths::APPLICATIONS), Some(body), &headers).await
    }
    pub async fn raise_event(&mut self, id: &str, key: &str, etag: &str, event: Value) -> Answer {
        let etag = format!("\"{etag}\"");
        let headers = [("if-match", etag.as_str()), ("idempotency-key", key)];
        self.send(Method::POST, &format!("{}/{id}/events", paths::APPLICATIONS), Some(event), &headers).await
    }
    pub async fn timeline(&mut self, id: &str) -> Answer {
        self.get(&format!("{}/{id}/timeline", paths::APPLICATIONS)).await
    }
    pub async fn print(&mut self, id: &str) -> Answer {
        self.get(&format!("{}/{id}/print", paths::APPLICATIONS)).await
    }
    pub async fn calendar(&mut self, id: &str) -> Answer {
        self.get(&format!("{}/{id}/calendar", paths::APPLICATIONS)).await
    }
    pub async fn receipt(&mut self, id: &str) -> Answer {
        self.get(&format!("{}/{id}/receipt", paths::WALLET_ENTRIES)).await
    }
}
