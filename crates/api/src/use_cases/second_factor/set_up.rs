use qabul_contract::second_factor::SecondFactorSecret;
use qabul_store::{Ids, second_factors};
use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};

use crate::auth::totp;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::account;

/// How long the first code is accepted, in seconds.
const SET_UP_SECONDS: i64 = 15 * 60;

/// Creates a secret for the authenticator app. Nothing changes until its first code is correct; a repeated set-up
/// invalidates the earlier secret.
///
/// # Errors
/// Wrong password; the factor is already on.
pub async fn set_up(context: &Context, who: Applicant, password: String) -> Result<SecondFactorSecret, ApiError> {
    let account = account::proven(context, who, "/password", password).await?;
    let stamp = context.stamp()?;
    let until = stamp.now.plus_seconds(SET_UP_SECONDS);
    let number = account.cabinet_number.clone();
    let secret = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let secret = ids.secret32("second factor")[..totp::SECRET_BYTES].to_vec();
            if !second_factors::begin(tx, account.id, &secret, until).await? {
                return Err(ApiError::new(Code::SecondFactorChanged));
            }
            account::audited(tx, &mut ids, &account, "account.secondFactorSetUp", "{}").await?;
            Ok(secret)
        })
        .await?;
    // The account number is the label, because an e-mail address or a FIN would be visible in the app.
    let address = totp::address(&secret, &number);
    let drawn = QrCode::with_error_correction_level(&address, EcLevel::M).map_err(ApiError::internal)?;
    let qr = drawn.render::<Color<'_>>().min_dimensions(200, 200).build();
    let letters = totp::base32(&secret);
    let groups: Vec<&str> = letters.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Ok(SecondFactorSecret { secret: groups.join(" "), address, qr, expires_at: until.into() })
}
