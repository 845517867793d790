//! Every limit of the portal, in one place (docs/adr/0015).
//!
//! Limits count who asks: a network, a device that has proven the account before, a proven identity, a signed-in session.
//! What somebody asks about is counted only together with who asks, or above what many strangers do, and never so that the
//! owner's own way is used up. Names are part of the stored key: another meaning needs another name.

use qabul_store::limits::Limit;

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $most:literal in $seconds:expr;)+) => {
        $($(#[$doc])* pub const $name: Limit = Limit { name: $word, seconds: $seconds, most: $most };)+

        /// All of them.
        #[cfg(test)]
        const ALL: &[Limit] = &[$($name,)+];
    };
}

limits! {
    // Signing in. Right passwords are given back.
    /// Wrong passwords from one network; a right one is given back, so a school uses nothing up.
    LOGIN_NETWORK = "login.network", 100 in 300;
    /// The same in a day.
    LOGIN_NETWORK_DAY = "login.network.day", 2_000 in DAY;
    /// Wrong passwords with one login from one network: the delay grows from a minute …
    LOGIN_HERE = "login.here", 5 in 60;
    /// … to an hour.
    LOGIN_HERE_HOUR = "login.here.hour", 20 in HOUR;
    /// Wrong passwords with one account from all networks. Above it a device that is not known must prove the number first.
    LOGIN_STRANGERS = "login.strangers", 100 in DAY;
    /// Wrong passwords on one known device.
    LOGIN_DEVICE = "login.device", 10 in 300;
    /// Passwords typed at the last step of a registration that has ended.
    REGISTRATION_AGAIN = "registration.again", 5 in 900;
    /// Wrong present passwords in one session: a device left open must not be a place to guess.
    PRESENT_PASSWORD = "account.password", 5 in 900;

    // The second step. Who types codes knows the password already.
    /// Wrong codes of one account from devices that are not known.
    SECOND_STEP = "account.secondFactor", 5 in 900;
    /// The same in a week, without a right one in between: five a quarter of an hour are 480 a day, and three of a million
    /// codes are good at any instant, so that sixteen months of guessing would find one as likely as not.
    SECOND_STEP_WEEK = "account.secondFactor.week", 50 in 7 * DAY;

    // Codes by SMS.
    /// Codes one proven identity, session or known device asks for.
    CODES_PERSON = "codes.person", 10 in HOUR;
    /// Codes asked for from one network by people who have proven nothing.
    CODES_NETWORK = "codes.network", 200 in HOUR;
    /// Codes one of them asks for to one number.
    CODES_NUMBER = "codes.number", 3 in HOUR;
    /// The same in a day.
    CODES_NUMBER_DAY = "codes.number.day", 10 in DAY;
    /// Codes to one number, whoever asks. Above it only the first of each who asks goes out, with fewer tries.
    CODES_TO_NUMBER = "codes.toNumber", 12 in DAY;

    // Registration.
    /// Registrations begun from one network.
    REGISTRATION_NETWORK = "registration.network", 600 in HOUR;
    /// Wrong data of a person in one registration.
    IDENTITY_DEVICE = "identity.registration", 5 in HOUR;
    /// Wrong data of persons from one network; right ones are given back.
    IDENTITY_NETWORK = "identity.network", 100 in HOUR;

    // A forgotten password.
    /// Resets begun from one network, or by one known device.
    RESET_BEGUN = "reset.begun", 200 in HOUR;
    /// Digits typed for one login by one who asks; told when it is used up.
    RESET_LOGIN = "reset.login", 5 in HOUR;
    /// The same in a day.
    RESET_LOGIN_DAY = "reset.login.day", 10 in DAY;
    /// The same digits typed for one login by one who asks: as many as codes go to one number, so that none is silently left out.
    RESET_SAME_DIGITS = "reset.sameDigits", 3 in HOUR;
    /// Digits typed for one account by one who asks, under whatever login. Above it nothing is sent and nothing tells so:
    /// otherwise two logins would be known to be one person's.
    RESET_ACCOUNT = "reset.account", 5 in HOUR;

    // Others.
    /// Links to an e-mail address of one account.
    EMAIL_LINKS = "email.link", 5 in HOUR;
    /// Links from one network that open nothing.
    EMAIL_LINK_WRONG = "email.link.wrong", 60 in HOUR;
    /// Wrong codes of papers from one network. They have 130 bits; this only keeps machines from wasting everybody's time.
    CHECK_WRONG = "check.wrong", 60 in 600;
    /// Top-ups one account makes; an open one of the same amount is used again.
    TOP_UPS = "topup.made", 20 in HOUR;
    /// How often the provider is asked about one top-up by the person who waits for it.
    TOP_UP_ASKED = "topup.asked", 1 in 2;
    /// How often it is asked about one open top-up.
    TOP_UP_RECONCILED = "topup.reconciled", 1 in 300;
    /// How often it is asked about one that has ended unpaid.
    TOP_UP_RECONCILED_LATE = "topup.reconciledLate", 1 in DAY;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_a_name_of_its_own_and_none_is_kept_for_eight_days() {
        let mut names: Vec<&str> = ALL.iter().map(|limit| limit.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|limit| limit.seconds < 8 * DAY && limit.seconds > 0 && limit.most > 0));
    }
}
