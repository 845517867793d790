//! TKTA: foreign degrees and whether they are recognised (MAG-7, Rules 2.1.3).

use qabul_domain::calendar::Micros;
use qabul_domain::facts::{Degree, Source};

use crate::answer::Answer;
use crate::degree_record;
use crate::line::Line;
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// Client of TKTA.
#[derive(Debug)]
pub struct Tkta {
    line: Line,
}

impl Tkta {
    /// A client for the register at this address.
    pub fn new(wire: &Wire, endpoint: &Endpoint) -> Result<Tkta, SetUpError> {
        Ok(Tkta { line: Line::new("tkta", wire, endpoint)? })
    }

    /// The studies of the person with this FIN, as the register lists them. `NotFound` where it has none.
    pub async fn degrees(&self, fin: &str, now: Micros) -> Answer<Vec<Degree>> {
        degree_record::degrees(&self.line, "foreignDegreesByFin", Source::Tkta, fin, now).await
    }
}
