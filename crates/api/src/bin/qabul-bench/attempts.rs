//! The steps whose answers could show whether something is known, each prepared up to the request that is measured.

use qabul_api::auth::passwords::{Cost, Passwords};
use qabul_api::auth::tokens::Tokens;
use qabul_api::context::Context;
use qabul_api::use_cases::registration::secret_hash;
use qabul_store::registrations::{self, Looked, RegistrationState};

use crate::confirm::{Side, open_campaign, side_with};
use crate::fill::{Ready, email, fill_with, fin, phone};
use crate::http::{Answer, Connection, Request};
use crate::register;

/// Numbers of persons with an account begin here, those of unknown persons at [`NOBODY`]; both have the same length.
pub const SOMEBODY: usize = 100_000;
const NOBODY: usize = 500_000;
/// The password of every account.
pub const PASSWORD: &str = "yaşıl-qatar-17-limon";

macro_rules! steps {
    ($($step:ident = $name:literal,)+) => {
        /// A measured step.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub enum Step { $($step,)+ }
        /// All steps, in the order of measurement.
        pub const STEPS: &[Step] = &[$(Step::$step,)+];
        impl Step {
            /// In the table.
            pub fn name(self) -> &'static str { match self { $(Step::$step => $name,)+ } }
        }
    };
}

steps! {
    NewEmail = "cabinet: new address",
    NewPhone = "cabinet: new number",
    LoginEmail = "log-in: address, wrong password",
    LoginFin = "log-in: FIN, wrong password",
    ResetStart = "reset: login",
    ResetDigits = "reset: last digits",
    ResetCode = "reset: wrong code",
    Fin = "registration: FIN and birth date",
    Phone = "registration: number",
    PhoneCode = "registration: wrong code",
    Email = "registration: address",
    Password = "registration: last step",
    ResetAgain = "reset: code once more",
    PhoneAgain = "registration: code once more",
}

/// A portal, the persons it knows, and one connection to it.
pub struct Lab {
    /// Connection of all requests.
    pub connection: Connection,
    context: Context,
    tokens: Tokens,
    people: Vec<Ready>,
    used: usize,
    nobody: usize,
    shift: i64,
    dice: u64,
    _side: Side,
}

/// A hash of [`PASSWORD`] at the production cost.
pub async fn hash() -> anyhow::Result<String> {
    let passwords = Passwords::new(Cost::Production, 1)?;
    passwords.hash("bench", PASSWORD.to_owned(), [7; 16]).await.map_err(|error| anyhow::anyhow!("{error:?}"))
}

impl Lab {
    /// Starts the portal and fills it for steps of this many requests.
    pub async fn new(requests: usize) -> anyhow::Result<Lab> {
        let register = register::start().await?;
        let side = side_with(|config| {
            config.registers_url = format!("http://{register}");
            config.trusted_proxy = Some(std::net::Ipv4Addr::LOCALHOST.into());
            config.wrong_codes_most = u32::MAX;
        })
        .await?;
        let campaign = open_campaign(&side.context).await?;
        let mut people = fill_with(&side.context, &campaign, requests + 100, SOMEBODY, &hash().await?).await?;
        people.sort_by_key(|one| one.number);
        let mut dice = [0_u8; 8];
        getrandom::fill(&mut dice).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        Ok(Lab {
            connection: Connection::open(side.address).await?,
            context: side.context.clone(),
            tokens: Tokens::new(&qabul_api::secrets::Secrets::demo().token_key, None),
            people,
            used: 0,
            nobody: 0,
            shift: 0,
            dice: u64::from_le_bytes(dice) | 1,
            _side: side,
        })
    }

    /// Lets time pass.
    pub fn pass(&mut self, seconds: i64) {
        self.shift += seconds;
        self.context.clock.set_shift(self.shift);
        self.used = 0;
    }

    fn random(&mut self) -> u64 {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.dice >> 33
    }

    /// Puts a list into random order.
    pub fn shuffle(&mut self, list: &mut [bool]) {
        for n in (1..list.len()).rev() {
            let other = self.random() as usize % (n + 1);
            list.swap(n, other);
        }
    }

    /// The number of a known or unknown person; each is used once per step.
    fn number(&mut self, known: bool) -> usize {
        self.used += 1;
        self.nobody += 1;
        if known { self.people[self.used % self.people.len()].number } else { NOBODY + self.nobody % 400_000 }
    }

    /// The address of a caller that was not counted yet.
    fn caller(&mut self) -> String {
        let [_, _, _, _, _, b, c, d] = (self.random() << 8 | self.used as u64 & 0xff).to_be_bytes();
        format!("X-Forwarded-For: 10.{b}.{c}.{d}\r\n")
    }

    async fn send(&mut self, path: &str, cookie: &str, body: &str) -> anyhow::Result<Answer> {
        let (line, more) = (format!("POST /api/v1/{path}"), self.caller());
        let request = Request { line: &line, cookie, more: &more, body, ..Request::default() };
        let answer = self.connection.ask(&request.bytes()).await?;
        anyhow::ensure!(answer.status < 300, "{path}: {answer:?}");
        Ok(answer)
    }

