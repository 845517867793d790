//! Terms of one-time codes (quality goal S2; architecture, "OTP").

use qabul_store::codes::Terms;

/// Purpose of the code that proves a mobile number.
pub const PHONE: &str = "registration.phone";
/// Purpose of the code of a forgotten password.
pub const RESET: &str = "password.reset";
/// Purpose of the code that proves a new mobile number of an account.
pub const NEW_PHONE: &str = "account.phone";
/// Five minutes, five tries, a new one after a minute.
pub const TERMS: Terms = Terms { valid_seconds: 300, resend_seconds: 60, max_tries: 5 };
/// Name of the circuit over all wrong codes.
pub const CIRCUIT: &str = "codes";
