//! One table of problems: code and status. Titles are `problems.<code>` in the locales.
//!
//! A caller sees only the public part (title, errors); the internal part is logged once and never serialised.

mod line;

use std::fmt;

use actix_web::http::StatusCode;
use qabul_contract::problem::{Problem, ProblemError};
use qabul_domain::calendar::Micros;
use qabul_domain::decision::Explain;
use qabul_domain::language::Lang;
use qabul_domain::rules::book::told::COMPLAINT;
use qabul_store::UnitError;

use crate::texts;
pub use line::{Line, Told, again_text, in_lang};

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal;)+) => {
        /// Every problem the API can answer with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// Every problem, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];
            /// Stable word for programs.
            pub fn word(self) -> &'static str { match self { $(Code::$variant => $code,)+ } }
            /// HTTP status.
            pub fn status(self) -> u16 { match self { $(Code::$variant => $status,)+ } }
        }
    };
}

problems! {
    /// The body is not JSON.
    BrokenJson = "brokenJson", 400;
    /// A header, cursor or path value cannot be read.
    BadRequest = "badRequest", 400;
    /// `Idempotency-Key` is missing or not 16 to 64 visible characters.
    IdempotencyKeyRequired = "idempotencyKeyRequired", 400;
    /// The access token is missing or expired, or its session has ended.
    SignInRequired = "signInRequired", 401;
    /// Wrong login or password; the answer does not show which.
    LoginFailed = "loginFailed", 401;
    /// The password was correct; the code of the authenticator app is required.
    SecondStepRequired = "secondStepRequired", 401;
    /// The refresh cookie is missing, expired or was used twice.
    SessionEnded = "sessionEnded", 401;
    /// The signature of a register or provider is invalid.
    BadSignature = "badSignature", 401;
    /// The `Origin` or `Sec-Fetch-Site` of a request with cookies is another site.
    ForeignOrigin = "foreignOrigin", 403;
    /// The object does not exist or belongs to another account.
    NotFound = "notFound", 404;
    /// No such method here.
    MethodNotAllowed = "methodNotAllowed", 405;
    /// The event is not offered in this state.
    NotOffered = "notOffered", 409;
    /// The window is not open.
    WindowClosed = "windowClosed", 409;
    /// There already is an application under this claim.
    AlreadyApplied = "alreadyApplied", 409;
    /// The commission did not mark this step when it returned the application.
    StepNotMarked = "stepNotMarked", 409;
    /// All places are taken.
    NoPlaceLeft = "noPlaceLeft", 409;
    /// The fee differs from the fee that was consented to.
    FeeChanged = "feeChanged", 409;
    /// Another request with this key is under way.
    IdempotencyInFlight = "idempotencyInFlight", 409;
    /// Another open account holds the same identity document.
    DocumentTaken = "documentTaken", 409;
    /// The registration is at another step.
    WrongStep = "wrongStep", 409;
    /// The number belongs to another applicant; shown only after the caller has proven to own it.
    PhoneTaken = "phoneTaken", 409;
    /// No e-mail address waits to be proven.
    EmailProven = "emailProven", 409;
    /// The reset of a password has expired or was not begun on this device.
    ResetGone = "resetGone", 410;
    /// The sign-in waited too long for its second step, or was not begun on this device.
    SecondStepGone = "secondStepGone", 410;
    /// The link has expired or was never sent.
    LinkGone = "linkGone", 410;
    /// The registration has expired or was not begun on this device.
    RegistrationGone = "registrationGone", 410;
    /// The body was sent too slowly.
    TooSlow = "tooSlow", 408;
    /// `If-Match` does not match: the object was changed meanwhile.
    Stale = "stale", 412;
    /// The body is larger than allowed.
    TooLarge = "tooLarge", 413;
    /// The body is not `application/json`.
    UnsupportedMedia = "unsupportedMedia", 415;
    /// Fields are missing, unknown or unreadable.
    Validation = "validation", 422;
    /// The second factor is not in the expected state: already on or off, or its set-up has expired.
    SecondFactorChanged = "secondFactorChanged", 409;
    /// The same key was used with another body.
    IdempotencyMismatch = "idempotencyMismatch", 422;
    /// The register's data do not match the given data; the same answer for every cause.
    IdentityMismatch = "identityMismatch", 422;
    /// The migration register's data do not match the given data; the same answer for every cause.
    PermitMismatch = "permitMismatch", 422;
    /// The code is wrong.
    CodeWrong = "codeWrong", 422;
    /// The code has expired.
    CodeExpired = "codeExpired", 422;
    /// Steps are not complete.
    Incomplete = "incomplete", 422;
    /// A register has the record, but without data that a clause requires; the keeper of the record can add it.
    RecordIncomplete = "recordIncomplete", 422;
    /// A clause is not met.
    RulesBroken = "rulesBroken", 422;
    /// The balance is lower than the fee.
    InsufficientFunds = "insufficientFunds", 422;
    /// Consent was not given.
    ConsentRequired = "consentRequired", 422;
    /// `If-Match` is missing.
    PreconditionRequired = "preconditionRequired", 428;
    /// Too many tries; gives the instant of the next try, as `Retry-After` does.
    TooMany = "tooMany", 429;
    /// Another code by SMS may be asked for later; gives the instant.
    CodePause = "codePause", 429;
    /// Another link by e-mail may be asked for later; gives the instant.
    LinkPause = "linkPause", 429;
    /// Too many wrong passwords with this login from unknown devices; gives the instant of the next try and the other
    /// way to sign in.
    LoginGuarded = "loginGuarded", 429;
    /// Error in the program. Nothing was changed and nothing was charged.
    Internal = "internal", 500;
    /// A register or the payment provider does not answer.
    RegisterSilent = "registerSilent", 503;
    /// Too busy; see `Retry-After`.
    Busy = "busy", 503;
    /// A newer release wrote this draft; the page must be reloaded.
    NewerDraft = "newerDraft", 503;
}

