//! Parameters of one-time codes (quality goal S2; architecture, "OTP").

use qabul_store::codes::Terms;

/// Purpose of the code that proves a mobile number.
pub const PHONE: &str = "registration.phone";
/// Purpose of the code for a forgotten password.
pub const RESET: &str = "password.reset";
/// Purpose of the code that proves a new mobile number of an account.
pub const NEW_PHONE: &str = "account.phone";
/// Valid for five minutes, five tries, a new code after one minute.
pub const TERMS: Terms = Terms { valid_seconds: 300, resend_seconds: 60, max_tries: 5 };
/// Name of the circuit that counts all wrong codes.
pub const CIRCUIT: &str = "codes";
