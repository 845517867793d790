//! The student–graduate register TMMS: studies in Azerbaijan (MAG-7).

use qabul_domain::calendar::Micros;
use qabul_domain::facts::{Degree, Source};

use crate::answer::Answer;
use crate::degree_record;
use crate::line::Line;
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// Client of TMMS.
#[derive(Debug)]
pub struct Tmms {
    line: Line,
}

impl Tmms {
    /// A client for the register at this address.
    pub fn new(wire: &Wire, endpoint: &Endpoint) -> Result<Tmms, SetUpError> {
        Ok(Tmms { line: Line::new("tmms", wire, endpoint)? })
    }

    /// The studies of the person with this FIN, as the register lists them. `NotFound` where it has none.
    pub async fn degrees(&self, fin: &str, now: Micros) -> Answer<Vec<Degree>> {
        degree_record::degrees(&self.line, "degreesByFin", Source::Tmms, fin, now).await
    }
}