/// A refusal before it is rendered. Texts are made when the caller's language is known.
pub struct ApiError {
    /// What happened.
    pub code: Code,
    /// One line per field or clause.
    pub errors: Vec<Line>,
    /// Seconds to wait.
    pub retry_after: Option<u32>,
    /// The declared methods, if the used one is not declared.
    pub allow: Option<String>,
    /// Values for the title's placeholders.
    pub values: Vec<(&'static str, Told)>,
    /// Whether it is a decision against a person; such a decision says where to complain (Rules 6.3, 6.5).
    decision: bool,
    /// For the log only.
    inside: Option<anyhow::Error>,
    /// Kept so that a unit of work can be repeated after a serialization failure.
    store: Option<Box<qabul_store::Error>>,
}

impl ApiError {
    /// A problem without lines.
    pub fn new(code: Code) -> ApiError {
        ApiError {
            code,
            errors: Vec::new(),
            retry_after: None,
            allow: None,
            values: Vec::new(),
            decision: false,
            inside: None,
            store: None,
        }
    }
    /// One field is wrong.
    pub fn field(pointer: &str, code: &str) -> ApiError {
        ApiError::new(Code::Validation).with(Line::field(pointer, code))
    }
    /// One field is wrong, for a reason from the domain.
    pub fn reason(pointer: &str, reason: &dyn Explain) -> ApiError {
        ApiError::new(Code::Validation).with(Line::reason(Some(pointer), None, reason))
    }
    /// Too many tries; the next try is accepted from `again` on.
    pub fn too_many(now: Micros, again: Micros) -> ApiError {
        ApiError::refused_until(Code::TooMany, now, again)
    }
    /// A refusal with status 429. It can only be made here, so that every such refusal gives the instant of the next
    /// try, in its text and in `Retry-After`.
    pub fn refused_until(code: Code, now: Micros, again: Micros) -> ApiError {
        let seconds = now.seconds_until(again).max(0) + 1;
        ApiError::new(code)
            .retry_after(u32::try_from(seconds).unwrap_or(u32::MAX))
            .value("time", Told::Again { now, at: again })
    }
    /// An error in the program; `inside` is written to the log.
    pub fn internal(inside: impl Into<anyhow::Error>) -> ApiError {
        ApiError { inside: Some(inside.into()), ..ApiError::new(Code::Internal) }
    }
    /// Adds a line.
    pub fn with(mut self, line: Line) -> ApiError {
        self.errors.push(line);
        self
    }
    /// Adds lines.
    pub fn with_all(mut self, lines: impl IntoIterator<Item = Line>) -> ApiError {
        self.errors.extend(lines);
        self
    }
    /// Adds how long to wait.
    pub fn retry_after(mut self, seconds: u32) -> ApiError {
        self.retry_after = Some(seconds);
        self
    }
    /// Adds where to complain: this is a decision against a person.
    pub fn decision(mut self) -> ApiError {
        self.decision = true;
        self
    }
    /// The method is not declared here; `allow` are the declared ones.
    pub fn not_allowed(allow: String) -> ApiError {
        ApiError { allow: Some(allow), ..ApiError::new(Code::MethodNotAllowed) }
    }
    /// Fills a placeholder of the title.
    pub fn value(mut self, name: &'static str, told: Told) -> ApiError {
        self.values.push((name, told));
        self
    }
    /// Where to complain, if this is a decision against a person.
    pub fn complaint(&self, lang: Lang) -> Option<&'static str> {
        self.decision.then(|| lang.pick(COMPLAINT))
    }
    /// The internal part, for the log.
    pub fn inside(&self) -> Option<&anyhow::Error> {
        self.inside.as_ref()
    }

