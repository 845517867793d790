//! Signing in, renewing a session and signing out. The access token is kept in memory, the refresh token in a cookie.

mod agent;
mod login;
mod refresh;
mod second_step;
mod session;
mod sign_out;
mod with_password;

pub use agent::user_agent;
pub use login::Login;
pub use refresh::refresh;
pub use second_step::{STEP_SECONDS, second_step};
pub use session::{Opened, SignedIn, begun_at, cookies, open_session, signed_in};
pub use sign_out::{end_family, sign_out};
pub use with_password::{Entered, accepted, is_open, sign_in};
