//! The HTTP client all gateways share.

use std::sync::Once;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::settings::{SetUpError, Timeouts};

/// Whose certificates are believed.
#[derive(Debug, Clone, Copy)]
pub enum Trust<'a> {
    /// The system's certificate store.
    System,
    /// Only these certificates, PEM: a closed network with its own authority.
    Only(&'a [u8]),
    /// Nobody: every system is reached in plain HTTP (demo and tests), so no store is read at all.
    Nobody,
}

/// Connection pool and time-outs; a clone shares both.
#[derive(Debug, Clone)]
pub struct Wire {
    pub(crate) client: reqwest::Client,
    pub(crate) total: Duration,
}

impl Wire {
    /// Builds the client. Redirects are not followed and proxies of the environment are not used: a request with
    /// personal data goes where the configuration says or nowhere.
    pub fn new(timeouts: Timeouts, trust: Trust<'_>) -> Result<Wire, SetUpError> {
        install_tls_provider();
        let builder = reqwest::Client::builder()
            .connect_timeout(timeouts.connect)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("qabul/", env!("CARGO_PKG_VERSION")));
        let builder = match trust {
            Trust::System => builder,
            Trust::Nobody => builder.tls_certs_only([]),
            Trust::Only(pem) => {
                let read = |der: Vec<u8>| reqwest::Certificate::from_der(&der).map_err(tls_error);
                let roots: Vec<_> = certificates(pem)?.into_iter().map(read).collect::<Result<_, _>>()?;
                builder.tls_certs_only(roots)
            }
        };
        let client = builder.build().map_err(tls_error)?;
        Ok(Wire { client, total: timeouts.total })
    }
}

/// The certificates of a PEM file, in DER; at least one.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, SetUpError> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).map(|der| der.map(|der| der.to_vec())).collect();
    match read {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(SetUpError::Tls("the given PEM holds no certificate".to_owned())),
    }
}

fn tls_error(error: reqwest::Error) -> SetUpError {
    SetUpError::Tls(error.without_url().to_string())
}

/// Both reqwest and lettre take the process-wide provider; whoever comes first installs ring.
fn install_tls_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error means that the program installed one itself, which is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