    /// The body in one language.
    pub fn problem(&self, lang: Lang, trace_id: &str) -> Problem {
        let values: Vec<(&str, String)> = self
            .values
            .iter()
            .map(|(name, told)| {
                let words = match told {
                    Told::Text(text) => text.clone(),
                    Told::Deadline(at) => qabul_domain::calendar::deadline_text(*at, lang),
                    Told::Instant(at) => qabul_domain::calendar::date_time_text(*at, lang),
                    Told::Second(at) => {
                        let wall = qabul_domain::calendar::baku_date_time(*at);
                        let date = qabul_domain::calendar::date_text(qabul_domain::calendar::baku_date(*at), lang);
                        format!("{date}, {:02}:{:02}:{:02}", wall.hour, wall.minute, wall.second)
                    }
                    Told::Again { now, at } => again_text(*now, *at, lang),
                    Told::Money(sum) => sum.display(lang),
                };
                (*name, words)
            })
            .collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Problem {
            kind: format!("/problems/{}", self.code.word()),
            title: texts::fill(lang, &format!("problems.{}", self.code.word()), &values),
            status: self.code.status(),
            code: self.code.word().to_owned(),
            detail: self.complaint(lang).map(str::to_owned),
            trace_id: trace_id.to_owned(),
            errors: self
                .errors
                .iter()
                .map(|line| ProblemError {
                    pointer: line.pointer.clone(),
                    step: line.step.map(str::to_owned),
                    clause: line.clause.map(str::to_owned),
                    code: line.code.clone(),
                    text: in_lang(&line.says, lang),
                })
                .collect(),
            retry_after: self.retry_after,
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.code.word(), self.inside)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.word())
    }
}

impl std::error::Error for ApiError {}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        ApiError::new(code)
    }
}

impl From<qabul_store::Error> for ApiError {
    fn from(error: qabul_store::Error) -> Self {
        let code = if error.is_passing() { Code::Busy } else { Code::Internal };
        let inside = Some(anyhow::anyhow!("{error}"));
        let problem = ApiError { inside, store: Some(Box::new(error)), ..ApiError::new(code) };
        if code == Code::Busy { problem.retry_after(2) } else { problem }
    }
}

impl UnitError for ApiError {
    fn store(&self) -> Option<&qabul_store::Error> {
        self.store.as_deref()
    }
}

impl From<StatusCode> for Code {
    fn from(status: StatusCode) -> Self {
        match status.as_u16() {
            404 => Code::NotFound,
            405 => Code::MethodNotAllowed,
            408 => Code::TooSlow,
            413 => Code::TooLarge,
            415 => Code::UnsupportedMedia,
            400..=499 => Code::BadRequest,
            _ => Code::Internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_for_too_many_tries_says_until_when_in_every_language() {
        // 1 December 2026, 10:00 in Baku.
        let now = Micros(1_796_104_800_000_000);
        for code in Code::ALL.iter().filter(|code| code.status() == 429) {
            for (seconds, az, en) in [
                (1, "10:01", "10:01"),
                (59, "10:01", "10:01"),
                (61, "10:02", "10:02"),
                (14 * 3600, "2 dekabr 2026, 00:00", "2 December 2026, 00:00"),
            ] {
                let refused = ApiError::refused_until(*code, now, now.plus_seconds(seconds));
                let says = Lang::ALL.map(|lang| refused.problem(lang, "").title);
                assert!(
                    says[0].contains(az) && says[1].contains(en) && says.iter().all(|text| !text.contains('{')),
                    "{says:?}"
                );
                assert!(i64::from(refused.retry_after.unwrap_or_default()) >= seconds);
            }
        }
    }
}
