//! All clients in one bundle.

use std::sync::Arc;

use crate::exam_centre::ExamCentreRegister;
use crate::mail::MailGateway;
use crate::migration_register::MigrationRegister;
use crate::payment::PaymentProvider;
use crate::population_register::PopulationRegister;
use crate::settings::{GatewaySettings, SetUpError};
use crate::sms::SmsGateway;
use crate::social_status::SocialStatusRegister;
use crate::tkta::Tkta;
use crate::tmms::Tmms;
use crate::wire::{Trust, Wire};

/// Every outside system. A clone shares connections and circuits.
#[derive(Debug, Clone)]
pub struct Gateways {
    /// Population register.
    pub population: Arc<PopulationRegister>,
    /// Migration register.
    pub migration: Arc<MigrationRegister>,
    /// Student–graduate register.
    pub tmms: Arc<Tmms>,
    /// Recognition of foreign degrees.
    pub tkta: Arc<Tkta>,
    /// Examination centre.
    pub exam_centre: Arc<ExamCentreRegister>,
    /// Social-status register.
    pub social_status: Arc<SocialStatusRegister>,
    /// SMS provider.
    pub sms: Arc<SmsGateway>,
    /// Mail relay.
    pub mail: Arc<MailGateway>,
    /// Payment provider.
    pub payment: Arc<PaymentProvider>,
}

impl Gateways {
    /// Builds all clients; connects to nothing.
    pub fn new(settings: &GatewaySettings) -> Result<Gateways, SetUpError> {
        let trust = match &settings.own_roots_pem {
            Some(pem) => Trust::Only(pem),
            None if settings.needs_tls() => Trust::System,
            None => Trust::Nobody,
        };
        let wire = Wire::new(settings.timeouts, trust)?;
        Ok(Gateways {
            population: Arc::new(PopulationRegister::new(&wire, &settings.population)?),
            migration: Arc::new(MigrationRegister::new(&wire, &settings.migration)?),
            tmms: Arc::new(Tmms::new(&wire, &settings.tmms)?),
            tkta: Arc::new(Tkta::new(&wire, &settings.tkta)?),
            exam_centre: Arc::new(ExamCentreRegister::new(&wire, &settings.exam_centre)?),
            social_status: Arc::new(SocialStatusRegister::new(&wire, &settings.social_status)?),
            sms: Arc::new(SmsGateway::new(&wire, &settings.sms)?),
            mail: Arc::new(MailGateway::new(&settings.mail, settings.timeouts, trust)?),
            payment: Arc::new(PaymentProvider::new(&wire, &settings.payment)?),
        })
    }
}
