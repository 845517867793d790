//! `conditions.csv`: minimum points by exam model and group of specialties, and the maxima they are checked against.

use super::{NUMBER, Reason, Wrong, points, wrong};
use crate::catalogue::Group;
use crate::facts::ExamModel;
use crate::rules::book::campaign::{ByFunding, GroupConditions};
use crate::rules::book::score::Points;

/// Columns of `conditions.csv`, in this order.
pub const CONDITIONS: [&str; 12] = [
    "exam_model",
    "group_code",
    "group_az",
    "min_logic",
    "min_informatics",
    "min_foreign_language",
    "min_stage1_total",
    "min_stage2_state",
    "min_stage2_paid",
    "min_total_state",
    "min_total_paid",
    "basis",
];

/// Columns of `exam_components.csv`, in this order.
pub const COMPONENTS: [&str; 11] = [
    "exam",
    "model",
    "valid_from",
    "valid_to",
    "component",
    "component_az",
    "tasks",
    "of_which_open",
    "max_points",
    "minutes",
    "basis",
];

fn model_of(word: &str) -> Option<ExamModel> {
    Some(match word {
        "TWO_STAGE" => ExamModel::TwoStage,
        "SINGLE_STAGE" => ExamModel::SingleStage,
        "SINGLE_STAGE_ESSAY" => ExamModel::SingleStageEssay,
        _ => return None,
    })
}

/// Maximum points of the parts of each exam model, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Maxima(Vec<(ExamModel, String, Points)>);

impl Maxima {
    /// Parses the rows of `exam_components.csv` that belong to the master's exam.
    ///
    /// # Errors
    /// Every unreadable row.
    pub fn read(rows: &[(usize, [&str; 11])]) -> Result<Maxima, Vec<Wrong>> {
        let (mut all, mut bad) = (Vec::new(), Vec::new());
        for (line, [exam, model, _, _, component, _, _, _, most, ..]) in rows {
            if *exam != "MASTER" {
                continue;
            }
            match (model_of(model), points(*line, "max_points", most)) {
                (None, _) => bad.push(wrong(*line, "model", Reason::UnknownCode)),
                (_, Err(error)) => bad.push(error),
                (Some(model), Ok(Some(most))) => {
                    all.push((model, component.trim_start_matches("STAGE1_").to_owned(), most));
                }
                // The number of points is not published.
                (Some(_), Ok(None)) => {}
            }
        }
        if bad.is_empty() { Ok(Maxima(all)) } else { Err(bad) }
    }

    /// Maximum points of these parts together; `None` if one of them is not known.
    fn of(&self, model: ExamModel, parts: &[&str]) -> Option<Points> {
        let part = |part: &&str| {
            self.0.iter().find(|(of, component, _)| *of == model && component == part).map(|(_, _, most)| *most)
        };
        // A model without an essay has no points for it.
        let has_essay = model == ExamModel::SingleStageEssay;
        let mut wanted = parts.iter().filter(|part| has_essay || **part != "ESSAY").map(part);
        wanted.try_fold(Points::default(), |sum, most| most.map(|most| sum.plus(most)))
    }
}

/// A row of `conditions.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// Exam model.
    pub model: ExamModel,
    /// Group of specialties.
    pub group: Group,
    /// Least points.
    pub least: GroupConditions,
}

/// Parses a complete file.
///
/// # Errors
/// Every row that is unreadable, exceeds a maximum, contradicts its model or is a duplicate.
pub fn conditions(rows: &[(usize, [&str; 12])], maxima: &Maxima) -> Result<Vec<Condition>, Vec<Wrong>> {
    let (mut all, mut bad): (Vec<(usize, Condition)>, Vec<Wrong>) = (Vec::new(), Vec::new());
    for (line, fields) in rows {
        match condition(*line, fields, maxima) {
            Err(error) => bad.push(error),
            Ok(row) => {
                let same = |(_, other): &&(usize, Condition)| (other.model, other.group) == (row.model, row.group);
                match all.iter().find(same) {
                    Some((other, _)) => bad.push(wrong(*line, "group_code", Reason::Twice(*other))),
                    None => all.push((*line, row)),
                }
            }
        }
    }
    if bad.is_empty() { Ok(all.into_iter().map(|(_, row)| row).collect()) } else { Err(bad) }
}

fn condition(line: usize, fields: &[&str; 12], maxima: &Maxima) -> Result<Condition, Wrong> {
    let [model, group, _, logic, informatics, foreign, stage1, s2_state, s2_paid, t_state, t_paid, basis] =
        fields.map(str::trim);
    let model = model_of(model).ok_or(wrong(line, "exam_model", Reason::UnknownCode))?;
    let group = Group::of(group).ok_or(wrong(line, "group_code", Reason::UnknownCode))?;
    let least = |column, text, parts: &[&str]| {
        let least = points(line, column, text)?.ok_or(wrong(line, column, Reason::Wants(NUMBER)))?;
        match maxima.of(model, parts) {
            Some(most) if least > most => Err(wrong(line, column, Reason::AboveMaximum(most))),
            _ => Ok(least),
        }
    };
    let logic = least("min_logic", logic, &["LOGIC"])?;
    let informatics = least("min_informatics", informatics, &["INFORMATICS"])?;
    let foreign = least("min_foreign_language", foreign, &["FOREIGN", "ESSAY"])?;
    let stage1 = least("min_stage1_total", stage1, &["LOGIC", "INFORMATICS", "FOREIGN", "ESSAY"])?;
    let both = |columns: [&'static str; 2], texts: [&str; 2]| {
        let [state, paid] = [points(line, columns[0], texts[0])?, points(line, columns[1], texts[1])?];
        match (model, state, paid) {
            (ExamModel::TwoStage, Some(state), Some(paid)) if paid > state => {
                Err(wrong(line, columns[1], Reason::PaidAboveState))
            }
            (ExamModel::TwoStage, Some(state), Some(paid)) => Ok(Some(ByFunding { state, paid })),
            (ExamModel::TwoStage, None, _) => Err(wrong(line, columns[0], Reason::Wants(NUMBER))),
            (ExamModel::TwoStage, _, None) => Err(wrong(line, columns[1], Reason::Wants(NUMBER))),
            (_, None, None) => Ok(None),
            (_, Some(_), _) => Err(wrong(line, columns[0], Reason::NotInThisModel)),
            (_, None, Some(_)) => Err(wrong(line, columns[1], Reason::NotInThisModel)),
        }
    };
    let stage2 = both(["min_stage2_state", "min_stage2_paid"], [s2_state, s2_paid])?;
    let total = both(["min_total_state", "min_total_paid"], [t_state, t_paid])?;
    if basis.is_empty() {
        let source = ["mənbə", "where it is from", "источник"];
        return Err(wrong(line, "basis", Reason::Wants(source)));
    }
    Ok(Condition { model, group, least: GroupConditions { logic, informatics, foreign, stage1, stage2, total } })
}
