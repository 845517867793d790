use qabul_domain::person::{Email, Fin};
use qabul_domain::typed::compact;
use qabul_store::Tx;
use qabul_store::accounts::{self, Account};

use super::is_open;
use crate::problem::ApiError;

/// Number of digits of an account number.
const NUMBER_DIGITS: usize = 8;

/// The login as typed by a person.
#[derive(Clone, PartialEq, Eq)]
pub enum Login {
    /// E-mail address in normal form.
    Email(String),
    /// FIN in normal form.
    Fin(String),
    /// Account number, a login that every account has from its creation.
    Number(String),
    /// None of them; it is looked up nevertheless, so that the time is the same, and never found.
    Neither(String),
}

impl Login {
    /// Parses a login; never fails. E-mail addresses and FINs contain only Latin letters: a letter of another alphabet,
    /// or one that Unicode merely maps to a Latin letter (the Kelvin sign), is not accepted as another spelling.
    pub fn parse(text: &str) -> Login {
        if let Ok(email) = Email::parse(text) {
            return Login::Email(email.key());
        }
        let bare = compact(text).replace('-', "");
        if bare.len() == NUMBER_DIGITS && bare.bytes().all(|byte| byte.is_ascii_digit()) {
            return Login::Number(bare);
        }
        match Fin::parse(text) {
            Ok(fin) => Login::Fin(fin.as_str().to_owned()),
            // Contains a character that no address can have, so an unreadable login is never found.
            Err(_) => Login::Neither(format!("\u{0}{}", text.trim())),
        }
    }

    /// In normal form.
    pub fn text(&self) -> &str {
        match self {
            Login::Email(text) | Login::Fin(text) | Login::Number(text) | Login::Neither(text) => text,
        }
    }

    /// The account that may sign in here: an applicant's. Officers sign in elsewhere.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn account(&self, tx: &mut Tx) -> Result<Option<Account>, ApiError> {
        let found = match self {
            Login::Email(key) | Login::Neither(key) => accounts::find_by_email(tx, key).await?,
            Login::Fin(fin) => accounts::find_by_fin(tx, fin).await?,
            Login::Number(number) => accounts::find_by_cabinet_number(tx, number).await?,
        };
        Ok(found.filter(|account| account.role == "applicant" && is_open(account)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_an_address_a_fin_or_an_account_number_and_a_look_alike_is_none_of_them() {
        assert!(Login::parse(" Kamran@Example.az ") == Login::Email("kamran@example.az".to_owned()));
        assert!(Login::parse("5nm 4k37") == Login::Fin("5NM4K37".to_owned()));
        for number in [" 1234 5678", "1234\u{2011}5678", "\u{202a}12345678\u{202c}"] {
            assert!(Login::parse(number) == Login::Number("12345678".to_owned()), "{number}");
        }
        for look_alike in ["\u{212A}amran@example.az", "5NM4\u{212A}37", "5NM4К37", "kаmran@example.az", "", "123456"]
        {
            let read = Login::parse(look_alike);
            assert!(matches!(&read, Login::Neither(text) if text.starts_with('\u{0}')), "{look_alike}");
            assert!(Email::parse(read.text()).is_err(), "no address can be written so");
        }
    }
}
