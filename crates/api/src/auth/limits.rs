//! Every limit of the portal, in one place (docs/adr/0015).
//!
//! Limits count the caller: a network, a device that has proven the account before, a proven identity, a signed-in
//! session. The target of a request (a login, an account, a number) is counted only together with the caller, or with a
//! limit for unknown callers alone, so that others cannot use up the owner's limit. Names are part of the stored key: a
//! limit with another meaning needs another name.

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
    // Signing in. A correct password gives its hit back.
    /// Wrong passwords from one network. A correct password gives its hit back, so many people behind one address, as
    /// in a school, do not reach the limit.
    LOGIN_NETWORK = "login.network", 100 in 300;
    /// The same in a day.
    LOGIN_NETWORK_DAY = "login.network.day", 2_000 in DAY;
    /// Wrong passwords with one login from one network; the wait is up to a minute.
    LOGIN_HERE = "login.here", 5 in 60;
    /// … to an hour.
    LOGIN_HERE_HOUR = "login.here.hour", 20 in HOUR;
    /// Wrong passwords with one account from all networks. Above the limit an unknown device must prove the phone
    /// number first.
    LOGIN_STRANGERS = "login.strangers", 100 in DAY;
    /// Wrong passwords on one known device.
    LOGIN_DEVICE = "login.device", 10 in 300;
    /// Passwords typed at the last step of a completed registration.
    REGISTRATION_AGAIN = "registration.again", 5 in 900;
    /// Wrong current passwords in one session, so that a device left signed in cannot be used for guessing.
    PRESENT_PASSWORD = "account.password", 5 in 900;

    // The second step. A caller who types codes already knows the password.
    /// Wrong codes of one account from unknown devices.
    SECOND_STEP = "account.secondFactor", 5 in 900;
    /// The same in a week without a correct code in between. Five codes per quarter of an hour would be 480 per day,
    /// and three of a million codes are valid at any instant: after sixteen months of guessing the chance of a hit
    /// would be one half.
    SECOND_STEP_WEEK = "account.secondFactor.week", 50 in 7 * DAY;

    // Codes by SMS.
    /// Codes requested by one proven identity, session or known device.
    CODES_PERSON = "codes.person", 10 in HOUR;
    /// Codes requested from one network by callers who have proven nothing.
    CODES_NETWORK = "codes.network", 200 in HOUR;
    /// Codes requested by one of these callers for one number.
    CODES_NUMBER = "codes.number", 3 in HOUR;
    /// The same in a day.
    CODES_NUMBER_DAY = "codes.number.day", 10 in DAY;
    /// Codes sent to one number for all callers except known devices, which are not counted. Above the limit only the
    /// first code of each caller is sent, with fewer tries.
    CODES_TO_NUMBER = "codes.toNumber", 12 in DAY;

    // Registration.
    /// Registrations begun from one network.
    REGISTRATION_NETWORK = "registration.network", 600 in HOUR;
    /// Wrong personal data in one registration.
    IDENTITY_DEVICE = "identity.registration", 5 in HOUR;
    /// Wrong personal data from one network; correct data gives its hit back.
    IDENTITY_NETWORK = "identity.network", 100 in HOUR;

    // A forgotten password.
    /// Resets begun from one network, or by one known device.
    RESET_BEGUN = "reset.begun", 200 in HOUR;
    /// Digits typed for one login by one caller; the caller is told when the limit is reached.
    RESET_LOGIN = "reset.login", 5 in HOUR;
    /// The same in a day.
    RESET_LOGIN_DAY = "reset.login.day", 10 in DAY;
    /// The same digits typed for one login by one caller: as many as codes per number, so that no code is left out
    /// silently.
    RESET_SAME_DIGITS = "reset.sameDigits", 3 in HOUR;
    /// Digits typed for one account by one caller, under any login. Above the limit nothing is sent and the answer does
    /// not say so: otherwise it would show that two logins belong to one person.
    RESET_ACCOUNT = "reset.account", 5 in HOUR;

    // Others.
    /// Links to an e-mail address of one account.
    EMAIL_LINKS = "email.link", 5 in HOUR;
    /// Invalid links from one network.
    EMAIL_LINK_WRONG = "email.link.wrong", 60 in HOUR;
    /// Wrong codes of documents from one network. The codes have 130 bits and cannot be guessed; the limit only saves
    /// load.
    CHECK_WRONG = "check.wrong", 60 in 600;
    /// Top-ups created by one account; an open one of the same amount is used again.
    TOP_UPS = "topup.made", 20 in HOUR;
    /// How often the provider is queried about one top-up for the person who waits for it.
    TOP_UP_ASKED = "topup.asked", 1 in 2;
    /// How often the provider is queried about one open top-up.
    TOP_UP_RECONCILED = "topup.reconciled", 1 in 300;
    /// How often the provider is queried about one top-up that ended unpaid.
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
