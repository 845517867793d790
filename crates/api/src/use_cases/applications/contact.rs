//! Data shown beside the answers on pages and prints that no rule uses: FIN, mobile number, e-mail address.

use qabul_domain::language::Lang;
use qabul_domain::person::{Fin, Phone};
use qabul_store::accounts::Account;
use serde::{Deserialize, Serialize};

use crate::texts;
use crate::use_cases::registration::PersonRecord;

/// Contact data of a person, from the sealed application or as they are now.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    fin: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

impl Contact {
    /// As they are now.
    pub fn of(account: &Account, person: &PersonRecord) -> Contact {
        Contact {
            fin: person.fin.clone(),
            phone: account.phone.as_ref().map(|phone| phone.to_string()),
            email: account.email.as_ref().map(|email| email.to_string()),
        }
    }

    /// The FIN as shown on pages: masked, so that a bystander cannot read it.
    pub fn masked_fin(&self) -> Option<String> {
        self.fin.as_deref().and_then(|fin| Fin::parse(fin).ok()).map(|fin| fin.masked())
    }

    /// The number as `+994 50 555 01 17`; empty if there is none.
    pub fn phone_text(&self) -> String {
        let phone = self.phone.as_deref().and_then(|phone| Phone::parse(phone).ok());
        phone.map(|phone| format!("+994 {}", phone.display())).unwrap_or_default()
    }

    /// E-mail address; empty if there is none.
    pub fn email_text(&self) -> String {
        self.email.clone().unwrap_or_default()
    }

    /// `(code, label, value)` of each, with the FIN masked for a page and in full for the person's own print. A person
    /// without FIN has no such row.
    pub fn rows(&self, masked: bool, lang: Lang) -> Vec<(&'static str, String, String)> {
        let fin = if masked { self.masked_fin() } else { self.fin.clone() };
        let row = |code: &'static str, value: String| (code, texts::text(lang, &format!("contact.{code}")), value);
        let fin = fin.map(|fin| row("fin", fin));
        fin.into_iter().chain([row("phone", self.phone_text()), row("email", self.email_text())]).collect()
    }
}