    /// Sends everything before the measured request and returns that request.
    pub async fn prepare(&mut self, step: Step, known: bool) -> anyhow::Result<Vec<u8>> {
        let number = self.number(known);
        let wrong = r#"{"code":"000000"}"#;
        match step {
            Step::LoginEmail => Ok(self.login(&email(number))),
            // An unknown FIN begins with the same letter: only the register knows it, or nobody does.
            Step::LoginFin => Ok(self.login(&fin(number))),
            Step::NewEmail => {
                let body = format!(r#"{{"email":"{}","password":"{PASSWORD}"}}"#, email(number));
                self.cabinet("POST /api/v1/me/email", &body)
            }
            Step::NewPhone => {
                let body = format!(r#"{{"phone":"{}","password":"{PASSWORD}"}}"#, phone(number));
                self.cabinet("POST /api/v1/me/phone", &body)
            }
            Step::ResetStart => Ok(self.request("password-resets", "", &format!(r#"{{"login":"{}"}}"#, email(number)))),
            Step::ResetDigits | Step::ResetCode | Step::ResetAgain => {
                let body = format!(r#"{{"login":"{}"}}"#, email(number));
                let cookie = cookie(&self.send("password-resets", "", &body).await?);
                let digits = format!(r#"{{"digits":"{:04}"}}"#, number % 10_000);
                let path = "password-resets/current/digits";
                if step != Step::ResetDigits {
                    self.send(path, &cookie, &digits).await?;
                }
                match step {
                    Step::ResetCode => Ok(self.request("password-resets/current/verify", &cookie, wrong)),
                    Step::ResetAgain => {
                        self.later();
                        Ok(self.request(path, &cookie, &digits))
                    }
                    _ => Ok(self.request(path, &cookie, &digits)),
                }
            }
            Step::Fin => {
                let cookie = cookie(&self.send("registrations", "", r#"{"wayIn":"citizen"}"#).await?);
                let asked = if known { fin(number) } else { format!("C{number:06}") };
                let body = format!(r#"{{"fin":"{asked}","birthDate":"2001-02-03"}}"#);
                Ok(self.request("registrations/current/identity", &cookie, &body))
            }
            Step::Phone | Step::PhoneCode | Step::PhoneAgain => {
                let cookie = self.identified().await?;
                let body = format!(r#"{{"phone":"{}"}}"#, phone(number));
                let path = "registrations/current/phone";
                if step != Step::Phone {
                    self.send(path, &cookie, &body).await?;
                }
                match step {
                    Step::PhoneCode => Ok(self.request("registrations/current/phone/verify", &cookie, wrong)),
                    Step::PhoneAgain => {
                        self.later();
                        Ok(self.request(path, &cookie, &body))
                    }
                    _ => Ok(self.request(path, &cookie, &body)),
                }
            }
            Step::Email | Step::Password => {
                let cookie = self.identified().await?;
                let own = format!(r#"{{"phone":"{}"}}"#, phone(NOBODY + 400_000 + self.nobody % 99_000));
                self.send("registrations/current/phone", &cookie, &own).await?;
                self.prove_phone(&cookie).await?;
                let body = format!(r#"{{"email":"{0}","emailAgain":"{0}"}}"#, email(number));
                if step == Step::Email {
                    return Ok(self.request("registrations/current/email", &cookie, &body));
                }
                self.send("registrations/current/email", &cookie, &body).await?;
                let body = format!(r#"{{"password":"{PASSWORD}","passwordAgain":"{PASSWORD}"}}"#);
                Ok(self.request("registrations/current/password", &cookie, &body))
            }
        }
    }

    /// Moves the clock so that a code may be requested again. [`Lab::pass`] is not needed: no person is used twice in a
    /// step.
    fn later(&mut self) {
        self.shift += 61;
        self.context.clock.set_shift(self.shift);
    }

    fn login(&mut self, login: &str) -> Vec<u8> {
        self.request("sessions", "", &format!(r#"{{"login":"{login}","password":"not-the-password"}}"#))
    }

    /// A request of a signed-in person.
    fn cabinet(&mut self, line: &str, body: &str) -> anyhow::Result<Vec<u8>> {
        // Not the person whose number or address is typed.
        let caller = &self.people[(self.used + self.people.len() / 2) % self.people.len()];
        let now = self.context.clock.now();
        let (token, _) = self.tokens.issue(caller.account, caller.family, "applicant", caller.family, now)?;
        Ok(Request { line, token: &token, body, ..Request::default() }.bytes())
    }

    fn request(&mut self, path: &str, cookie: &str, body: &str) -> Vec<u8> {
        let (line, more) = (format!("POST /api/v1/{path}"), self.caller());
        Request { line: &line, cookie, more: &more, body, ..Request::default() }.bytes()
    }

    /// A registration of a person without an account who has confirmed the shown data.
    async fn identified(&mut self) -> anyhow::Result<String> {
        let cookie = cookie(&self.send("registrations", "", r#"{"wayIn":"citizen"}"#).await?);
        let body = format!(r#"{{"fin":"F{:06}","birthDate":"2001-02-03"}}"#, self.nobody);
        self.send("registrations/current/identity", &cookie, &body).await?;
        self.send("registrations/current/identity/confirm", &cookie, "").await?;
        Ok(cookie)
    }

    /// Proves the number without its code, which only its owner receives.
    async fn prove_phone(&mut self, cookie: &str) -> anyhow::Result<()> {
        use base64::Engine as _;
        let secret = cookie.split_once('=').map_or("", |(_, value)| value);
        let secret = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(secret)?;
        let secret: [u8; 32] = secret.try_into().map_err(|_| anyhow::anyhow!("not a secret"))?;
        let now = self.context.clock.now();
        let saved = self.context.db.transact(async move |tx| {
            let Some(found) = registrations::find(tx, &secret_hash(&secret), now).await? else { return Ok(false) };
            let (state, looked) = (RegistrationState::PhoneVerified, Looked::default());
            registrations::save(tx, found.id, found.version, state, &found.data, &looked, now).await
        });
        anyhow::ensure!(saved.await?, "no registration");
        Ok(())
    }
}

/// The cookie set by an answer.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}
