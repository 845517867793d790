//! What the composition root has to say about the external systems.

use std::time::Duration;

use secrecy::SecretString;

/// Bounds of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Longest wait for a connection.
    pub connect: Duration,
    /// Longest whole call, second try included.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts { connect: Duration::from_secs(2), total: Duration::from_secs(4) }
    }
}

/// Address of one system and the secret that opens it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Base address of the paths of the contract, `https://bridge.gov.az/population`.
    pub base_url: String,
    /// Bearer token.
    pub secret: SecretString,
}

/// The mail relay.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// `smtp://host:port`, `smtp://host:port?tls=required` (STARTTLS) or `smtps://host:port`; no credentials in it.
    pub url: String,
    /// User name and password, where the relay asks for them.
    pub credentials: Option<(String, SecretString)>,
    /// Sender, `Qəbul <bildiris@qabul.az>`; its domain also ends every Message-ID.
    pub from: String,
}

/// The payment provider.
#[derive(Debug, Clone)]
pub struct PaymentSettings {
    /// Where orders are created.
    pub endpoint: Endpoint,
    /// Secret with which callbacks are signed now.
    pub callback_secret: SecretString,
    /// Secret before the last rotation; still accepted until it is removed here.
    pub previous_callback_secret: Option<SecretString>,
}

/// Everything [`crate::Gateways`] needs.
#[derive(Debug, Clone)]
pub struct GatewaySettings {
    /// Population register.
    pub population: Endpoint,
    /// Migration register.
    pub migration: Endpoint,
    /// Student–graduate register.
    pub tmms: Endpoint,
    /// Recognition of foreign degrees.
    pub tkta: Endpoint,
    /// Examination centre.
    pub exam_centre: Endpoint,
    /// Social-status register.
    pub social_status: Endpoint,
    /// SMS provider.
    pub sms: Endpoint,
    /// Mail relay.
    pub mail: MailSettings,
    /// Payment provider.
    pub payment: PaymentSettings,
    /// Bounds of every call.
    pub timeouts: Timeouts,
    /// Certificates (PEM) of a closed network's own authority. When given, nobody else is trusted.
    pub own_roots_pem: Option<Vec<u8>>,
}

impl GatewaySettings {
    /// Settings for the simulator at these two addresses; `secret` is the one it was started with.
    pub fn for_simulator(http_url: &str, smtp_addr: std::net::SocketAddr, secret: &str) -> GatewaySettings {
        let at = |room: &str| Endpoint {
            base_url: format!("{}/{room}", http_url.trim_end_matches('/')),
            secret: SecretString::from(secret.to_owned()),
        };
        GatewaySettings {
            population: at("population"),
            migration: at("migration"),
            tmms: at("tmms"),
            tkta: at("tkta"),
            exam_centre: at("exam-centre"),
            social_status: at("social-status"),
            sms: at("sms"),
            mail: MailSettings {
                url: format!("smtp://{smtp_addr}"),
                credentials: None,
                from: "Qəbul <bildiris@qabul.example>".to_owned(),
            },
            payment: PaymentSettings {
                endpoint: at("payments"),
                callback_secret: SecretString::from(secret.to_owned()),
                previous_callback_secret: None,
            },
            timeouts: Timeouts::default(),
            own_roots_pem: None,
        }
    }

    /// Systems that would be spoken to without encryption. Empty in any serious installation; start-up outside demo mode
    /// may refuse on this list.
    pub fn unencrypted(&self) -> Vec<&'static str> {
        let plain_mail = self.mail.url.starts_with("smtp://") && !self.mail.url.ends_with("tls=required");
        self.endpoints()
            .into_iter()
            .filter(|(_, endpoint)| !endpoint.base_url.starts_with("https://"))
            .map(|(name, _)| name)
            .chain(plain_mail.then_some("mail"))
            .collect()
    }

    /// Whether any HTTP system is reached over TLS.
    pub(crate) fn needs_tls(&self) -> bool {
        self.endpoints().iter().any(|(_, endpoint)| endpoint.base_url.starts_with("https://"))
    }

    fn endpoints(&self) -> [(&'static str, &Endpoint); 8] {
        [
            ("population", &self.population),
            ("migration", &self.migration),
            ("tmms", &self.tmms),
            ("tkta", &self.tkta),
            ("exam centre", &self.exam_centre),
            ("social status", &self.social_status),
            ("sms", &self.sms),
            ("payment", &self.payment.endpoint),
        ]
    }
}

/// Why the clients could not be built. Names the setting, never its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetUpError {
    /// Not an absolute `http` or `https` address without user, query or fragment.
    #[error("the address of {0} is not an http(s) address")]
    Address(&'static str),
    /// The secret cannot be sent in a header.
    #[error("the secret of {0} is empty or has characters a header cannot carry")]
    Secret(&'static str),
    /// The relay's address is not understood.
    #[error("the address of the mail relay is not understood")]
    MailRelay,
    /// The sender is not an e-mail address.
    #[error("the mail sender is not an e-mail address")]
    MailSender,
    /// The certificates could not be read, or the system has none.
    #[error("no TLS client could be built: {0}")]
    Tls(String),
}
