//! What a handler asks for in its signature: the caller, the language, a checked body, preconditions.

use std::future::{Future, Ready, ready};
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt as _;
use qabul_domain::language::Lang;
use qabul_store::accounts::{self, AccountState};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;
use validator::Validate;

use crate::context::Context;
use crate::declared;
use crate::middleware::language;
use crate::problem::{ApiError, Code};
use crate::procedures::{part, read_body, read_json};
use crate::tags::{self, Tags};

/// Largest JSON body in bytes (quality goal S7).
pub const LARGEST_BODY: usize = 64 * 1024;

type Later<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// The caller's language.
pub struct Language(pub Lang);

impl FromRequest for Language {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Language(language::of(request))))
    }
}

/// A signed-in applicant. Having one in the signature is the permission.
#[derive(Debug, Clone, Copy)]
pub struct Applicant {
    /// Account.
    pub account_id: Uuid,
    /// Person.
    pub person_id: Uuid,
    /// Session family.
    pub family_id: Uuid,
    /// Whether hand-filled data was verified.
    pub verified: bool,
}

impl FromRequest for Applicant {
    type Error = ApiError;
    type Future = Later<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(str::to_owned);
        let context = request.app_data::<web::Data<Context>>().cloned();
        Box::pin(async move {
            let context = context.ok_or_else(|| ApiError::internal(anyhow::anyhow!("no context")))?;
            let now = context.clock.now();
            let claims = token.and_then(|token| context.tokens.read(&token, now)).ok_or(Code::SignInRequired)?;
            let (account_id, family_id) = (claims.sub, claims.sid);
            // A role change, a sign-out or a closed account takes effect at once, not when the token ends.
            let account = context
                .db
                .read(async move |tx| {
                    if !qabul_store::sessions::is_alive(tx, family_id, now).await? {
                        return Ok::<_, ApiError>(None);
                    }
                    Ok(accounts::find(tx, account_id).await?)
                })
                .await?
                .ok_or(Code::SignInRequired)?;
            let open = matches!(account.state, AccountState::Active | AccountState::PendingVerification);
            let person_id = account.person_id.filter(|_| open && account.role == "applicant");
            Ok(Applicant {
                account_id,
                person_id: person_id.ok_or(Code::SignInRequired)?,
                family_id,
                verified: account.state == AccountState::Active,
            })
        })
    }
}

/// A JSON body: at most 64 kB, known fields only, held to the limits of its type. Errors name the field by JSON pointer.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + Serialize + Validate + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = Later<Self>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = RawBody::from_request(request, payload);
        Box::pin(async move {
            let RawBody(bytes) = bytes.await?;
            Ok(Body(read_body(&bytes)?))
        })
    }
}

/// A query, held to the limits of its type. Its members are named by JSON pointer, as those of a body are.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Validate> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read_query(request.query_string()).map(Query))
    }
}

/// Reads a query as a JSON object of texts. Empty members count as absent; a member that comes twice is refused.
fn read_query<T: DeserializeOwned + Validate>(query: &str) -> Result<T, ApiError> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map_err(|_| Code::BadRequest)?;
    let mut members = Map::new();
    for (name, text) in pairs.into_inner() {
        let pointer = format!("/{}", part(&name));
        if members.insert(name, Value::String(text)).is_some() {
            return Err(ApiError::field(&pointer, "fieldTwice"));
        }
    }
    members.retain(|_, text| text != "");
    let value = read_json(&serde_json::to_vec(&members).map_err(ApiError::internal)?)?;
    declared::hold(&value)?;
    Ok(value)
}

/// A JSON body as bytes, for the routes whose type depends on the application's kind, or that need what was sent itself.
pub struct RawBody(pub Vec<u8>);

impl FromRequest for RawBody {
    type Error = ApiError;
    type Future = Later<Self>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        let mut payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(Code::UnsupportedMedia.into());
            }
            let mut bytes = Vec::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|error| ApiError::new(refused(&error)))?;
                if bytes.len() + chunk.len() > LARGEST_BODY {
                    return Err(Code::TooLarge.into());
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(RawBody(bytes))
        })
    }
}

/// A body that did not come whole: too slow, or broken off.
fn refused(error: &PayloadError) -> Code {
    match error {
        PayloadError::Io(error) if error.kind() == ErrorKind::TimedOut => Code::TooSlow,
        _ => Code::BadRequest,
    }
}

