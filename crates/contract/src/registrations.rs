//! Registration of an account (PORTAL-1 to PORTAL-7). The unfinished registration is bound to a cookie of the device.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Which way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WayIn {
    /// Citizen of Azerbaijan, by FIN.
    Citizen,
    /// Foreigner or stateless person, by permit card.
    Permit,
    /// Person under the protection of UNHCR, by hand.
    Protection,
}

/// State of an unfinished registration (flow 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum RegistrationState {
    /// Citizenship chosen.
    Started,
    /// The register answered; masked data is shown.
    IdentityFound,
    /// "These are my data".
    IdentityConfirmed,
    /// The code from the SMS was right.
    PhoneVerified,
    /// E-mail given twice.
    EmailSet,
}

words!(WayIn::Citizen, RegistrationState::Started);

dto! {
    /// Begins a registration.
    #[derive(Debug)]
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct StartRegistration {
        /// Which way in.
        pub way_in: WayIn,
    }

    /// Asks the register. The FIN alone is not enough: the birth date or the document number must fit too.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct CheckIdentity {
        /// FIN, seven characters.
        #[cfg_attr(feature = "server", schema(max_length = 60, example = "5NM1A2C"), validate(length(max = 60)))]
        pub fin: String,
        /// Birth date, `2002-03-14` or as people write it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "server", schema(max_length = 60, example = "2002-03-14"), validate(length(max = 60)))]
        pub birth_date: Option<String>,
        /// Series and number of the identity document, instead of the birth date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "server", schema(max_length = 60), validate(length(max = 60)))]
        pub document_number: Option<String>,
    }

    /// Asks the migration register: the permit card and the birth date of its holder.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct CheckPermit {
        /// Series, `MYI` (temporary) or `DYI` (permanent).
        #[cfg_attr(feature = "server", schema(max_length = 30, example = "MYI"), validate(length(max = 30)))]
        pub series: String,
        /// Number, six to eight digits.
        #[cfg_attr(feature = "server", schema(max_length = 60, example = "0000014"), validate(length(max = 60)))]
        pub number: String,
        /// Birth date, `1998-04-12` or as people write it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "server", schema(max_length = 60, example = "1998-04-12"), validate(length(max = 60)))]
        pub birth_date: Option<String>,
    }

    /// A person under the protection of UNHCR, by hand. No register knows them; an officer sees the document later.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct FillPerson {
        /// Surname, or the one name there is.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub surname: String,
        /// Given name; empty only with `oneName`.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub name: String,
        /// "My document has one name only".
        #[serde(default)]
        pub one_name: bool,
        /// Father's name; empty only with `noPatronymic`.
        #[serde(default)]
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub patronymic: String,
        /// "My document has no father's name".
        #[serde(default)]
        pub no_patronymic: bool,
        /// Birth date, `1998-04-12` or as people write it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "server", schema(max_length = 60, example = "1998-04-12"), validate(length(max = 60)))]
        pub birth_date: Option<String>,
        /// Number of the protection document.
        #[cfg_attr(feature = "server", schema(max_length = 100, example = "385-21C00123"), validate(length(max = 100)))]
        pub document: String,
        /// Registered residence.
        #[cfg_attr(feature = "server", schema(max_length = 600), validate(length(max = 600)))]
        pub registered_place: String,
        /// Actual residence; decides the exam city.
        #[cfg_attr(feature = "server", schema(max_length = 600), validate(length(max = 600)))]
        pub actual_place: String,
    }

    /// The mobile number the code goes to.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct SetPhone {
        /// Mobile number, `050 555 01 17` or `+994505550117`.
        #[cfg_attr(feature = "server", schema(max_length = 100, example = "50 555 01 17"), validate(length(max = 100)))]
        pub phone: String,
    }

    /// The code from the SMS.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct VerifyPhone {
        /// Six digits.
        #[cfg_attr(feature = "server", schema(max_length = 500, example = "407112"), validate(length(max = 500)))]
        pub code: String,
    }

    /// E-mail, twice.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct SetEmail {
        /// E-mail address.
        #[cfg_attr(feature = "server", schema(max_length = 320, example = "aysel@example.az"))]
        #[cfg_attr(feature = "server", validate(length(max = 320)))]
        pub email: String,
        /// The same again.
        #[cfg_attr(feature = "server", schema(max_length = 320, example = "aysel@example.az"))]
        #[cfg_attr(feature = "server", validate(length(max = 320)))]
        pub email_again: String,
    }

    /// Password, twice; finishes the registration.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct SetPassword {
        /// At least ten characters.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
        /// The same again.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password_again: String,
    }

    /// An unfinished registration, as its device may see it.
    pub struct Registration {
        /// State.
        pub state: RegistrationState,
        /// Which way in.
        pub way_in: WayIn,
        /// Masked name, `A•••• N•••••••••`, once the register answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub masked_name: Option<String>,
        /// Masked FIN, `5NM•••C`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub masked_fin: Option<String>,
        /// Masked permit, `MYI•••14`, once the register answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub masked_document: Option<String>,
        /// The number the last code went to, as the person typed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// The code that was sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<CodeSent>,
        /// The e-mail address given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        /// When the unfinished registration is forgotten.
        pub expires_at: DateTime<Utc>,
    }

    /// A code was sent. The answer is the same whether or not the number is taken.
    #[derive(Debug)]
    pub struct CodeSent {
        /// When it was sent.
        pub sent_at: DateTime<Utc>,
        /// Until when it is valid.
        pub expires_at: DateTime<Utc>,
        /// From when on a new one may be asked for.
        pub resend_at: DateTime<Utc>,
        /// Tries left.
        pub tries_left: u8,
    }
}
