//! Terms of one-time codes (quality goal S2; architecture, "OTP").

use qabul_store::codes::Terms;
use qabul_store::limits::Limit;

/// Purpose of the code that proves a mobile number.
pub const PHONE: &str = "registration.phone";
/// Purpose of the code of a forgotten password.
pub const RESET: &str = "password.reset";
/// Purpose of the code that proves a new mobile number of an account.
pub const NEW_PHONE: &str = "account.phone";
/// Five minutes, five tries, a new one after a minute.
pub const TERMS: Terms = Terms { valid_seconds: 300, resend_seconds: 60, max_tries: 5 };
/// Codes to one number in an hour.
pub const PER_PHONE_HOUR: Limit = Limit { name: "otp.phone.hour", seconds: 3600, most: 3 };
/// Codes to one number in a day.
pub const PER_PHONE_DAY: Limit = Limit { name: "otp.phone.day", seconds: 86_400, most: 10 };
/// Name of the circuit over all wrong codes.
pub const CIRCUIT: &str = "codes";