/// Fewest and most characters of an `Idempotency-Key`.
pub const KEY_LENGTHS: [usize; 2] = [16, 64];

/// `Idempotency-Key`, required: visible characters, as many as [`KEY_LENGTHS`] allows.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(pub String);

impl FromRequest for IdempotencyKey {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok()).filter(|key| {
            (KEY_LENGTHS[0]..=KEY_LENGTHS[1]).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
        });
        ready(key.map(|key| IdempotencyKey(key.to_owned())).ok_or(Code::IdempotencyKeyRequired.into()))
    }
}

/// The same where it may be left out; one that is there must be well formed.
pub struct OptionalKey(pub Option<IdempotencyKey>);

impl FromRequest for OptionalKey {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !request.headers().contains_key("idempotency-key") {
            return ready(Ok(OptionalKey(None)));
        }
        ready(IdempotencyKey::from_request(request, payload).into_inner().map(|key| OptionalKey(Some(key))))
    }
}

/// `If-Match`, required: what the person saw.
#[derive(Debug, Clone)]
pub struct IfMatch(pub Tags);

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(tags::if_match(request).and_then(|seen| seen.map(IfMatch).ok_or(Code::PreconditionRequired.into())))
    }
}

/// A request that carries a cookie must come from the portal's own pages. A browser says so itself (`Sec-Fetch-Site`, which
/// no page can forge); a program that is no browser, or an old one, sends `X-Qabul`, which no foreign form can.
pub struct OwnPage;

impl FromRequest for OwnPage {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let headers = request.headers();
        let own = match headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
            Some(site) => site == "same-origin",
            None => headers.contains_key("x-qabul"),
        };
        ready(if own { Ok(OwnPage) } else { Err(Code::ForeignOrigin.into()) })
    }
}

/// Address of the caller, for limits only; never stored in the clear. Of an IPv6 address the network counts (`/64`): one
/// connection owns all addresses in it.
pub struct Caller(pub String);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let peer = request.peer_addr().map(|address| address.ip());
        let trusted = request.app_data::<web::Data<Context>>().and_then(|context| context.config.trusted_proxy);
        // The proxy's own entry is the last of the last header; everything before it is the caller's word.
        let forwarded = peer
            .zip(trusted)
            .is_some_and(|(peer, trusted)| same_address(peer, trusted))
            .then(|| request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?.rsplit(',').next())
            .flatten()
            .and_then(|address| forwarded_address(address.trim()));
        ready(Ok(Caller(forwarded.or(peer).map(counted).unwrap_or_default())))
    }
}

/// A listener for both kinds of addresses writes an IPv4 address in the form of IPv6.
fn same_address(one: IpAddr, other: IpAddr) -> bool {
    one.to_canonical() == other.to_canonical()
}

/// An address as proxies write it: alone, with a port, or an IPv6 address in brackets.
fn forwarded_address(text: &str) -> Option<IpAddr> {
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    text.parse::<IpAddr>().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip())).or_else(bare)
}

/// What limits count of an address.
fn counted(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_may_carry_a_port() {
        let of = |text: &str| forwarded_address(text).map(counted).unwrap_or_default();
        for written in
            ["192.0.2.7", "192.0.2.7:4711", "::ffff:192.0.2.7", "[::ffff:192.0.2.7]", "[::ffff:192.0.2.7]:80"]
        {
            assert_eq!(of(written), "192.0.2.7", "{written}");
        }
        assert_eq!(of("[2001:db8:1:2::1]:443"), of("2001:db8:1:2::1"));
        for word in ["", "unknown", "_hidden", "192.0.2.7:", "[192.0.2.7]", "192.0.2.7:x", "192.0.2"] {
            assert_eq!(of(word), "", "{word}");
        }
    }

    #[test]
    fn a_trusted_proxy_is_known_at_a_listener_for_both_kinds_of_addresses() {
        let same = |one: &str, other: &str| same_address(one.parse().unwrap(), other.parse().unwrap());
        assert!(same("::ffff:192.0.2.7", "192.0.2.7") && same("2001:db8::1", "2001:db8::1"));
        assert!(!same("::ffff:192.0.2.8", "192.0.2.7") && !same("2001:db8::2", "2001:db8::1"));
    }

    #[test]
    fn s7_addresses_of_one_ipv6_network_are_one_caller_and_a_mapped_ipv4_is_itself() {
        let of = |text: &str| counted(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
