//! The cookies: the refresh token, the unfinished registration, the reset of a forgotten password, the device.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opaque refresh token, 256 bits.
    Refresh,
    /// Secret of the device's unfinished registration, 256 bits.
    Registration,
    /// Secret of the device's reset of a forgotten password, 256 bits.
    Reset,
    /// Secret of a sign-in whose password was correct and whose second step is still to come, 256 bits.
    SecondStep,
    /// Secret of a device that has proven an account, 256 bits. It grants no access; limits recognise the owner's
    /// device by it.
    Device,
}

impl Kind {
    /// `__Host-` over https: bound to this host and path, never sent over plain http. Plain http is only for the
    /// developer's own machine, where browsers refuse that prefix.
    fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Kind::Refresh, true) => "__Host-qabul-refresh",
            (Kind::Refresh, false) => "qabul-refresh",
            (Kind::Registration, true) => "__Host-qabul-registration",
            (Kind::Registration, false) => "qabul-registration",
            (Kind::Reset, true) => "__Host-qabul-reset",
            (Kind::Reset, false) => "qabul-reset",
            (Kind::SecondStep, true) => "__Host-qabul-second-step",
            (Kind::SecondStep, false) => "qabul-second-step",
            (Kind::Device, true) => "__Host-qabul-device",
            (Kind::Device, false) => "qabul-device",
        }
    }

    /// Sets the cookie.
    pub fn set(self, secret: &[u8; 32], seconds: i64, https: bool) -> Cookie<'static> {
        let mut cookie = self.bare(URL_SAFE_NO_PAD.encode(secret), https);
        cookie.set_max_age(Duration::seconds(seconds));
        cookie
    }

    /// Takes the cookie away.
    pub fn clear(self, https: bool) -> Cookie<'static> {
        let mut cookie = self.bare(String::new(), https);
        cookie.set_max_age(Duration::ZERO);
        cookie
    }

    fn bare(self, value: String, https: bool) -> Cookie<'static> {
        Cookie::build(self.name(https), value)
            .path("/")
            .http_only(true)
            .secure(https)
            .same_site(SameSite::Strict)
            .finish()
    }

    /// Reads the secret from a request.
    pub fn read(self, request: &HttpRequest, https: bool) -> Option<[u8; 32]> {
        let cookie = request.cookie(self.name(https))?;
        let bytes = URL_SAFE_NO_PAD.decode(cookie.value()).ok()?;
        bytes.try_into().ok()
    }
}
