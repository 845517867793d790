//! E-mail addresses.

use super::{DOT, explains, redacted};
use crate::typed::plain;

/// An e-mail address as typed; it is also a login (PORTAL-9). Only Latin addresses are accepted: the mail gateways in
/// use support no others, and a stray `ə` is a typing error.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

redacted!(Email);

/// Why a typed address is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was typed.
    Empty,
    /// Letters outside the Latin alphabet.
    Letters,
    /// Not `name@domain.az`.
    Format,
    /// Longer than 254 characters.
    TooLong,
}

impl EmailError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            EmailError::Empty => "emailRequired",
            EmailError::Letters | EmailError::Format => "emailFormat",
            EmailError::TooLong => "emailTooLong",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            EmailError::Empty => {
                ["E-poçt ünvanını yazın.", "Enter the email address.", "Введите адрес электронной почты."]
            }
            EmailError::Letters => [
                "Ünvanı ingilis hərfləri ilə yazın. Ünvanda ə, ı, ş kimi hərflər olmur.",
                "Use English letters. An email address has no letters such as ə, ı, ş.",
                "Введите адрес английскими буквами. Букв ə, ı, ş в нём не бывает.",
            ],
            EmailError::Format => [
                "Ünvanı tam yazın. Məsələn, ad@example.az.",
                "Enter the full address, for example name@example.az.",
                "Введите адрес полностью, например name@example.az.",
            ],
            EmailError::TooLong => [
                "Daha qısa ünvan yazın: ən çoxu 254 simvol.",
                "Use a shorter address: no more than 254 characters.",
                "Укажите адрес короче: не больше 254 символов.",
            ],
        }
    }
}

explains!(EmailError);

fn local_part_is_fine(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
}

fn domain_is_fine(domain: &str) -> bool {
    let label_is_fine = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(label_is_fine)
        && last.len() >= 2
        && !last.bytes().all(|b| b.is_ascii_digit())
}

impl Email {
    /// Parses a typed address. A simple check that also runs in the browser; the verification e-mail is the proof.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        // Text that a message or a contact list adds around an address, or invisible characters in it, are removed.
        let text = plain(text);
        let text = text.strip_prefix("mailto:").unwrap_or(&text);
        let text = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.len() > 254 {
            return Err(EmailError::TooLong);
        }
        if text.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
            return Err(EmailError::Letters);
        }
        match text.split_once('@') {
            Some((local, domain)) if local_part_is_fine(local) && domain_is_fine(domain) => Ok(Email(text.to_owned())),
            _ => Err(EmailError::Format),
        }
    }

    /// The form used for uniqueness and sign-in: lower case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// `a••••@example.az`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}{}@{domain}", DOT.to_string().repeat(4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_differing_in_case_are_one_login() {
        let one = Email::parse(" Aysel.M+dim@Example.AZ ").unwrap();
        assert_eq!(one.as_str(), "Aysel.M+dim@Example.AZ");
        assert_eq!(one.key(), "aysel.m+dim@example.az");
        for pasted in
            ["\u{200b}aysel.m+dim@example.az\u{200e}", "mailto:aysel.m+dim@example.az", "<aysel.m+dim@example.az>"]
        {
            assert_eq!(Email::parse(pasted).unwrap().as_str(), "aysel.m+dim@example.az", "{pasted}");
        }
    }

    #[test]
    fn a_letter_of_another_alphabet_is_named_as_the_reason() {
        assert_eq!(Email::parse("əli@example.az"), Err(EmailError::Letters));
        assert_eq!(Email::parse("ali@exаmple.az"), Err(EmailError::Letters));
    }

    #[test]
    fn half_an_address_is_refused() {
        for typed in [
            "ali",
            "ali@",
            "@example.az",
            "ali@example",
            "a li@example.az",
            "ali@@example.az",
            "ali@-x.az",
            "a..b@x.az",
            "ali@example.az\nBcc: x@y.az",
            "ali@1.2.3.4",
            "ali@x.a",
        ] {
            assert_eq!(Email::parse(typed), Err(EmailError::Format), "{typed}");
        }
        assert_eq!(Email::parse(" "), Err(EmailError::Empty));
        assert_eq!(Email::parse(&format!("{}@example.az", "a".repeat(300))), Err(EmailError::TooLong));
    }

    #[test]
    fn the_mask_keeps_one_letter_and_the_domain() {
        let email = Email::parse("aysel@example.az").unwrap();
        assert_eq!(email.masked(), "a••••@example.az");
        assert_eq!(format!("{email:?}"), "Email(…)");
    }
}
